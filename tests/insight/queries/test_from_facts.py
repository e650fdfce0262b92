"""What the registry counts in PostgreSQL and what it counts in the columnar store are the same, to the last officer."""

import datetime as dt

import pytest

from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.queries.from_facts import FACTS, PAST, concerned, counted
from karmayogi.insight.registry import METRICS
from karmayogi.insight.registry.bases import BASES
from karmayogi.kernel import rows
from tests.insight.actions.test_refresh import Script

MOVES = [
    ("hire_with_account", 1, 0), ("hire_with_account", 1, 3), ("hire", 2, 1), ("enrol", 0, 0), ("enrol", 1, 1),
    ("enrol", 2, 0), ("enrol", 3, 1), ("enrol", 4, 0), ("complete", 0, 0), ("complete", 1, 0), ("withdraw", 0, 0),
    ("additional", 4, 2), ("additional", 0, 1), ("certificate", 0, 0), ("certificate", 3, 0), ("certificate", 4, 0),
    ("revoke", 0, 0), ("level", 0, 2), ("level", 1, 1), ("level", 3, 5), ("level", 4, 3), ("post", 0, 3),
    ("unit", 1, 1), ("unit", 2, 0), ("hire", 0, 4), ("transfer", 1, 4), ("relieve", 2, 0), ("block", 3, 0),
    ("credit", 0, 30), ("credit", 1, 31), ("credit", 3, 32), ("credit", 0, 61),
    ("plan", 0, 1), ("capacity_unit", 0, 0), ("exempt", 1, 0), ("group", 3, 0), ("plan", 0, 3), ("group", 4, 0),
    ("transfer", 3, 2), ("session", 0, 1), ("session", 1, 2), ("session", 3, 1), ("disqualify", 3, 0),
    ("hire_with_account", 0, 5), ("complete", 0, 0), ("level", 5, 2), ("additional", 5, 3),
]  # fmt: skip

# Told of by tests of their own; and the script's certificates are of one grade.
UNSEEN = {"false_alarms", "certificates_e0", "certificates_e1", "certificates_e2", "certificates_e3"}


def both(on: dt.date) -> tuple[dict, dict]:
    """(metric or base, unit) -> numerator and denominator: of PostgreSQL, of the store."""
    kept = {
        (metric, unit): (one, two)
        for metric, unit, one, two in rows.fetch(
            lambda *row: row, "select metric, organisation_id, numerator, denominator from insight_figure"
        )
        if metric in FACTS or metric in BASES
    }
    found = {(code, unit): cell for code, metric in FACTS.items() for unit, cell in counted(metric, on).items()}
    found |= {(code, unit): cell for code, base in BASES.items() for unit, cell in concerned(base, on).items()}
    return kept, found


LATER = [
    ("enrol", 0, 1), ("complete", 0, 0), ("withdraw", 1, 0), ("revoke", 0, 0), ("transfer", 1, 1), ("relieve", 2, 0),
    ("transfer", 4, 0), ("enrol", 5, 0), ("complete", 1, 0), ("credit", 0, 30), ("credit", 5, 31), ("credit", 5, 32),
    ("session", 1, 0), ("session", 4, 1), ("capacity_unit", 0, 2), ("plan", 0, 2), ("plan", 0, 0),
]  # fmt: skip


RECHECK = """
with signal as (
  insert into assessment_integritysignal (uuid, person_id, enrolment_id, kind, ref_uuid, strong, measure, detail,
    policy, happened_at, found_at)
  values (gen_random_uuid(), %(person)s, %(enrolment)s, 'fast_test', gen_random_uuid(), true, 1, '{}',
    1, %(at)s, %(at)s)
  returning id)
insert into assessment_recheck (uuid, person_id, enrolment_id, signal_id, policy, state, language, asked_at, due_at,
  closed_at, appeal, decided_at, decision)
select gen_random_uuid(), %(person)s, %(enrolment)s, id, 1, %(state)s::text, 'en', %(at)s, %(at)s, %(at)s, '',
  case when %(state)s::text = 'restored' then %(decided)s::timestamptz end, '' from signal
"""


@pytest.fixture
def script(world, profile, sign) -> Script:
    world.week(world.at.date() - dt.timedelta(days=1), world.at.date() + dt.timedelta(days=5), 60)
    return Script(world, profile, sign)


def test_every_figure_of_every_unit_is_the_same_in_both(script, keep, store, at):
    seen = set()
    for number, move in enumerate(MOVES):
        script.play(*move)
        if number % 8 == 7:
            keep()
            assert flow(store=store, at=at) is not None
            kept, found = both(at.date())
            assert found == kept, move
            seen |= {metric for metric, _unit in kept}
    assert seen | UNSEEN == {*FACTS, *BASES}


def test_as_on_a_past_day_is_what_was_counted_on_that_day(script, keep, store, at, monkeypatch):
    """Counted in PostgreSQL on the day; asked of the store two days later, after much has changed."""
    for move in MOVES:
        if move[0] not in ("block", "withdraw"):
            script.play(*move)
    rows.run("update people_account set created_at = %s", [at - dt.timedelta(days=30)])
    keep()
    then, found = both(at.date())
    script.world.at = at + dt.timedelta(days=1)
    monkeypatch.setattr("tests.insight.conftest.SINCE", script.world.at.date())  # new posts begin then
    for move in LATER:
        script.play(*move)
    person, account = rows.fetch(
        lambda *row: row,
        "select a.person_id, a.uuid from people_account a join orgs_incumbency i on i.person_id = a.person_id "
        "where i.valid_to is null order by a.id desc limit 1",
    )[0]
    rows.run("update people_account set is_active = false where uuid = %s", [account])
    script.world.trail("people:account:suspend", "account", account, person)
    keep(later=2 * 24 * 3600)
    assert flow(store=store, at=at + dt.timedelta(days=2)) is not None
    now, found = both(at.date() + dt.timedelta(days=2))
    assert found == now
    _now, found = both(at.date())
    past = list(PAST)
    assert {cell: value for cell, value in found.items() if cell[0] in past} == {
        cell: value for cell, value in then.items() if cell[0] in past
    }
    moved = {cell[0] for cell in then.keys() | now.keys() if then.get(cell) != now.get(cell)}
    assert moved | UNSEEN >= set(past), "otherwise the past would be told of the present"


def test_false_alarms_are_counted_in_both(world, keep, store, at):
    """Three cases, of which one was cleared and one restored a day later."""
    people = world.officers(world.unit(world.cast.ministry), 3)
    course = world.course()
    for person, state, decided in zip(people, ("cleared", "restored", "unconfirmed"), (0, 1, 0), strict=True):
        enrolment = world.enrol(person, course)
        when = at + dt.timedelta(days=decided)
        rows.run(RECHECK, {"person": person, "enrolment": enrolment.id, "state": state, "at": at, "decided": when})
        world.trail("assessment:recheck:close", "recheck", enrolment.uuid, person)
    keep()
    assert flow(store=store, at=at) is not None
    country = world.cast.country.id
    assert counted(METRICS["false_alarms"], at.date() + dt.timedelta(days=1)) == {country: (2, 3)}
    assert both(at.date())[0]["false_alarms", country] == (2, 3)
    assert counted(METRICS["false_alarms"], at.date()) == {country: (1, 3)}
