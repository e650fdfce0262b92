"""Learning at work: entered, confirmed by who was there, declined, entered once more, taken back."""

import dataclasses
import datetime as dt
import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.learning import api
from karmayogi.learning.actions.onthejob.write_entry import Written, withdraw_entry
from karmayogi.learning.models import JobEntry, LearningCredit
from karmayogi.learning.queries.onthejob.entries import access_entry
from karmayogi.learning.queries.onthejob.witnesses import witnesses
from tests.cast import SET_UP

PDF = b"%PDF-1.7 a note"
EVIDENCE = "select source, level, observer_id from competencies_evidence where ref_kind = 'onthejob' order by id"


@pytest.fixture
def written(cast, kcm, at):
    """What Asha writes of two days with Devi there; keywords change it."""
    competencies.ensure_proof_masters(agent=SET_UP, at=at)
    on = clock.day(at)
    whole = Written(
        mark=uuid.uuid4(), kind="stretch", competency=competencies.by_codes(["FUN-087"])["FUN-087"].uuid,
        begun_on=on - dt.timedelta(days=3), ended_on=on - dt.timedelta(days=2), minutes=300,
        words="Drafted the note alone.", witness=cast.supervisor.person_uuid,
    )  # fmt: skip
    return lambda **changes: dataclasses.replace(whole, **({"mark": uuid.uuid4()} | changes))


def hours(person_id, at):
    return api.hours_by_kind(person_id, dt.date(2026, 4, 1), clock.day(at) + dt.timedelta(days=1))


def test_confirmed_by_the_supervisor_it_is_hours_and_an_observation(cast, written, at):
    asha = cast.learner.actor(at)
    entry = api.write_entry(actor=asha, written=written(content=PDF, file_name="../note.pdf"), at=at)
    assert hours(asha.person_id, at) == {}, "a claim has no hours"
    assert rows.fetch(tuple, "select 1 from competencies_evidence") == []
    for _twice in range(2):
        api.confirm_entry(actor=cast.supervisor.actor(at), entry=entry, minutes=240, level=2, note="Seen.", at=at)
    assert hours(asha.person_id, at) == {"experience": 240}
    assert rows.fetch(lambda *row: row, EVIDENCE) == [("observation", 2, cast.supervisor.person_id)]
    row = JobEntry.objects.get()
    assert (row.state, row.confirmed_minutes, row.file_name, row.organisation_path) == (
        "confirmed", 240, "note.pdf", cast.section.path,
    )  # fmt: skip
    assert api.work_files_of(asha.person_id)[0].of == entry
    tags = rows.fetch(str, "select tag from kernel_auditentry where concerns_id = %s order by id", [asha.person_id])
    assert [tag for tag in tags if "job_entry" in tag] == ["learning:job_entry:write", "learning:job_entry:confirm"]


def test_a_colleague_is_a_peer_and_who_reports_to_her_speaks_of_hours_only(cast, written, at):
    devi = cast.supervisor.actor(at)
    one = api.write_entry(actor=devi, written=written(kind="coaching", witness=cast.outsider.person_uuid), at=at)
    api.confirm_entry(actor=cast.outsider.actor(at), entry=one, minutes=300, level=3, note="", at=at)
    two = api.write_entry(actor=devi, written=written(kind="teaching", witness=cast.learner.person_uuid), at=at)
    with pytest.raises(Refused, match="no level"):
        api.confirm_entry(actor=cast.learner.actor(at), entry=two, minutes=300, level=3, note="", at=at)
    api.confirm_entry(actor=cast.learner.actor(at), entry=two, minutes=60, level=0, note="", at=at)
    assert rows.fetch(lambda *row: row, EVIDENCE) == [("peer", 3, cast.outsider.person_id)]
    assert hours(devi.person_id, at) == {"social": 360}


def test_a_trainer_of_the_office_has_seen_it(cast, written, at):
    cast.grant(cast.outsider, Role.MENTOR, cast.section)
    entry = api.write_entry(actor=cast.learner.actor(at), written=written(witness=cast.outsider.person_uuid), at=at)
    api.confirm_entry(actor=cast.outsider.actor(at), entry=entry, minutes=300, level=1, note="", at=at)
    assert rows.fetch(lambda *row: row[0], EVIDENCE) == ["observation"]


def test_only_who_was_named_gives_a_word_and_nobody_for_themselves(cast, written, at):
    asha = cast.learner.actor(at)
    with pytest.raises(Refused, match="somebody else"):
        api.write_entry(actor=asha, written=written(witness=asha.person_uuid), at=at)
    entry = api.write_entry(actor=asha, written=written(), at=at)
    for other in (asha, cast.head.actor(at), cast.admin.actor(at)):
        with pytest.raises(NotFound):
            api.confirm_entry(actor=other, entry=entry, minutes=60, level=1, note="", at=at)
        with pytest.raises(NotFound):
            api.decline_entry(actor=other, entry=entry, reason="No", at=at)
    with pytest.raises(Refused, match="not more"):
        api.confirm_entry(actor=cast.supervisor.actor(at), entry=entry, minutes=301, level=1, note="", at=at)
    assert hours(asha.person_id, at) == {}


