"""From draft to force and back: rehearsed, approved by another where it takes two, replaced, taken back, ended."""

import datetime as dt

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.plans import api as plans
from karmayogi.plans.actions import decide_mandate
from karmayogi.plans.actions.replace_mandate import replace_mandate
from karmayogi.plans.actions.write_mandate import discard_draft, remove_rule, save_terms
from karmayogi.plans.events import MandatePublished, MandateRetired
from karmayogi.plans.models import Mandate, MandateHand, Rehearsal, RehearsalOffice, Relief
from karmayogi.plans.queries.lists import reliefs_waiting
from karmayogi.plans.types import Status

ON = dt.date(2026, 11, 20)


def statuses(who, on=ON):
    return [line.obligation.status for line in plans.list_of(who.person_id, on)]


def test_a_mandate_binds_from_its_publication_until_it_ends(desk, cast, at):
    course = desk.course()
    mandate = desk.draft(course=course)
    bala = cast.admin.actor(at)
    with pytest.raises(Refused, match="Rehearse it first"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=desk.revision(mandate), at=at)
    assert statuses(cast.learner) == []
    desk.publish(mandate)
    assert statuses(cast.learner) == [Status.OPEN]
    assert plans.list_of(cast.learner.person_id, ON)[0].obligation.due_on == dt.date(2026, 12, 20)
    assert statuses(cast.outsider) == [], "another ministry"
    plans.publish_mandate(actor=bala, mandate=mandate, at=at)  # again: nothing
    with pytest.raises(Refused, match="why it ends"):
        plans.retire_mandate(actor=bala, mandate=mandate, reason=" ", at=at)
    plans.retire_mandate(actor=bala, mandate=mandate, reason="Superseded", at=at)
    assert statuses(cast.learner) == []
    trail = rows.fetch(str, "select tag from kernel_auditentry where subject_uuid = %s order by id", [mandate])
    assert trail[-4:] == [
        "plans:mandate:rehearse", "plans:mandate:approve", "plans:mandate:publish", "plans:mandate:retire",
    ]  # fmt: skip


def test_above_the_threshold_somebody_else_approves(desk, cast, at, monkeypatch):
    monkeypatch.setattr(decide_mandate, "SECOND_PERSON_ABOVE", 2)
    mandate = desk.draft(course=desk.course())
    bala = cast.admin.actor(at)
    plans.rehearse(actor=bala, mandate=mandate, at=at)
    desk.run_jobs()
    with pytest.raises(Refused, match="more than 2 people"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=desk.revision(mandate), at=at)
    from karmayogi.kernel.access import Role

    cast.grant(cast.head, Role.MDO_ADMIN, cast.ministry)
    plans.approve_mandate(actor=cast.head.actor(at), mandate=mandate, revision=desk.revision(mandate), at=at)
    assert Mandate.objects.get(uuid=mandate).status == "approved"


def test_whom_one_person_approved_for_is_counted_again_before_it_binds(desk, cast, at, monkeypatch):
    """A rule by a mark reached one officer when it was approved; marks are set by whoever keeps the persons."""
    monkeypatch.setattr(decide_mandate, "SECOND_PERSON_ABOVE", 2)
    bala = cast.admin.actor(at)
    marked = "update people_person set tags = %s where id = any(%s::bigint[])"
    rows.run(marked, [["field"], [cast.learner.person_id]])
    mandate = desk.draft(course=desk.course(), value=plans.Value("tag", text="field"))
    plans.rehearse(actor=bala, mandate=mandate, at=at)
    desk.run_jobs()
    plans.approve_mandate(actor=bala, mandate=mandate, revision=desk.revision(mandate), at=at)
    everybody = [one.person_id for one in (cast.learner, cast.supervisor, cast.head, cast.admin)]
    for tags, said in ((["field"], "reaches 4 people by now"), ([], "reaches nobody")):
        rows.run(marked, [tags, everybody])
        with pytest.raises(Refused, match=said):
            plans.publish_mandate(actor=bala, mandate=mandate, at=at)
        assert (Mandate.objects.get().status, statuses(cast.learner)) == ("approved", [])
    rows.run(marked, [["field"], everybody])
    Mandate.objects.update(reviewer_id=cast.head.person_id)  # somebody who wrote nothing in it
    plans.publish_mandate(actor=bala, mandate=mandate, at=at)
    assert statuses(cast.learner) == [Status.OPEN]


def test_a_rehearsal_is_of_one_revision_and_one_day(desk, cast, at):
    mandate = desk.draft(course=desk.course())
    bala = cast.admin.actor(at)
    plans.rehearse(actor=bala, mandate=mandate, at=at)
    desk.run_jobs()
    seen = desk.revision(mandate)
    with pytest.raises(Refused, match="holds for a day"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=seen, at=at + dt.timedelta(days=2))
    plans.add_item(actor=bala, mandate=mandate, revision=seen, course=desk.course("Second"), at=at)
    with pytest.raises(Refused, match="changed after you looked"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=seen, at=at)
    with pytest.raises(Refused, match="Rehearse it first"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=seen + 1, at=at)


