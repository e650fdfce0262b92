"""Levels of many persons worked out anew, set by set."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

import numpy as np
from django.db import transaction

from karmayogi.competencies.engine.levels import Policy
from karmayogi.competencies.engine.levels_many import Ints, levels_many
from karmayogi.competencies.events import LevelMoved
from karmayogi.competencies.queries.proof.facts import facts_of_many
from karmayogi.kernel import clock, events, rows

# Held until the end: a row of evidence that comes meanwhile waits here with its own level (see record_evidence).
_HOLD = """
select person_id, competency_id, level from competencies_level
where person_id = any(%s::bigint[]) order by person_id, competency_id for update
"""
_STORE = """
insert into competencies_level as l (person_id, competency_id, level, confidence, reasons, engine, computed_at)
select x.person, x.competency, x.level, x.confidence, null, %s::text, %s::timestamptz
from unnest(%s::bigint[], %s::bigint[], %s::smallint[], %s::float8[]) as x (person, competency, level, confidence)
on conflict (person_id, competency_id) do update
  set level = excluded.level, confidence = excluded.confidence, reasons = null, engine = excluded.engine,
      computed_at = excluded.computed_at
  where l.computed_at <= excluded.computed_at
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Moves:
    """The levels that changed, one line each. pairs: how many were worked out."""

    pairs: int
    person: Ints
    competency: Ints
    was: Ints
    now: Ints

    @property
    def up(self) -> int:
        return int((self.now > self.was).sum())

    @property
    def down(self) -> int:
        return int((self.now < self.was).sum())


@transaction.atomic
def recompute_persons(person_ids: Sequence[int], *, policy: Policy, at: dt.datetime) -> Moves:
    """Works out and stores every level of these persons; announces those that moved.

    A level whose evidence is all gone becomes 0. Reasons are not stored: they are worked out when somebody reads them.
    """
    held = np.array(rows.fetch(lambda *row: row, _HOLD, [list(person_ids)]), dtype=np.int64).reshape(-1, 3)
    shown = levels_many(facts_of_many(person_ids), clock.day(at), policy)
    span = int(max(held[:, 1].max(initial=0), shown.competency.max(initial=0))) + 1
    key_was, key_now = held[:, 0] * span + held[:, 1], shown.person * span + shown.competency
    keys = np.union1d(key_was, key_now)
    was, now, confidence = np.zeros(keys.size, np.int64), np.zeros(keys.size, np.int64), np.zeros(keys.size)
    was[np.searchsorted(keys, key_was)] = held[:, 2]
    places = np.searchsorted(keys, key_now)
    now[places], confidence[places] = shown.level, shown.confidence
    person, competency = keys // span, keys % span
    if keys.size:
        rows.run(_STORE, [policy.label, at, person.tolist(), competency.tolist(), now.tolist(), confidence.tolist()])
    moved = was != now
    moves = Moves(keys.size, person[moved], competency[moved], was[moved], now[moved])
    columns = (moves.person.tolist(), moves.competency.tolist(), moves.was.tolist(), moves.now.tolist())
    events.announce_many(
        [
            LevelMoved(person_id=one, competency_id=about, was=before, now=after, at=at)
            for one, about, before, after in zip(*columns, strict=True)
        ]
    )
    return moves
