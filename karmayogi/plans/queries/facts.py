"""What is known of people, as the reference evaluator wants it: a few statements for any number of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.plans.queries.audience import VERIFIED
from karmayogi.plans.queries.evaluation import DONE
from karmayogi.plans.types import Facts, Mandate, Posting, Relieved, Wants

_PERSON = f"""
select who.id, who."group", who.tags, s.service_id, s.cadre_id, s.batch,
  (select min(j.valid_from) from orgs_incumbency j where j.person_id = who.id),
  coalesce({VERIFIED.format(person="who.id")}, false)
from people_person who
left join orgs_servicemembership s on s.person_id = who.id and s.valid_from <= %(on)s
  and (s.valid_to is null or s.valid_to > %(on)s)
where who.id = any(%(people)s::bigint[])
"""
_POSTINGS = f"""
select i.person_id, i.organisation_path, post.designation_id, i.kind, i.valid_from
from orgs_incumbency i join {orgs.POSTS_AS_ON} post on post.id = i.post_id
where i.person_id = any(%(people)s::bigint[]) and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, {orgs.main_first("i")}
"""


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
    done = _done(mandates, asked)
    credits_ = _credits(mandates, asked)
    levels = _levels(mandates, asked)
    reliefs: dict[int, list[Relieved]] = defaultdict(list)
    for person, mandate, kind, since, until in rows.fetch(
        _row,
        "select person_id, mandate_id, kind, from_on, until_on from plans_relief"
        " where person_id = any(%(people)s::bigint[]) and state = 'granted'",
        asked,
    ):
        reliefs[person].append(Relieved(mandate, kind == "exemption", since, until))
    return [
        Facts(
            person_id=person, group=group, tags=tuple(tags), service_id=service, cadre_id=cadre, batch=batch,
            joined_on=joined, verified=verified, postings=held.get(person, ()),
            done={item: tuple(days) for item, days in done.get(person, {}).items()},
            credits=tuple(credits_.get(person, ())), levels=levels.get(person, {}),
            reliefs=tuple(reliefs.get(person, ())),
        )
        for person, group, tags, service, cadre, batch, joined, verified in rows.fetch(_row, _PERSON, asked)
    ]  # fmt: skip


def _row(*columns: Any) -> tuple[Any, ...]:
    return columns


def _done(mandates: Sequence[Mandate], asked: dict[str, Any]) -> dict[int, dict[int, list[dt.date]]]:
    items = sorted({item for one in mandates for same in one.what.items for item in same})
    found: dict[int, dict[int, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    if items:
        only = "n.person_id = any(%(people)s::bigint[]) and n.course_id = any(%(items)s::bigint[])"
        for person, item, day in rows.fetch(_row, DONE.format(only=only), asked | {"items": items}):
            found[person][item].append(day)
    return found


def _credits(mandates: Sequence[Mandate], asked: dict[str, Any]) -> dict[int, list[tuple[dt.date, int]]]:
    found: dict[int, list[tuple[dt.date, int]]] = defaultdict(list)
    if any(one.what.wants is Wants.MINUTES for one in mandates):
        for person, day, minutes in rows.fetch(
            _row,
            'select person_id, "on", minutes from learning_learningcredit'
            ' where person_id = any(%(people)s::bigint[]) and "on" <= %(on)s',
            asked,
        ):
            found[person].append((day, minutes))
    return found


def _levels(mandates: Sequence[Mandate], asked: dict[str, Any]) -> dict[int, dict[int, tuple[int, dt.date]]]:
    wanted = sorted({one.what.competency_id for one in mandates if one.what.competency_id is not None})
    found: dict[int, dict[int, tuple[int, dt.date]]] = defaultdict(dict)
    if wanted:
        for person, competency, level, day in rows.fetch(
            _row,
            "select person_id, competency_id, level, (computed_at at time zone 'Asia/Kolkata')::date"
            " from competencies_level where person_id = any(%(people)s::bigint[])"
            " and competency_id = any(%(competencies)s::bigint[])",
            asked | {"competencies": wanted},
        ):
            found[person][competency] = (level, day)
    return found
