"""What a statement that refers to another one is found by: also by everything that the other one is found by.

xAPI 1.0.3, Communication 2.1.3, filter conditions for StatementRefs; IEEE 9274.1.1, 4.1.6.1. The keys are copied when
either of the two arrives, so that a query does not follow references.
"""

import collections
from collections.abc import Sequence

from karmayogi.ingest.engine import keys
from karmayogi.ingest.engine.codec import decode
from karmayogi.ingest.engine.facts import facts
from karmayogi.ingest.queries import hot
from karmayogi.ingest.types import Facts

DEPTH = 100  # of a chain of references; longer ones are followed so far

_PAIRS = """
with recursive touched (seq, uuid, depth) as (
  select seq, uuid, 1 from ingest_statement where seq = any(%(seqs)s::bigint[])
  union
  select referrer.seq, referrer.uuid, depth + 1 from touched
  join ingest_statement referrer on referrer.refers_to = touched.uuid where depth < %(depth)s::int
), pair (referrer, target, next, depth) as (
  select one.seq, target.seq, target.refers_to, 1 from (select distinct seq from touched) one
  join ingest_statement referrer on referrer.seq = one.seq
  join ingest_statement target on target.uuid = referrer.refers_to
  union
  select pair.referrer, target.seq, target.refers_to, depth + 1 from pair
  join ingest_statement target on target.uuid = pair.next where depth < %(depth)s::int
)
select distinct referrer, target from pair where referrer <> target
"""
_BODIES = "select seq, body from ingest_statement where seq = any(%s::bigint[])"
_COPY = """
with given as (
  select key, seq, coalesce((select before from ingest_settled), 0) as settled
  from unnest(%s::bigint[], %s::bigint[]) as one (key, seq)
), old as (
  insert into ingest_key (key, seq) select key, seq from given where seq < settled on conflict do nothing
)
insert into ingest_freshkey (key, seq)
select given.key, given.seq from given where given.seq >= settled
  and not exists (select from ingest_key old where old.key = given.key and old.seq = given.seq)
on conflict do nothing
"""
# What settles keys is alone: of a pair that goes over meanwhile both tables would have one.
SETTLING = 4919056692995424255
_STILL = f"select pg_advisory_xact_lock_shared({SETTLING})"


def relate(seqs: Sequence[int]) -> None:
    """Gives these statements, and all that refer to them, the keys of what they refer to. Repeating changes nothing."""
    pairs = hot.fetch(_PAIRS, {"seqs": list(seqs), "depth": DEPTH})
    if not pairs:
        return
    seqs = sorted({seq for pair in pairs for seq in pair})
    of = {seq: facts(decode(body)) for seq, body in hot.fetch(_BODIES, [seqs])}
    copies = sorted({(key, referrer) for referrer, target in pairs for key in keys.keys_of(of[target])})
    copies += sorted(_together(pairs, of))
    hot.fetch(_STILL)
    hot.fetch(_COPY, [[key for key, _seq in copies], [seq for _key, seq in copies]])


def _together(pairs: Sequence[tuple[int, int]], of: dict[int, Facts]) -> set[tuple[int, int]]:
    """Verb and activity at once: each may be met by another statement of the chain."""
    verbs: dict[int, set[str]] = collections.defaultdict(set)
    activities: dict[int, set[str]] = collections.defaultdict(set)
    for referrer, target in pairs:
        for one in (of[referrer], of[target]):
            verbs[referrer].add(one.verb)
            if one.activity is not None:
                activities[referrer].add(one.activity)
    return {
        (keys.verb_and_activity(verb, activity), referrer)
        for referrer in verbs
        for verb in verbs[referrer]
        for activity in activities[referrer]
    }
