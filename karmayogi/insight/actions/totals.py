"""What the record checker asks of insight: do the totals add up to the facts below them? If not, all are counted."""

import datetime as dt

from karmayogi.insight.actions.refresh import refresh
from karmayogi.kernel import rows
from karmayogi.learning.types import Oddity, RecordRule

# The totals of the whole tree against the facts of all units; one line is enough, since the repair counts everything.
_DIFFER = """
select 1, null::bigint, null::uuid, coalesce(f.metric, t.metric)
from (
  select left(path, 8) as path, metric, sum(numerator) as numerator, sum(denominator) as denominator
  from insight_figure group by 1, 2
) f
full join (select path, metric, numerator, denominator from insight_total where length(path) = 8 and state_code = '*') t
  on t.path = f.path and t.metric = f.metric
where (coalesce(f.numerator, 0), coalesce(f.denominator, 0))
  is distinct from (coalesce(t.numerator, 0)::numeric, coalesce(t.denominator, 0)::numeric)
limit 1
"""


def _top() -> int:
    return 1


def _find(after: int, upto: int) -> list[Oddity]:
    return rows.fetch(Oddity, _DIFFER)


def _count_anew(one: Oddity, at: dt.datetime) -> bool:
    return refresh(at=at, everything=True) is not None


RULE = RecordRule("figures_differ", _top, _find, _count_anew)
