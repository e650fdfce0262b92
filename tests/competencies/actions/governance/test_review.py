"""A proposal is reviewed twice by two people, neither of them its proposer, and only then becomes a version."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.governance.create_framework import create_framework
from karmayogi.competencies.actions.governance.propose import Item, propose, send_again
from karmayogi.competencies.actions.governance.publish_version import publish_version
from karmayogi.competencies.actions.governance.review import comment_on, review, withdraw
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.competencies.models import ChangeEntry, Competency, Framework, FrameworkProposal
from karmayogi.competencies.queries.governance.frameworks import statements, version_on
from karmayogi.competencies.queries.governance.proposals import steps_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from tests.cast import Cast
from tests.competencies.conftest import Council

NEW = Wording(area="functional", theme_en="Digital", name_en="Prompting assistants", gloss_en="Asks machines well")


@pytest.fixture
def kcm(framework) -> uuid.UUID:
    return Framework.objects.get(code="KCM").uuid


def code(value: str) -> uuid.UUID:
    return Competency.objects.get(code=value).uuid


def status(proposal: uuid.UUID) -> str:
    return FrameworkProposal.objects.get(uuid=proposal).status


def send(player, kcm, at, kind="add", items=None, title="A change"):
    items = [Item("new", wording=NEW)] if items is None else items
    return propose(actor=player.actor(at), framework=kcm, kind=kind, title=title, reason="work", items=items, at=at)


def accept(council, proposal, at):
    for player in (council.first, council.second):
        review(actor=player.actor(at), proposal=proposal, decision="approve", comment="", at=at)


def test_nobody_reviews_her_own_and_the_second_is_somebody_else(cast, council, kcm, at):
    cast.grant(council.first, Role.FRAC_ADMIN, cast.country)
    own = send(council.first, kcm, at)
    with pytest.raises(Refused, match="own"):
        review(actor=council.first.actor(at), proposal=own, decision="approve", comment="", at=at)
    other = send(council.member, kcm, at)
    with pytest.raises(Refused, match="another role"):
        review(actor=council.second.actor(at), proposal=other, decision="approve", comment="", at=at)
    review(actor=council.first.actor(at), proposal=other, decision="approve", comment="", at=at)
    with pytest.raises(Refused, match="somebody else"):
        review(actor=council.first.actor(at), proposal=other, decision="approve", comment="", at=at)
    review(actor=council.second.actor(at), proposal=other, decision="approve", comment="", at=at)
    assert status(other) == "accepted"
    with transaction.atomic(), pytest.raises(IntegrityError):
        FrameworkProposal.objects.filter(uuid=other).update(second_reviewer_id=council.first.person_id)


def test_returned_sent_again_refused_and_withdrawn(council, kcm, at):
    proposal = send(council.member, kcm, at)
    comment_on(actor=council.ministry_member.actor(at), proposal=proposal, comment="We need this too.", at=at)
    with pytest.raises(Refused, match="why"):
        review(actor=council.first.actor(at), proposal=proposal, decision="return", comment=" ", at=at)
    review(actor=council.first.actor(at), proposal=proposal, decision="return", comment="Say it in Hindi too.", at=at)
    better = [Item("new", wording=Wording(theme_en="Digital", name_en="Asking machines", name_hi="मशीन से पूछना"))]
    with pytest.raises(NotFound):
        send_again(actor=council.first.actor(at), proposal=proposal, title="B", reason="b", items=better, at=at)
    send_again(actor=council.member.actor(at), proposal=proposal, title="B", reason="b", items=better, at=at)
    withdraw(actor=council.member.actor(at), proposal=proposal, comment="", at=at)
    withdraw(actor=council.member.actor(at), proposal=proposal, comment="", at=at)
    row = FrameworkProposal.objects.get(uuid=proposal)
    assert [one.step for one in steps_of(row.id)] == ["sent", "comment", "returned", "sent", "withdrawn"]
    with pytest.raises(Refused):
        review(actor=council.first.actor(at), proposal=proposal, decision="approve", comment="", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.run("update competencies_proposalstep set comment = 'x'")


def test_outsiders_do_not_see_it(cast, council, kcm, at):
    proposal = send(council.member, kcm, at)
    for player in (cast.learner, cast.other_admin):
        with pytest.raises(NotFound):
            comment_on(actor=player.actor(at), proposal=proposal, comment="hello", at=at)
        with pytest.raises(NotFound):
            send(player, kcm, at)


@pytest.mark.parametrize(
    ("kind", "items"),
    [
        ("add", []),
        ("merge", ["subject BEH-001"]),
        ("merge", ["subject BEH-001", "target BEH-001"]),
        ("split", ["subject BEH-001", "new"]),
        ("deprecate", ["subject NO-001"]),
        ("relevel", ["subject BEH-001"]),
        ("reword", ["subject BEH-001"]),
        ("unknown", []),
    ],
)
def test_what_makes_no_sense_is_refused(council, kcm, at, kind, items):
    made = [
        Item("new", wording=NEW)
        if one == "new"
        else Item(one.split()[0], code(one.split()[1]) if not one.endswith("NO-001") else uuid.uuid4())
        for one in items
    ]
    with pytest.raises(Refused):
        send(council.member, kcm, at, kind, made)
    assert not FrameworkProposal.objects.exists()


def test_publishing_freezes_what_was_accepted(council, kcm, at):
    first = send(council.member, kcm, at)
    merge = send(
        council.member, kcm, at, "merge", [Item("subject", code("BEH-002")), Item("target", code("BEH-001"))], "Merge"
    )
    with pytest.raises(Refused, match="still open"):
        send(council.member, kcm, at, "deprecate", [Item("subject", code("BEH-002"))])
    with pytest.raises(Refused, match="nothing to publish"):
        publish_version(actor=council.second.actor(at), framework=kcm, note="", at=at)
    for one in (first, merge):
        accept(council, one, at)
    with pytest.raises(NotFound):
        publish_version(actor=council.member.actor(at), framework=kcm, note="", at=at)
    before = version_on(Framework.objects.get().id, at.date())
    version = publish_version(actor=council.second.actor(at), framework=kcm, note="autumn", at=at)
    assert (version.number, version.changes) == ("2026.2", 2)
    gone = Competency.objects.get(code="BEH-002")
    assert (gone.status, gone.replaced_by.code) == ("merged", "BEH-001")
    added = Competency.objects.get(name_en="Prompting assistants")
    assert added.code.startswith("FUN-") and added.status == "published"
    assert status(first) == status(merge) == "published"
    assert {row.code for row in statements(before.id)} == {row.code for row in statements(version.id)} - {added.code}
    assert ChangeEntry.objects.filter(version_id=version.id, competency=gone).get().becomes["status"] == "merged"


def pair(subject, target):
    return [Item("subject", code(subject)), Item("target", code(target))]


@pytest.mark.parametrize(
    ("kind", "items"),
    [
        ("merge", ("BEH-001", "BEH-003")),  # into a third one, though something comes into it
        ("merge", ("BEH-001", "BEH-002")),  # round in a circle
        ("deprecate", ("BEH-001",)),
        ("merge", ("BEH-003", "BEH-002")),  # into what goes itself
    ],
)
def test_what_takes_the_place_of_something_does_not_go_itself(council, kcm, at, kind, items):
    send(council.member, kcm, at, "merge", pair("BEH-002", "BEH-001"), "First")
    named = [Item(part, code(one)) for part, one in zip(("subject", "target"), items, strict=False)]
    with pytest.raises(Refused, match="“First” about"):
        send(council.first, kcm, at, kind, named)
    send(council.first, kcm, at, "merge", pair("BEH-003", "BEH-001"), "Two may go into the same")
    assert FrameworkProposal.objects.count() == 2


def test_a_version_in_which_a_target_ends_is_not_published(council, kcm, at):
    """Two that were accepted side by side before this was looked at."""
    priya = council.second.actor(at)
    first = send(council.member, kcm, at, "merge", pair("BEH-002", "BEH-001"))
    accept(council, first, at)
    second = send(council.member, kcm, at, "merge", pair("BEH-004", "BEH-003"))
    accept(council, second, at)
    rows.run(
        "update competencies_proposalitem i set competency_id = c.id from competencies_competency c,"
        " competencies_frameworkproposal p where c.code = 'BEH-001' and p.id = i.proposal_id and p.uuid = %s"
        " and i.part = 'subject'",
        [second],
    )
    with pytest.raises(Refused, match="BEH-001 would end"), transaction.atomic():
        publish_version(actor=priya, framework=kcm, note="", at=at)
    assert (status(first), Competency.objects.get(code="BEH-001").status) == ("accepted", "published")
    withdraw(actor=council.member.actor(at), proposal=second, comment="", at=at)
    publish_version(actor=priya, framework=kcm, note="", at=at)
    assert (status(first), status(second)) == ("published", "withdrawn")
    assert Competency.objects.get(code="BEH-001").status == "published"
    with pytest.raises(Refused, match="decided already"):
        withdraw(actor=council.member.actor(at), proposal=first, comment="", at=at)


@pytest.mark.usefixtures("committed_db")
def test_of_two_at_the_same_moment_the_later_finds_the_earlier(at):
    council = Council(Cast(at))
    competencies.import_kcm(agent=System("test"), at=at)
    kcm = Framework.objects.get(code="KCM").uuid
    refused = []

    def later(actor, items):
        try:
            propose(actor=actor, framework=kcm, kind="merge", title="B", reason="x", items=items, at=at)
        except Refused as error:
            refused.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=later, args=(council.first.actor(at), pair("BEH-001", "BEH-002")))
    with transaction.atomic():
        send(council.member, kcm, at, "merge", pair("BEH-002", "BEH-001"), "First")
        other.start()
        other.join(1)
        assert other.is_alive()  # it waits
    other.join(30)
    assert len(refused) == 1 and "First" in refused[0]


def test_the_database_refuses_to_change_what_is_published(framework, at):
    one = "(select min(id) from competencies_competencystatement)"
    for sql in (
        f"update competencies_competencystatement set name_en = 'x' where id = {one}",
        f"delete from competencies_competencystatement where id = {one}",
        f"insert into competencies_leveldescriptor (statement_id, level, text_en, text_hi, text_ur)"
        f" values ({one}, 1, 'x', '', '')",
        "update competencies_frameworkversion set note = 'x'",
        "update competencies_frameworkversion set published_at = null",
        "update competencies_competency set name_en = 'x' where code = 'BEH-001'",
        "update competencies_competency set code = 'BEH-999' where code = 'BEH-001'",
        "update competencies_competency set status = 'deprecated' where code = 'BEH-001'",
        "delete from competencies_changeentry",
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.run(sql)


def test_an_owners_framework_keeps_to_its_namespace_and_needs_two_people(cast, council, at):
    rita = council.ministry_admin.actor(at)
    with pytest.raises(NotFound):
        create_framework(actor=rita, owner_code="T-MORD", code="X", name="x", at=at)
    made = create_framework(actor=rita, owner_code="T-MOP", code="RTI", name="Right to information", at=at)
    assert made.prefix == "T-MOP.RTI."
    with pytest.raises(Refused, match="taken"):
        create_framework(actor=rita, owner_code="T-MOP", code="rti", name="again", at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.run(
            'insert into competencies_competency (uuid, version_id, code, area, "group", theme_number, theme_en,'
            " theme_hi, theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi, guna, status, provenance, source_uri)"
            " values (gen_random_uuid(), %s, 'BEH-777', 'domain', '', 1, '', '', '', 'x', '', '', '', '', '', 'draft',"
            " '', '')",
            [made.draft_id],
        )
    with pytest.raises(Refused, match="Somebody else"):
        publish_version(actor=rita, framework=made.uuid, note="", at=at)
    with pytest.raises(NotFound):
        publish_version(actor=cast.learner.actor(at), framework=made.uuid, note="", at=at)