def test_declined_with_a_reason_it_can_be_entered_once_more(cast, written, at):
    asha, devi = cast.learner.actor(at), cast.supervisor.actor(at)
    entry = api.write_entry(actor=asha, written=written(), at=at)
    with pytest.raises(Refused, match="reasons"):
        api.decline_entry(actor=devi, entry=entry, reason=" ", at=at)
    api.decline_entry(actor=devi, entry=entry, reason="It was another week.", at=at)
    with pytest.raises(Refused, match="declined"):
        withdraw_entry(actor=asha, entry=entry, at=at)
    again = api.write_entry(actor=asha, written=written(follows=entry), at=at)
    assert JobEntry.objects.get(uuid=again).follows.uuid == entry
    with pytest.raises(Refused, match="already"):
        api.write_entry(actor=asha, written=written(follows=entry), at=at)
    with pytest.raises(NotFound):
        api.write_entry(actor=cast.outsider.actor(at), written=written(follows=entry), at=at)


def test_taken_back_its_hours_and_its_evidence_go_and_the_ledger_grows(cast, written, at):
    asha = cast.learner.actor(at)
    entry = api.write_entry(actor=asha, written=written(), at=at)
    api.confirm_entry(actor=cast.supervisor.actor(at), entry=entry, minutes=300, level=2, note="", at=at)
    with pytest.raises(NotFound):
        withdraw_entry(actor=cast.supervisor.actor(at), entry=entry, at=at)
    for _twice in range(2):
        withdraw_entry(actor=asha, entry=entry, at=at)
    assert hours(asha.person_id, at) == {}
    assert sorted(LearningCredit.objects.values_list("minutes", flat=True)) == [-300, 300]
    assert rows.scalar("select level from competencies_level where person_id = %s", [asha.person_id]) == 0


def test_whoever_was_named_by_mistake_reads_nothing_of_what_was_taken_back(cast, written, at):
    asha, devi = cast.learner.actor(at), cast.supervisor.actor(at)
    mistaken = api.write_entry(actor=asha, written=written(), at=at)
    assert access_entry(devi, mistaken).words
    withdraw_entry(actor=asha, entry=mistaken, at=at)
    with pytest.raises(NotFound):
        access_entry(devi, mistaken)
    assert access_entry(asha, mistaken).state == "withdrawn"
    confirmed = api.write_entry(actor=asha, written=written(), at=at)
    api.confirm_entry(actor=devi, entry=confirmed, minutes=60, level=0, note="", at=at)
    withdraw_entry(actor=asha, entry=confirmed, at=at)
    assert access_entry(devi, confirmed).note == "", "their own word they keep"


def test_what_is_confirmed_in_the_morning_was_not_seen_at_noon(cast, written, at):
    morning = dt.datetime.combine(clock.day(at), dt.time(9), clock.IST)
    new = written(begun_on=clock.day(at), ended_on=clock.day(at))
    entry = api.write_entry(actor=cast.learner.actor(morning), written=new, at=morning)
    api.confirm_entry(actor=cast.supervisor.actor(morning), entry=entry, minutes=60, level=2, note="", at=morning)
    assert rows.scalar("select observed_at from competencies_evidence") == morning


def test_what_is_not_plausible_is_refused_in_words(cast, written, at):
    asha, on = cast.learner.actor(at), clock.day(at)
    day = dt.timedelta(days=1)
    for said, changes in {
        "or after today": {"ended_on": on + day},
        "cannot be before the first": {"begun_on": on, "ended_on": on - day},
        "more than a year ago": {"begun_on": on - 400 * day, "ended_on": on - 390 * day},
        "half a year": {"begun_on": on - 181 * day, "ended_on": on},
        "quarter of an hour": {"minutes": 14},
        "what kind": {"kind": "reading"},
        "few sentences": {"words": " \0"},
        "PDF, PNG": {"content": b"MZ"},
        "more than eight hours": {"minutes": 961},
    }.items():
        with pytest.raises(Refused, match=said):
            api.write_entry(actor=asha, written=written(**changes), at=at)
    api.write_entry(actor=asha, written=written(minutes=900), at=at)
    with pytest.raises(Refused, match="With your other entries"):
        api.write_entry(actor=asha, written=written(minutes=120), at=at)
    assert JobEntry.objects.count() == 1


def test_the_same_form_twice_enters_once(cast, written, at):
    asha, form = cast.learner.actor(at), written()
    assert api.write_entry(actor=asha, written=form, at=at) == api.write_entry(actor=asha, written=form, at=at)
    with pytest.raises(NotFound):
        api.write_entry(actor=cast.outsider.actor(at), written=form, at=at)
    assert JobEntry.objects.count() == 1


def test_who_was_there_is_found_by_name_in_any_office_and_without_contacts(cast, at):
    asha, on = cast.learner.actor(at), clock.day(at)
    assert [one.name for one in witnesses(asha, "chand", on)] == ["Chandra Rao"]
    assert witnesses(asha, "ch", on) == []
    assert witnesses(asha, "asha", on) == [], "not oneself"
    assert witnesses(asha, "gita", on) == [], "who holds no post was not there"
    assert not {"email", "mobile"} & {field.name for field in dataclasses.fields(witnesses(asha, "devi", on)[0])}
