"""Working out which cells must not be shown, from the officers of all units or from those of whom a share speaks, and
keeping the list."""

from karmayogi.insight.engine.disclosure import withheld
from karmayogi.insight.models.figure import EVERYWHERE
from karmayogi.kernel import rows

_DELETE = """
with whose as (select %s::text as base)
delete from insight_withheld w using whose, ({keys}) k
where w.base = whose.base and w.path = k.path and w.state_code = k.state_code and w.own = k.own
"""
_INSERT = (
    "insert into insight_withheld (base, path, state_code, own) select %s, k.path, k.state_code, k.own from ({keys}) k"
)

type Key = tuple[str, str, bool]


def withhold(base: str) -> None:
    """Writes insight_withheld anew where it differs. Called in the transaction that changed these people of a unit."""
    own: dict[str, tuple[str, int]] = {}

    def unit(path: str, state: str, officers: int) -> None:
        own[path] = (state, officers)

    rows.fetch(unit, "select path, state_code, numerator from insight_figure where metric = %s", [base])
    found = withheld(own)
    roots = {path[:8] for path in own}
    now: set[Key] = {(path, EVERYWHERE, True) for path in found.own}
    now |= {(path, EVERYWHERE, False) for path in found.total}
    now |= {(root, state, False) for root in roots for state in found.states}
    now |= {(path, state, False) for path, state in found.parts if path not in roots}
    was: set[Key] = set(rows.fetch(_key, "select path, state_code, own from insight_withheld where base = %s", [base]))
    _each(_DELETE, base, was - now)
    _each(_INSERT, base, now - was)


def _key(path: str, state: str, own: bool) -> Key:
    return path, state, own


def _each(sql: str, base: str, keys: set[Key]) -> None:
    if keys:
        ordered = sorted(keys)
        columns = "select * from unnest(%s::text[], %s::text[], %s::boolean[]) as u (path, state_code, own)"
        rows.run(sql.format(keys=columns), [base, *(list(column) for column in zip(*ordered, strict=True))])
