"""Counting who took up which course at which place: once a night, as a part of the full refresh.

Only what may be told is kept: whatever is not in the table is shown nowhere.
"""

import collections

from karmayogi.insight.engine.courses import told
from karmayogi.insight.engine.disclosure import STEP
from karmayogi.insight.queries.offers import hidden_courses
from karmayogi.insight.registry.offers import TAKEN_UP
from karmayogi.insight.registry.taken import BY_PLACE
from karmayogi.kernel import rows

_ALL = "select course_id, numerator from insight_coursefigure where metric = %s"
_KEEP = """
insert into insight_placecourse (path, course_id, learners, finished)
select * from unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[])
"""


def count_taken() -> None:
    """Called in the transaction of the refresh, after count_offers and before count_cuts."""
    learners: dict[tuple[str, int], int] = {}
    finished: dict[tuple[str, int], int] = {}

    def keep(path: str, course: int, took: int, completed: int) -> None:
        learners[path, course], finished[path, course] = took, completed

    rows.fetch(keep, BY_PLACE)
    without = dict(rows.fetch(lambda course, count: (course, count), _ALL, [TAKEN_UP.code]))
    country: dict[int, tuple[int, int]] = collections.defaultdict(lambda: (0, 0))
    for (_path, course), took in learners.items():
        country[course] = (country[course][0] + took, country[course][1] + finished[_path, course])
    without = {course: count - country[course][0] for course, count in without.items()}
    found = sorted(told(learners, without, hidden_courses()))
    counts = [country[course] if len(path) == STEP else (learners[path, course], finished[path, course])
              for path, course in found]  # fmt: skip
    rows.run("delete from insight_placecourse")
    rows.run(
        _KEEP,
        [
            [path for path, _course in found], [course for _path, course in found],
            [took for took, _completed in counts], [completed for _took, completed in counts],
        ],
    )  # fmt: skip
