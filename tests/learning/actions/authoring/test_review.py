"""The way of a draft, and that no path publishes with one person (everybody presses everything)."""

import datetime as dt

import hypothesis
import pytest
from hypothesis import strategies as st

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.learning.actions.authoring import begin, review, write
from karmayogi.learning.actions.authoring.providers import license_provider, suspend
from karmayogi.learning.actions.import_course import import_course
from karmayogi.learning.queries.authoring.said import version_said
from tests.learning.conftest import SETUP

FROZEN = """
select md5(string_agg(t, '|' order by t)) from (
  select v::text as t from learning_courseversion v union all select p::text from learning_part p
  union all select x::text from learning_partvariant x union all select c::text from learning_coursetext c) all_of_it
"""


def test_from_draft_to_the_catalogue(studio, cast, at):
    draft = studio.complete(("en", "hi"))
    course = studio.published(draft)
    assert studio.status(draft) == "published"
    version = rows.scalar("select current_version_id from learning_course where uuid = %s", [course])
    said = version_said(version)
    assert said.titles == {"en": "Answering citizens", "hi": "नागरिकों को उत्तर"}
    assert [len(part.questions) for part in said.parts] == [0, 3]
    entry = rows.first(
        lambda *row: row, "select provider, languages, live from learning_catalogueentry where uuid = %s", [course]
    )
    assert entry == ("Institute of Rules", ["en", "hi"], True)
    assert rows.scalar("select quality_score from learning_courseversion where id = %s", [version]) == 100
    steps = rows.fetch(str, "select step from learning_draftstep order by id")
    assert steps == ["begin", "send", "pass", "publish"]
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'learning:draft:publish'") == 1


def test_what_lacks_something_is_not_sent(studio, at):
    draft = studio.begin()
    with pytest.raises(Refused, match="things are missing"):
        review.send(actor=studio.author.actor(at), draft=draft, at=at)
    assert studio.status(draft) == "draft"


def test_returned_with_a_comment_mended_and_marked_anew(studio, at):
    draft = studio.complete()
    author, reviewer = studio.author.actor(at), studio.reviewer.actor(at)
    review.send(actor=author, draft=draft, at=at)
    studio.mark(draft)
    with pytest.raises(Refused, match="put right"):
        review.send_back(actor=reviewer, draft=draft, comment=" ", at=at)
    review.send_back(actor=reviewer, draft=draft, comment="Name the section.", at=at)
    assert rows.scalar("select comment from learning_draftstep where step = 'return'") == "Name the section."
    assert studio.about(draft, 2)
    review.send(actor=author, draft=draft, at=at)
    with pytest.raises(Refused, match="quality form"):
        review.pass_on(actor=reviewer, draft=draft, at=at)


def test_a_low_score_is_not_published(studio, at):
    draft = studio.complete()
    review.send(actor=studio.author.actor(at), draft=draft, at=at)
    assert studio.mark(draft, 1) == 20
    with pytest.raises(Refused, match="60 are needed"):
        review.pass_on(actor=studio.reviewer.actor(at), draft=draft, at=at)


def test_nobody_reviews_or_publishes_what_they_wrote(studio, cast, at):
    """Also with every role, and also somebody who changed only one word."""
    for role in (Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER):
        studio.join(studio.institute, studio.author, role)
    studio.join(studio.institute, studio.publisher, Role.CONTENT_CREATOR)
    draft = studio.complete()
    assert studio.about(draft, 2, who=studio.publisher)
    author = studio.author.actor(at)
    review.send(actor=author, draft=draft, at=at)
    with pytest.raises(Refused, match="Another person"):
        studio.mark(draft, who=studio.author)
    studio.mark(draft)
    with pytest.raises(Refused, match="Another person"):
        review.pass_on(actor=author, draft=draft, at=at)
    review.pass_on(actor=studio.reviewer.actor(at), draft=draft, at=at)
    for who in (studio.author, studio.publisher):
        with pytest.raises(Refused, match="Another person"):
            review.publish_draft(actor=who.actor(at), draft=draft, at=at)
    with pytest.raises(NotFound):
        review.publish_draft(actor=studio.reviewer.actor(at), draft=draft, at=at)
    assert studio.status(draft) == "ready"


def test_a_second_version_leaves_the_first_as_it_was(studio, at):
    course = studio.published()
    before = rows.scalar(FROZEN)
    draft = begin.begin_version(actor=studio.author.actor(at), course=course, at=at)
    assert studio.about(draft, titles={"en": "Better answers"})
    write.remove_part(
        actor=studio.author.actor(at), draft=draft, at=at,
        part=rows.scalar("select uuid from learning_draftedpart where draft_id = %s limit 1", [studio.id(draft)]),
    )  # fmt: skip
    assert rows.scalar(FROZEN) == before
    page = studio.part(draft, "page", "New page")
    studio.write(draft, page)
    if not rows.scalar("select 1 from learning_draftedpart where draft_id = %s and kind = 'quiz'", [studio.id(draft)]):
        pytest.fail("the test of the first version is kept")
    studio.published(draft)
    assert rows.fetch(int, "select number from learning_courseversion order by number") == [1, 2]
    assert rows.scalar("select title_en from learning_catalogueentry where uuid = %s", [course]) == "Better answers"


