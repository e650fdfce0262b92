"""The heat map, its drill-down and readiness against the gaps of single persons."""

import datetime as dt
import uuid

import pytest

from karmayogi.competencies import api as competencies
from karmayogi.competencies.queries.gaps.heat import GROUPINGS, heat, heat_then, totals
from karmayogi.competencies.queries.gaps.ready import ready
from karmayogi.competencies.queries.gaps.short import Past, short_of
from karmayogi.competencies.queries.gaps.wanted import Want
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.competencies.types import Source
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import System
from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Service
from tests.cast import SINCE

SET_UP = System("test")


def prove(person: int, competency: int, level: int, at: dt.datetime, source: Source = Source.INDEPENDENT_TEST) -> None:
    competencies.record_evidence(
        agent=SET_UP, person_id=person, competency_id=competency, level=level, source=source, instrument="A test",
        ref_kind="test", ref_uuid=uuid.uuid4(), observed_at=at, at=at,
    )  # fmt: skip


@pytest.fixture
def office(cast, framework, at):
    """The section with twelve more assistants, who have shown this and that."""
    people = [cast.learner.person_id]
    for number in range(12):
        player = cast.player(
            f"Officer {number}", f"o{number}@personnel.example.in", cast.section, cast.assistant, cast.supervisor
        )
        people.append(player.person_id)
    needs = competencies.requirements_for(cast.assistant.id)
    for number, person in enumerate(people):
        for need in needs[: number % 5]:
            prove(person, need.competency_id, 1 + number % 5, at)
    return people


def test_the_table_adds_up_to_the_gaps_of_single_persons(cast, office, at):
    on = clock.day(at)
    everyone = rows.fetch(int, "select distinct person_id from orgs_incumbency")
    want: dict[int, list[int]] = {}
    for person, gaps in competencies.gaps_of_many(everyone, on).items():
        del person
        for gap in gaps:
            sums = want.setdefault(gap.competency_id, [0, 0, 0])
            sums[0] += 1
            sums[1] += not gap.missing
            sums[2] += gap.missing
    got = {cell.competency_id: [cell.people, cell.met, cell.missing] for cell in totals(cast.country.path, on)}
    assert got == want
    for by in GROUPINGS:
        table = heat(cast.country.path, on, by, columns=1000, persons_visible=True)
        assert {key: [t.people, t.met, t.missing] for key, t in table.totals.items()} == want
        assert sum(group.people for group in table.groups) == len(everyone)


def test_small_groups_are_hidden_from_who_may_not_open_the_persons(cast, office, at):
    table = heat(cast.country.path, clock.day(at), "designation", columns=1000, persons_visible=False)
    assert all(cell.people >= 10 for cell in table.cells.values())
    assert all(cell.people >= 10 for cell in table.totals.values())
    assert table.cells


def test_what_an_office_hides_of_a_branch_the_branch_does_not_tell(cast, office, at, framework):
    on = clock.day(at)
    for number in range(7):  # a small unit beside the section: hidden, and the section with it
        cast.player(f"Small {number}", f"s{number}@personnel.example.in", cast.department, cast.assistant)
    department = heat(cast.department.path, on, "unit", columns=1000, persons_visible=False)
    needs = {need.competency_id for need in competencies.requirements_for(cast.assistant.id)}
    assert {key for key, competency in department.hidden if competency in needs} >= {cast.section.path}
    alone = heat(cast.section.path, on, "designation", columns=1000, persons_visible=False)
    told = heat(cast.section.path, on, "designation", columns=1000, persons_visible=False, above=[cast.department.path])
    hidden = {competency for key, competency in department.hidden if key == cast.section.path}
    assert set(alone.columns) & hidden
    assert not set(told.columns) & hidden


def test_a_past_day_is_worked_out_to_what_was_shown_that_day(cast, office, at):
    on = clock.day(at)
    for by in GROUPINGS:
        for unit in (cast.ministry, cast.section):
            today = heat(unit.path, on, by, columns=1000, persons_visible=False)
            assert heat_then(unit.path, on, by, columns=1000) == today
    needs = competencies.requirements_for(cast.assistant.id)
    before = heat(cast.section.path, on, "designation", columns=1000, persons_visible=False)
    later = at + dt.timedelta(days=1)
    for person in office:
        prove(person, needs[-1].competency_id, needs[-1].level, later)
    after = heat(cast.section.path, clock.day(later), "designation", columns=1000, persons_visible=False)
    cell = (str(cast.assistant.id), needs[-1].competency_id)
    assert after.cells[cell].met == len(office) > before.cells[cell].met
    assert heat_then(cast.section.path, on, "designation", columns=1000) == before


def test_who_was_there_then_counts_there_then(cast, office, at):
    on, path = clock.day(at), cast.section.path
    then = heat_then(path, on, "designation", columns=1000)
    later = at + dt.timedelta(days=1)
    for person in office[:5]:
        orgs.retire(agent=SET_UP, person_id=person, on=clock.day(later), reason="x", at=later)
    assert not heat(path, clock.day(later), "designation", columns=1000, persons_visible=False).cells
    assert heat_then(path, on, "designation", columns=1000) == then
    gaps = competencies.gaps_then(office[:1], on)[office[0]]
    assert {gap.code for gap in gaps} == {need.code for need in competencies.requirements_for(cast.assistant.id)}
    assert competencies.gaps_of_many(office[:1], clock.day(later)) == {}


def test_too_many_for_a_past_day(cast, office, at, monkeypatch):
    monkeypatch.setattr("karmayogi.competencies.queries.gaps.then.MOST", 5)
    assert heat_then(cast.section.path, clock.day(at), "unit") is None