def test_who_reaches_nobody_cannot_be_approved(desk, cast, at):
    nobody = plans.Value("batch", low=1980, high=1981)
    mandate = desk.draft(course=desk.course(), value=nobody)
    bala = cast.admin.actor(at)
    plans.rehearse(actor=bala, mandate=mandate, at=at)
    desk.run_jobs()
    with pytest.raises(Refused, match="reaches nobody"):
        plans.approve_mandate(actor=bala, mandate=mandate, revision=desk.revision(mandate), at=at)


def test_a_change_is_rehearsed_against_what_is_in_force_and_can_be_taken_back(desk, cast, at):
    course = desk.course()
    old = desk.live(course=course)
    bala = cast.admin.actor(at)
    relief = plans.ask_relief(actor=cast.learner.actor(at), mandate=old, kind="exemption", reason="On leave", at=at)
    plans.decide_relief(actor=bala, relief=relief, grant=True, note="", at=at)
    new = replace_mandate(actor=bala, mandate=old, at=at)
    assert replace_mandate(actor=bala, mandate=old, at=at) == new, "begun once"
    rows.run("delete from plans_mandaterule where mandate_id = (select id from plans_mandate where uuid = %s)", [new])
    only = plans.Value("designation", designation_id=cast.assistant.id)
    plans.add_condition(actor=bala, mandate=new, revision=desk.revision(new), rule=0, value=only, at=at)
    plans.rehearse(actor=bala, mandate=new, at=at)
    desk.run_jobs()
    [here, below] = RehearsalOffice.objects.filter(rehearsal__mandate__uuid=new).order_by("organisation_id")
    assert (here.was, here.people, here.loses) == (1, 0, 1), "Bala himself"
    assert (below.was, below.people, below.gains, below.loses, below.exempt) == (3, 1, 0, 2, 0), "exempt of the old one"
    plans.approve_mandate(actor=bala, mandate=new, revision=desk.revision(new), at=at)
    plans.publish_mandate(actor=bala, mandate=new, at=at)
    assert Mandate.objects.get(uuid=old).status == "retired"
    assert statuses(cast.learner) == [Status.EXEMPT], "the exemption went over"
    assert statuses(cast.supervisor) == []
    with pytest.raises(Refused, match="24 hours"):
        decide_mandate.undo_publication(actor=bala, mandate=new, at=at + dt.timedelta(hours=24))
    decide_mandate.undo_publication(actor=bala, mandate=new, at=at + dt.timedelta(hours=23))
    assert Mandate.objects.get(uuid=old).status == "live"
    assert statuses(cast.supervisor) == [Status.OPEN]
    assert statuses(cast.learner) == [Status.EXEMPT], "and came back"
    discard_draft(actor=bala, mandate=new, revision=desk.revision(new), at=at)


def test_rehearsal_counts_what_is_done_overdue_and_asked_by_others(desk, cast, at):
    course = desk.course(minutes=40)
    desk.complete(cast.learner.person_id, course, dt.date(2026, 1, 5))
    desk.live(of=cast.department, course=course)
    past = {"anchor": "fixed", "fixed_on": dt.date(2026, 6, 30), "starts_on": dt.date(2026, 4, 1), "amount": 0}
    mandate = desk.draft(course=course, **past)
    plans.rehearse(actor=cast.admin.actor(at), mandate=mandate, at=at)
    desk.run_jobs()
    found = Rehearsal.objects.get(mandate__uuid=mandate)
    assert found.everybody == 4
    [here, below] = RehearsalOffice.objects.filter(rehearsal=found).order_by("organisation_id")
    assert (below.people, below.done, below.overdue, below.asked_already, below.minutes) == (3, 1, 2, 3, 80)
    assert (here.people, here.overdue, here.asked_already) == (1, 1, 0)


