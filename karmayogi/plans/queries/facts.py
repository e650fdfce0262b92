"""What is known of people, as the reference evaluator wants it: a few statements for any number of them."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning import api as learning
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.audience import VERIFIED
from karmayogi.plans.queries.evaluation import DONE
from karmayogi.plans.types import Attribute, Facts, Mandate, Posting, Relieved, Wants

_PERSON = """
select who.id, who."group", who.tags, s.service_id, s.cadre_id, s.batch,
  (select min(j.valid_from) from orgs_incumbency j where j.person_id = who.id),
  {verified},
  (select jsonb_agg(jsonb_build_array(r.mandate_id, r.kind, r.from_on, r.until_on))
    from plans_relief r where r.person_id = who.id and r.state = 'granted')
from people_person who
left join orgs_servicemembership s on s.person_id = who.id and s.valid_from <= %(on)s
  and (s.valid_to is null or s.valid_to > %(on)s)
where who.id = any(%(people)s::bigint[])
"""
# One person is asked for as often as many: read through a select, a list looks alike to the planner whatever its
# length, and one plan serves all instead of a new one each time.
_POSTINGS = f"""
select i.person_id, i.organisation_path, post.designation_id, i.kind, i.valid_from
from orgs_incumbency i join {orgs.POSTS_AS_ON} post on post.id = i.post_id
where i.person_id = any(array(select unnest(%(people)s::bigint[])))
  and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, {orgs.main_first("i")}
"""
_CREDITS = """
select 'minutes', person_id, 0, "on", minutes from learning_learningcredit
where person_id = any(%(people)s::bigint[]) and "on" <= %(on)s
"""
_LEVELS = """
select 'level', person_id, competency_id, (computed_at at time zone 'Asia/Kolkata')::date, level
from competencies_level
where person_id = any(%(people)s::bigint[]) and competency_id = any(%(competencies)s::bigint[])
"""

# Person -> item -> days; person -> (day, minutes or points); person -> competency -> (level, day).
type _Done = dict[int, dict[int, list[dt.date]]]
type _Credits = dict[int, list[tuple[dt.date, int]]]
type _Levels = dict[int, dict[int, tuple[int, dt.date]]]


def postings_of(person_ids: Sequence[int], on: dt.date) -> dict[int, tuple[Posting, ...]]:
    """Person -> posts held on that day, the main one first."""
    found: dict[int, list[Posting]] = defaultdict(list)
    for person, path, designation, kind, since in rows.fetch(_row, _POSTINGS, {"people": list(person_ids), "on": on}):
        found[person].append(Posting(units_of(path), designation, kind, since))
    return {person: tuple(postings) for person, postings in found.items()}


def units_of(path: str) -> tuple[int, ...]:
    """The organisations on the way down to this path, by their ids."""
    return tuple(int(step[-orgs.PATH_STEP :], 36) for step in orgs.ancestors(path))


def facts_of(
    person_ids: Sequence[int], mandates: Sequence[Mandate], on: dt.date,
    postings: dict[int, tuple[Posting, ...]] | None = None,
) -> list[Facts]:  # fmt: skip
    """Of each of them what these mandates ask about."""
    held = postings_of(person_ids, on) if postings is None else postings
    asked: dict[str, Any] = {"people": list(person_ids), "on": on}
    done, credits_, points, levels = _history(mandates, asked)
    # Four tables for one word, which few rules ask for.
    asks = any(c.attribute is Attribute.VERIFIED for one in mandates for rule in one.rules for c in rule.conditions)
    verified_sql = f"coalesce({VERIFIED.format(person='who.id')}, false)" if asks else "false"
    return [
        Facts(
            person_id=person, group=group, tags=tuple(tags), service_id=service, cadre_id=cadre, batch=batch,
            joined_on=joined, verified=verified, postings=held.get(person, ()),
            done={item: tuple(days) for item, days in done.get(person, {}).items()},
            credits=tuple(credits_.get(person, ())), points=tuple(points.get(person, ())),
            levels=levels.get(person, {}), reliefs=_relieved(reliefs),
        )
        for person, group, tags, service, cadre, batch, joined, verified, reliefs in rows.fetch(
            _row, _PERSON.format(verified=verified_sql), asked
        )
    ]  # fmt: skip


def _row(*columns: Any) -> tuple[Any, ...]:
    return columns


def _relieved(reliefs: str | None) -> tuple[Relieved, ...]:
    return tuple(
        Relieved(
            mandate,
            kind == "exemption",
            dt.date.fromisoformat(since),
            dt.date.fromisoformat(until) if until else None,
        )
        for mandate, kind, since, until in json.loads(reliefs or "[]")
    )


def _history(mandates: Sequence[Mandate], asked: dict[str, Any]) -> tuple[_Done, _Credits, _Credits, _Levels]:
    """What was done, minutes, points and levels, as far as these mandates ask for them: one statement, or none."""
    done: _Done = defaultdict(lambda: defaultdict(list))
    credits_: _Credits = defaultdict(list)
    points: _Credits = defaultdict(list)
    levels: _Levels = defaultdict(dict)
    items = sorted({item for one in mandates for same in one.what.items for item in same})
    competencies = sorted({one.what.competency_id for one in mandates if one.what.competency_id is not None})
    parts = []
    if items:
        only = "n.person_id = any(%(people)s::bigint[]) and n.course_id = any(%(items)s::bigint[])"
        parts.append(f"select 'items', x.*, 0 from ({DONE.format(only=only)}) x (person, item, day)")
    if any(one.what.wants is Wants.MINUTES for one in mandates):
        parts.append(_CREDITS)
    if competencies:
        parts.append(_LEVELS)
    named = asked | {"items": items, "competencies": competencies}
    if any(one.what.wants is Wants.POINTS for one in mandates):
        lines, terms = learning.points_lines("= any(%(people)s::bigint[])")
        parts.append(f"select 'points', person_id, 0, day, points from ({lines}) p where day <= %(on)s")
        named |= terms
    if parts:
        for kind, person, what, day, amount in rows.fetch(_row, " union all ".join(parts), named):
            match kind:
                case Wants.ITEMS:
                    done[person][what].append(day)
                case Wants.MINUTES:
                    credits_[person].append((day, amount))
                case Wants.POINTS:
                    points[person].append((day, amount))
                case Wants.LEVEL:
                    levels[person][what] = (amount, day)
    return done, credits_, points, levels