def test_a_past_day_comes_in_pieces_and_so_does_the_drill_down(cast, office, at, monkeypatch):
    """Whatever the size of a piece, the sums are the same; and no piece is larger than it may be."""
    on, later = clock.day(at), at + dt.timedelta(days=1)
    whole = {by: heat_then(cast.ministry.path, on, by, columns=1000) for by in GROUPINGS}
    need = competencies.requirements_for(cast.assistant.id)[0]
    short = short_of(cast.ministry.path, need.competency_id, on)[0]
    sizes = []

    def counted(persons, *rest, **named):
        sizes.append(len(persons))
        return facts_of_many(persons, *rest, **named)

    monkeypatch.setattr("karmayogi.competencies.queries.gaps.then.CHUNK", 4)
    monkeypatch.setattr("karmayogi.competencies.queries.gaps.fold.facts_of_many", counted)
    monkeypatch.setattr("karmayogi.competencies.queries.gaps.then.facts_of_many", counted)
    assert {by: heat_then(cast.ministry.path, on, by, columns=1000) for by in GROUPINGS} == whole
    assert len(sizes) >= 4 * 3 and max(sizes) == 4
    # Proved since, and one has left since: the past day names whom the reader still reaches, with the level of then.
    for person in office:
        prove(person, need.competency_id, need.level, later)
    orgs.retire(agent=SET_UP, person_id=short[0].person_id, on=clock.day(later), reason="x", at=later)
    today, past = clock.day(later), Past(on, [cast.ministry.path])
    page, more = short_of(cast.ministry.path, need.competency_id, today, past=past)
    assert more is None and page == short[1:] and any(one.reasons for one in page)
    only = {"by": "designation", "group": str(cast.assistant.id), "past": past}
    got, after = short_of(cast.ministry.path, need.competency_id, today, limit=2, **only)
    assert after is not None and got == [one for one in page if one.designation_en == cast.assistant.name][:2]
    monkeypatch.setattr("karmayogi.competencies.queries.gaps.then.MOST", 5)
    assert short_of(cast.ministry.path, need.competency_id, today, past=past) is None


def test_the_table_by_cadre_follows_the_memberships_of_the_day(cast, office, at):
    on, later = clock.day(at), clock.day(at + dt.timedelta(days=40))
    service = Service.objects.create(name="Test Secretariat Service").pk
    for person, first, last in [(one, SINCE, None) for one in office[:6]] + [(one, SINCE, later) for one in office[6:]]:
        rows.run(
            "insert into orgs_servicemembership (person_id, service_id, valid_from, valid_to) values (%s, %s, %s, %s)",
            [person, service, first, last],
        )
    table = heat(cast.section.path, on, "cadre", columns=1000, persons_visible=True)
    sizes = {group.name_en: group.people for group in table.groups}
    assert sizes == {"Test Secretariat Service": len(office), "": 1}
    assert {cell.people for (key, _c), cell in table.cells.items() if key == str(-service)} == {len(office)}
    after = heat(cast.section.path, later, "cadre", columns=1000, persons_visible=True)
    assert {group.name_en: group.people for group in after.groups} == {
        "Test Secretariat Service": 6, "": len(office) - 5,
    }  # fmt: skip


def test_the_drill_down_names_exactly_who_is_short(cast, office, at):
    on = clock.day(at)
    need = competencies.requirements_for(cast.assistant.id)[0]
    gaps = competencies.gaps_of_many(office, on)
    want = {
        person
        for person, found in gaps.items()
        for gap in found
        if gap.competency_id == need.competency_id and gap.missing
    }
    got: set[int] = set()
    after = None
    while True:
        page, after = short_of(cast.section.path, need.competency_id, on, by="designation",
                               group=str(cast.assistant.id), after=after, limit=5)  # fmt: skip
        assert not got & {one.person_id for one in page}
        got |= {one.person_id for one in page}
        if after is None:
            break
    assert got == want
    assert [one.name for one in short_of(cast.section.path, need.competency_id, on, q="officer 0")[0]] == ["Officer 0"]


def test_ready_ranks_by_what_is_missing_and_says_what_will_have_faded(cast, office, framework, at):
    on = clock.day(at)
    first, second = list(framework.values())[:2]
    wanted = [Want(first, 2, 3), Want(second, 1, 3)]
    prove(cast.learner.person_id, first, 3, at)
    prove(cast.learner.person_id, second, 1, at)
    bench = ready(cast.section.path, wanted, on, on, limit=5)
    assert bench.lines[0].person_id == cast.learner.person_id
    assert (bench.lines[0].missing, bench.lines[0].met, bench.ready, bench.people) == (0, 2, 1, 14)
    rest = ready(cast.section.path, wanted, on, on, after=bench.more, limit=50)
    assert len(bench.lines) + len(rest.lines) == bench.people
    assert rest.more is None


def test_an_aim_is_measured_on_its_day(cast, framework, at):
    on = clock.day(at)
    profile = next(aim for aim in competencies.aims() if aim.name_en == "Section Officer")
    wanted = competencies.wants(profile.uuid)
    prove(cast.learner.person_id, wanted[0].competency_id, wanted[0].level, at)
    now = {gap.competency_id: gap for gap in competencies.gaps_against(cast.learner.person_id, wanted, on)}
    assert len(now) == len(wanted)
    assert now[wanted[0].competency_id].missing == 0
    before = competencies.gaps_against(cast.learner.person_id, wanted, on - dt.timedelta(days=1))
    assert {gap.shown for gap in before} == {0}