def test_nobody_writes_outside_her_organisation_or_binds_anybody_there(desk, cast, at):
    with pytest.raises(NotFound):
        desk.draft(who=cast.other_admin)
    with pytest.raises(NotFound):
        desk.draft(of=cast.country)
    mandate = desk.draft(course=desk.course())
    wide = plans.Value("unit", organisation_id=cast.other_department.id)
    with pytest.raises(Refused, match="outside the organisation"):
        plans.add_condition(
            actor=cast.admin.actor(at), mandate=mandate, revision=desk.revision(mandate), rule=0, value=wide, at=at
        )
    with pytest.raises(NotFound):
        plans.rehearse(actor=cast.other_admin.actor(at), mandate=mandate, at=at)
    # Even a row that got there by another way binds nobody outside.
    rows.run(
        "insert into plans_mandatecondition (rule_id, attribute, organisation_id, text) select id, 'unit', %s, ''"
        " from plans_mandaterule where mandate_id = (select id from plans_mandate where uuid = %s)",
        [cast.other_department.id, mandate],
    )
    rows.run("update plans_mandate set status = 'live' where uuid = %s", [mandate])
    rows.run(
        "insert into plans_mandatereach (mandate_id, organisation_id) select id, %s from plans_mandate where uuid = %s",
        [cast.other_department.id, mandate],
    )
    assert statuses(cast.outsider) == []


def test_rules_that_were_taken_out_leave_room(desk, cast, at):
    mandate = desk.draft(course=desk.course())
    given = {"actor": cast.admin.actor(at), "mandate": mandate, "at": at}

    def more(year: int) -> int:
        value = plans.Value("batch", low=year, high=year)
        return plans.add_condition(rule=0, value=value, revision=desk.revision(mandate), **given)

    for year in range(2000, 2019):
        more(year)
    with pytest.raises(Refused, match="No more than 20 rules"):
        more(2019)
    for number in range(1, 11):
        remove_rule(rule=number, revision=desk.revision(mandate), **given)
    assert more(2019) == 21


def test_an_order_that_ended_meanwhile_is_not_replaced(desk, cast, at):
    old, bala = desk.live(course=desk.course()), cast.admin.actor(at)
    new = replace_mandate(actor=bala, mandate=old, at=at)
    plans.rehearse(actor=bala, mandate=new, at=at)
    desk.run_jobs()
    plans.approve_mandate(actor=bala, mandate=new, revision=desk.revision(new), at=at)
    plans.retire_mandate(actor=bala, mandate=old, reason="Over", at=at)
    with pytest.raises(Refused, match="not in force any more"):
        plans.publish_mandate(actor=bala, mandate=new, at=at)
    assert (Mandate.objects.get(uuid=new).status, statuses(cast.learner)) == ("approved", [])


def test_two_who_write_one_draft_are_told(desk, cast, at):
    mandate = desk.draft(course=desk.course())
    seen = desk.revision(mandate)
    terms = plans.Terms(title_en="T", number="N", issuer="I", why="W", starts_on=ON)
    save_terms(actor=cast.admin.actor(at), mandate=mandate, revision=seen, terms=terms, at=at)
    with pytest.raises(Refused, match="while you were writing"):
        save_terms(actor=cast.admin.actor(at), mandate=mandate, revision=seen, terms=terms, at=at)
    assert Mandate.objects.get(uuid=mandate).revision == seen + 1
    assert MandateHand.objects.filter(mandate__uuid=mandate).count() == 1
    with pytest.raises(Refused, match="changed after you looked"):
        discard_draft(actor=cast.admin.actor(at), mandate=mandate, revision=seen, at=at)
    assert Mandate.objects.filter(uuid=mandate).exists(), "what the other wrote is there"


def test_what_is_brought_into_force_is_what_was_seen(desk, cast, at):
    """While one looks at the approved order, another makes it a draft again, changes it, and has it approved."""
    mandate, bala = desk.draft(course=desk.course()), cast.admin.actor(at)
    revisions = []
    for course in (None, desk.course("Second")):
        if course is not None:
            decide_mandate.reopen_mandate(actor=bala, mandate=mandate, at=at)
            plans.add_item(actor=bala, mandate=mandate, revision=desk.revision(mandate), course=course, at=at)
        plans.rehearse(actor=bala, mandate=mandate, at=at)
        desk.run_jobs()
        revisions.append(desk.revision(mandate))
        plans.approve_mandate(actor=bala, mandate=mandate, revision=revisions[-1], at=at)
    seen, now = revisions
    with pytest.raises(Refused, match="changed after you looked"):
        plans.publish_mandate(actor=bala, mandate=mandate, revision=seen, at=at)
    assert statuses(cast.learner) == []
    plans.publish_mandate(actor=bala, mandate=mandate, revision=now, at=at)
    assert statuses(cast.learner) == [Status.OPEN]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"ends_on": dt.date(2026, 11, 19)}, "end before it takes effect"),
        ({"anchor": "fixed"}, "Enter the day"),
        ({"anchor": "fixed", "fixed_on": dt.date(2026, 11, 19), "amount": 0}, "before the day on which"),
        ({"anchor": "fixed", "fixed_on": dt.date(2027, 2, 1), "ends_on": dt.date(2027, 1, 1)}, "after the last day"),
        ({"amount": 30, "ends_on": dt.date(2026, 12, 19)}, "after the last day"),
        ({"amount": 3, "unit": "working_days", "ends_on": dt.date(2026, 11, 24)}, "after the last day"),
        ({"amount": 0, "round_to": "year", "ends_on": dt.date(2027, 3, 30)}, "after the last day"),
        (
            {
                "anchor": "fixed",
                "fixed_on": dt.date(2026, 11, 30),
                "amount": 1,
                "unit": "months",
                "ends_on": dt.date(2026, 12, 29),
            },
            "after the last day",
        ),
        ({"amount": 4_000}, "At most"),
        ({"starts_on": dt.date(1900, 1, 1)}, "1947"),
        ({"why": " "}, "Say why"),
        (
            {"wants": "minutes", "repeat_months": 12, "repeat_basis": "completion", "repeat_window": 1},
            "dates that stay",
        ),
        ({"repeat_months": 12, "repeat_basis": "due", "repeat_window": 13}, "Renewal begins"),
        ({"wants": "level"}, "Choose the competency"),
    ],
)
def test_terms_that_cannot_be_are_refused_in_words(desk, wrong, said):
    with pytest.raises(Refused, match=said):
        desk.draft(**wrong)
    assert not Mandate.objects.exists()


