"""The rules about speed, answers and devices, over everything that happened since they last ran.

Each rule is a statement over all rows of the time asked for, or arrays of an office and a test; none goes person by
person. Finding the same again changes nothing, so a run that broke off is simply repeated.
"""

import dataclasses
import datetime as dt
import json
from typing import Any

import numpy as np
from django.db import transaction

from karmayogi.assessment.actions.integrity.note_device import forget_devices
from karmayogi.assessment.engine.integrity import agreement
from karmayogi.assessment.engine.integrity.policy import IN_FORCE, Policy
from karmayogi.assessment.queries.integrity import wrong_answers
from karmayogi.assessment.queries.integrity.wrong_answers import FRESH
from karmayogi.kernel import rows

OVERLAP = dt.timedelta(hours=1)  # longer than a transaction that writes what is looked at
MOST = 10_000  # attempts of one office at one test that are compared with each other

_COLUMNS = """
insert into assessment_integritysignal
  (uuid, person_id, enrolment_id, kind, ref_uuid, strong, measure, chance, detail, policy, happened_at, found_at)
"""
_KEEP = " on conflict (ref_uuid, kind, policy) do nothing"

# Time in which at least one lesson lay open, against the least plausible time of all. Only kinds whose time the server
# sees: what a tool or a package of units says came from elsewhere may have taken its time elsewhere.
_LESSONS = f"""
{_COLUMNS}
select gen_random_uuid(), n.person_id, n.id, 'fast_lessons', n.uuid, open.seconds < %(strong_pace)s * part.needed,
  open.seconds / part.needed, null,
  jsonb_build_object('parts', part.parts, 'needed', part.needed, 'seconds', round(open.seconds)::int),
  %(policy)s, n.completed_at, %(at)s
from learning_enrolment n
cross join lateral (
  select count(*)::int as parts, sum(p.min_seconds)::int as needed,
    range_agg(tstzrange(g.opened_at, g.completed_at, '[]')) as spans
  from learning_partprogress g join learning_part p on p.id = g.part_id
  where g.person_id = n.person_id and g.enrolment_id = n.id and g.state = 'done' and g.completed_at >= g.opened_at
    and p.kind in ('page', 'video', 'audio', 'slides', 'pdf', 'h5p', 'scorm12', 'scorm2004')
) part
cross join lateral (
  select extract(epoch from sum(upper(span) - lower(span)))::float8 as seconds from unnest(part.spans) span
) open
where n.completed_at > %(since)s and n.completed_at <= %(until)s
  and part.needed >= %(least_lesson)s and open.seconds < %(weak_pace)s * part.needed
{_KEEP}
"""

_OF_ATTEMPT = """
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id
join learning_enrolment n on n.person_id = a.person_id and n.version_id = part.version_id
"""

_TESTS = f"""
{_COLUMNS}
select gen_random_uuid(), a.person_id, n.id, 'fast_test', a.uuid, took.each < %(strong_question)s, took.each, null,
  jsonb_build_object('questions', a.questions, 'seconds', round(took.each * a.questions)::int),
  %(policy)s, a.submitted_at, %(at)s
from assessment_attempt a {_OF_ATTEMPT}
cross join lateral (
  select extract(epoch from a.submitted_at - a.opened_at)::float8 / greatest(a.questions, 1) as each
) took
where {FRESH} and a.passed and took.each < %(weak_question)s
{_KEEP}
"""