def test_the_database_refuses_to_change_what_is_published(studio):
    from django.db import DatabaseError, transaction

    studio.published()
    for statement in (
        "update learning_courseversion set minutes = 1", "update learning_part set minutes = 1",
        "update learning_partvariant set body_html = ''", "delete from learning_coursetext",
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            rows.run(statement)


def test_a_provider_without_licence_or_at_its_limit_publishes_nothing(studio, at):
    draft = studio.ready(studio.complete())
    platform, publisher = studio.platform.actor(at), studio.publisher.actor(at)
    suspend(actor=platform, provider=studio.institute, reason="Complaints", at=at)
    with pytest.raises(Refused, match="no licence"):
        review.publish_draft(actor=publisher, draft=draft, at=at)
    license_provider(
        actor=platform, provider=studio.institute, valid_from=at.date(), valid_to=at.date() + dt.timedelta(days=9),
        most_live=0, reason="Settled", at=at,
    )  # fmt: skip
    with pytest.raises(Refused, match="Retire one"):
        review.publish_draft(actor=publisher, draft=draft, at=at)
    with pytest.raises(Refused, match="no licence"):
        review.publish_draft(actor=publisher, draft=draft, at=at + dt.timedelta(days=10))


def test_a_version_published_meanwhile_is_noticed(studio, course, write_course, at):
    for who, role in ((studio.author, "CONTENT_CREATOR"), (studio.reviewer, "CONTENT_REVIEWER"),
                      (studio.publisher, "CONTENT_PUBLISHER")):  # fmt: skip
        rows.run(
            "insert into learning_providermember (provider_id, person_id, role, given_at)"
            " select id, %s, %s, %s from learning_provider where name_en = 'Test Courseware'",
            [who.person_id, role, at],
        )
    draft = begin.begin_version(actor=studio.author.actor(at), course=course.uuid, at=at)
    for part in rows.fetch(lambda *row: row, "select uuid, key from learning_draftedpart where key in ('two', 'test')"):
        studio.write(draft, part[0], "hi", 0 if part[1] == "two" else 1, title="भाग", source="पाठ")
    studio.ready(draft)
    folder = write_course()
    (folder / "en" / "02.md").write_text("Something else.")
    import_course(agent=SETUP, folder=folder, at=at)
    publisher, author = studio.publisher.actor(at), studio.author.actor(at)
    with pytest.raises(Refused, match="Another version"):
        review.publish_draft(actor=publisher, draft=draft, at=at)
    review.take_back(actor=author, draft=draft, at=at)
    review.accept_newer(actor=author, draft=draft, at=at)
    studio.ready(draft)
    assert review.publish_draft(actor=publisher, draft=draft, at=at).version == 3


ACTS = ("send", "take_back", "mark", "pass", "return", "publish", "discard", "write", "next")


@pytest.mark.django_db
@hypothesis.settings(max_examples=5, deadline=None, phases=[hypothesis.Phase.generate],
                     suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])  # fmt: skip
@hypothesis.given(presses=st.lists(st.tuples(st.integers(0, 2), st.sampled_from(ACTS)), min_size=6, max_size=14))
def test_whoever_presses_what_a_published_version_never_changes_and_no_one_person_publishes(studio, at, presses):
    """Three people with every role of the provider press anything in any order."""
    from django.db import transaction

    people = (studio.author, studio.reviewer, studio.publisher)
    with transaction.atomic():
        for who in people:
            for role in (Role.CONTENT_CREATOR, Role.CONTENT_REVIEWER, Role.CONTENT_PUBLISHER):
                studio.join(studio.institute, who, role)
        drafts = [studio.complete()]
        frozen: dict[int, str] = {}
        for number, act in presses:
            who, draft = people[number], drafts[-1]
            try:
                with transaction.atomic():
                    press(studio, who, act, draft, drafts, at)
            except Refused:
                pass
            for version, content in rows.fetch(lambda *row: row, PER_VERSION):
                assert frozen.setdefault(version, content) == content
            for hands, publisher, reviewer in rows.fetch(lambda *row: row, WHO):
                assert publisher not in hands and reviewer not in hands
        transaction.set_rollback(True)


PER_VERSION = """
select v.id, md5(v::text || coalesce(string_agg(p::text || x::text, '|' order by p.id, x.id), ''))
from learning_courseversion v left join learning_part p on p.version_id = v.id
left join learning_partvariant x on x.part_id = p.id group by v.id
"""
WHO = """
select (select array_agg(person_id) from learning_drafthand h where h.draft_id = d.id), d.publisher_id, d.reviewer_id
from learning_draft d where d.status = 'published'
"""


def press(studio, who, act, draft, drafts, at):
    actor = who.actor(at)
    match act:
        case "send":
            review.send(actor=actor, draft=draft, at=at)
        case "take_back":
            review.take_back(actor=actor, draft=draft, at=at)
        case "mark":
            studio.mark(draft, who=who)
        case "pass":
            review.pass_on(actor=actor, draft=draft, at=at)
        case "return":
            review.send_back(actor=actor, draft=draft, comment="Mend it", at=at)
        case "publish":
            review.publish_draft(actor=actor, draft=draft, at=at)
        case "discard":
            review.discard(actor=actor, draft=draft, at=at)
        case "write":
            revision = rows.scalar("select revision from learning_draft where uuid = %s", [draft])
            studio.about(draft, revision, who=who, titles={"en": f"Title {revision}"})
        case "next":
            course = rows.scalar("select c.uuid from learning_course c join learning_draft d on d.course_id = c.id"
                                 " where d.uuid = %s", [draft])  # fmt: skip
            drafts.append(begin.begin_version(actor=actor, course=course, at=at))