def test_an_order_that_has_run_out_is_not_published(desk, cast, at):
    course = desk.course()
    mandate = desk.draft(course=course, starts_on=dt.date(2026, 1, 1), amount=324, ends_on=dt.date(2026, 11, 21))
    bala = cast.admin.actor(at)
    plans.rehearse(actor=bala, mandate=mandate, at=at)
    desk.run_jobs()
    plans.approve_mandate(actor=bala, mandate=mandate, revision=desk.revision(mandate), at=at)
    with pytest.raises(Refused, match="last day of this order is past"):
        plans.publish_mandate(actor=bala, mandate=mandate, at=at + dt.timedelta(days=2))
    plans.publish_mandate(actor=bala, mandate=mandate, at=at)
    assert statuses(cast.learner, dt.date(2026, 11, 21)) == [Status.OPEN], "its last day is one of its days"
    assert statuses(cast.learner, dt.date(2026, 11, 22)) == []


def test_requests_go_over_and_come_back_once(desk, cast, at, monkeypatch):
    """One waits when the order is replaced, is decided under the new one, and stays when that is taken back."""
    old = desk.live(course=desk.course())
    bala, asha = cast.admin.actor(at), cast.learner.actor(at)
    until = dt.date(2027, 1, 31)
    relief = plans.ask_relief(actor=asha, mandate=old, kind="extension", reason="Ill", until=until, at=at)
    MandateHand.objects.create(mandate=Mandate.objects.get(uuid=old), person_id=cast.head.person_id)
    new = replace_mandate(actor=bala, mandate=old, at=at)
    hands = set(MandateHand.objects.filter(mandate__uuid=new).values_list("person_id", flat=True))
    assert hands == {cast.admin.person_id, cast.head.person_id}, "what they wrote is in the copy"
    desk.publish(new)
    [waiting] = reliefs_waiting((cast.ministry.path,))
    assert (waiting.uuid, Relief.objects.count()) == (relief, 1), "once, under its own number"
    plans.decide_relief(actor=bala, relief=relief, grant=True, note="", at=at)
    assert statuses(cast.learner) == [Status.EXTENDED]
    other = plans.ask_relief(actor=cast.supervisor.actor(at), mandate=new, kind="exemption", reason="Ill", at=at)
    plans.decide_relief(actor=bala, relief=other, grant=False, note="No", at=at)
    told: list[object] = []
    monkeypatch.setattr(decide_mandate.events, "announce", told.append)
    decide_mandate.undo_publication(actor=bala, mandate=new, at=at)
    assert statuses(cast.learner) == [Status.EXTENDED], "granted meanwhile, not lost"
    ids = {row.uuid: row.pk for row in Mandate.objects.all()}
    assert told == [MandateRetired(ids[new], at), MandatePublished(ids[old], None, at)]
    with pytest.raises(Refused, match="acted under it"):
        discard_draft(actor=bala, mandate=new, revision=desk.revision(new), at=at)
    desk.publish(new)
    assert statuses(cast.learner) == [Status.EXTENDED], "and the second time"


def test_only_requests_of_mandates_in_force_are_decided(desk, cast, at):
    mandate = desk.live(course=desk.course())
    bala = cast.admin.actor(at)
    relief = plans.ask_relief(actor=cast.learner.actor(at), mandate=mandate, kind="exemption", reason="Ill", at=at)
    plans.retire_mandate(actor=bala, mandate=mandate, reason="Over", at=at)
    assert reliefs_waiting((cast.ministry.path,)) == []
    with pytest.raises(Refused, match="not in force"):
        plans.decide_relief(actor=bala, relief=relief, grant=True, note="", at=at)