# Never strong: a computer that an office shares is no fault of anybody's. At a sitting with a proctor the computers
# are those of the room: what was done there says nothing.
_DEVICES = f"""
{_COLUMNS}
select gen_random_uuid(), a.person_id, n.id, 'shared_device', a.uuid, false, same.people, null,
  jsonb_build_object('people', same.people), %(policy)s, a.submitted_at, %(at)s
from assessment_devicetrace t
join assessment_attempt a on a.id = t.attempt_id and a.passed {_OF_ATTEMPT}
cross join lateral (
  select count(distinct b.person_id)::int as people
  from assessment_devicetrace o join assessment_attempt b on b.id = o.attempt_id and b.passed
  left join assessment_seat seat on seat.attempt_id = b.id
  where seat.id is null and o.paper_id = t.paper_id and o.device = t.device
    and o.noted_at >= t.noted_at - %(device_window)s and o.noted_at <= t.noted_at + %(device_window)s
) same
where t.attempt_id in (
  select t.attempt_id from assessment_devicetrace t
  where t.noted_at > %(since)s - %(device_window)s and t.noted_at <= %(until)s
  union all
  select near.attempt_id from assessment_attempt a join assessment_devicetrace t on t.attempt_id = a.id
  join assessment_devicetrace near on near.paper_id = t.paper_id and near.device = t.device
    and near.noted_at >= t.noted_at - %(device_window)s and near.noted_at <= t.noted_at + %(device_window)s
  where a.marked_at > %(since)s and a.marked_at <= %(until)s
) and same.people >= %(device_people)s
  and not exists (select from assessment_seat seat where seat.attempt_id = a.id)
{_KEEP}
"""

_ANSWERS = f"""
{_COLUMNS}
select gen_random_uuid(), x.person, x.enrolment, 'same_answers', x.ref, x.strong, x.same, x.chance,
  jsonb_build_object('same', x.same, 'wrong', x.wrong, 'order', x.ordered), %(policy)s, x.at, %(now)s
from unnest(%(person)s::bigint[], %(enrolment)s::bigint[], %(ref)s::uuid[], %(strong)s::boolean[], %(same)s::int[],
  %(wrong)s::int[], %(chance)s::float8[], %(ordered)s::float8[], %(when)s::timestamptz[])
  x(person, enrolment, ref, strong, same, wrong, chance, ordered, at)
{_KEEP}
"""

_RATES = """
insert into assessment_integrityrate (path, kind, people, marked)
with done as (
  select distinct n.organisation_path as path, n.person_id from learning_enrolment n
  where n.completed_at > %(from)s and n.organisation_path <> ''
), marked as (
  select distinct n.organisation_path as path, s.kind, s.person_id
  from assessment_integritysignal s join learning_enrolment n on n.id = s.enrolment_id
  where s.policy = %(policy)s and n.completed_at > %(from)s and n.organisation_path <> ''
)
select d.path, k.kind, d.people, coalesce(m.people, 0)
from (select path, count(*)::int as people from done group by 1) d
cross join unnest(%(kinds)s::text[]) k(kind)
left join (select path, kind, count(*)::int as people from marked group by 1, 2) m
  on m.path = d.path and m.kind = k.kind
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """New signals by kind. left_out: attempts that were not compared, since their group was too large."""

    by_kind: dict[str, int]
    left_out: int
    until: dt.datetime


def find_signals(*, at: dt.datetime, policy: Policy = IN_FORCE) -> Found | None:
    """Goes on where the last run of this policy ended, counts the rates of all offices anew and forgets old devices.

    None while another run is at it. The first run begins where the policy came into force: nothing older is judged.
    Each rule and each group is kept by itself, the run last: one that broke off is repeated.
    """
    with rows.alone("assessment.signals") as free:
        return _run(at, policy) if free else None


def _run(at: dt.datetime, policy: Policy) -> Found:
    begin = dt.datetime.combine(policy.since, dt.time(), dt.UTC) - dt.timedelta(hours=5, minutes=30)
    last = rows.scalar("select max(until) from assessment_integrityrun where policy = %s", [policy.version])
    since = begin if last is None else max(begin, last - OVERLAP)
    terms: dict[str, Any] = {name: getattr(policy, name) for name in Policy.__dataclass_fields__}
    terms |= {"policy": policy.version, "since": since, "until": at, "at": at}
    found = {
        kind: rows.run(sql, {name: value for name, value in terms.items() if f"%({name})s" in sql})
        for kind, sql in (("fast_lessons", _LESSONS), ("fast_test", _TESTS), ("shared_device", _DEVICES))
    }
    found["same_answers"], left_out = _same_answers(policy, since, at)
    forget_devices(at=at)
    # Pages of the rates know by the run what they must not show: never one without the other.
    with transaction.atomic():
        _count_rates(policy, at)
        rows.run(
            "insert into assessment_integrityrun (policy, since, until, found, ended_at) values (%s, %s, %s, %s, %s)",
            [policy.version, since, at, json.dumps(found | {"left_out": left_out}), at],
        )
    return Found(found, left_out, at)


def _count_rates(policy: Policy, at: dt.datetime) -> None:
    """How many people of each office completed something within a year, and how many of them have signals."""
    rows.run("delete from assessment_integrityrate")
    rows.run(
        _RATES,
        {
            "from": at - dt.timedelta(days=policy.rate_days), "policy": policy.version,
            "kinds": ["fast_lessons", "fast_test", "same_answers", "shared_device"],
        },
    )  # fmt: skip


def _same_answers(policy: Policy, since: dt.datetime, until: dt.datetime) -> tuple[int, int]:
    """(new signals, attempts left out)."""
    found, left_out = 0, 0
    kept: dict[int, wrong_answers.Shares] = {}
    for paper, path, count in wrong_answers.groups(since, until, policy.clone_days):
        left_out += max(0, count - MOST)
        one = wrong_answers.group(paper, path, until, policy, MOST, kept)
        best = _judge(one, policy) if one else {}
        if one is None or not best:
            continue
        places = list(best)
        found += rows.run(
            _ANSWERS,
            {
                "person": [one.tried[place].person_id for place in places],
                "enrolment": [one.tried[place].enrolment_id for place in places],
                "ref": [one.tried[place].uuid for place in places],
                "strong": [best[place][1] for place in places],
                "same": [best[place][0].same for place in places],
                "wrong": [best[place][0].wrong for place in places],
                "chance": [best[place][2] for place in places],
                "ordered": [best[place][3] for place in places],
                "when": [one.tried[place].at for place in places],
                "policy": policy.version,
                "now": until,
            },
        )
    return found, left_out


def _judge(group: wrong_answers.Group, policy: Policy) -> dict[int, tuple[agreement.Pair, bool, float, float]]:
    """Place of an attempt -> its least probable pair, whether that is strong, its chance among all pairs, and that of
    its order."""
    compared = len(group.tried) * (len(group.tried) - 1) // 2
    close = dt.timedelta(days=policy.clone_days)
    likely = [
        pair
        for pair in agreement.pairs(group.wrong, group.meets, len(group.tried), policy.least_same)
        if pair.chance * compared <= policy.weak_chance
        and group.tried[pair.one].person_id != group.tried[pair.other].person_id
        and abs(group.tried[pair.one].at - group.tried[pair.other].at) <= close
    ]
    if not likely:
        return {}
    orders = wrong_answers.orders(
        sorted({group.tried[place].number for pair in likely for place in (pair.one, pair.other)})
    )
    best: dict[int, tuple[agreement.Pair, bool, float, float]] = {}
    for pair in sorted(likely, key=lambda one: one.chance):
        ordered = _order(orders, group.tried[pair.one].number, group.tried[pair.other].number)
        chance = pair.chance * compared
        strong = chance <= policy.strong_chance and ordered <= policy.order_chance
        for place in (pair.one, pair.other):
            if place not in best or (strong and not best[place][1]):
                best[place] = (pair, strong, chance, ordered)
    return best


def _order(orders: dict[int, dict[int, tuple[int, float]]], one: int, other: int) -> float:
    first, second = orders.get(one, {}), orders.get(other, {})
    shared = sorted(set(first) & set(second))
    return agreement.same_order(
        np.array([first[item][1] for item in shared]),
        np.array([second[item][1] for item in shared]),
        np.array([first[item][0] for item in shared], dtype=np.int64),
    )
