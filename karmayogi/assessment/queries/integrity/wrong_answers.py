"""Wrong answers of those who passed a test lately, as the engine compares them: test by test, office by office."""

import collections
import dataclasses
import datetime as dt

import numpy as np

from karmayogi.assessment.engine.integrity.agreement import Wrong, meeting
from karmayogi.assessment.engine.integrity.policy import Policy
from karmayogi.kernel import rows

# Got its result since: at once, or later from persons, who may take days.
FRESH = """((a.submitted_at > %(since)s and a.submitted_at <= %(until)s)
  or (a.marked_at > %(since)s and a.marked_at <= %(until)s))"""

# Enrolments are looked up by office and course.
_COURSE = """n.course_id = (select v.course_id from assessment_paper p join learning_part part on part.id = p.part_id
  join learning_courseversion v on v.id = part.version_id where p.id = {})"""

# Offices where somebody passed it since, and how many there did within the days that are compared.
_GROUPS = f"""
select a.paper_id, n.organisation_path, count(*)::int
from (
  select distinct a.paper_id, n.organisation_path
  from assessment_attempt a
  join assessment_paper p on p.id = a.paper_id join learning_part part on part.id = p.part_id
  join learning_enrolment n on n.person_id = a.person_id and n.version_id = part.version_id
  where {FRESH} and a.passed and n.organisation_path <> ''
) fresh
join learning_enrolment n on n.organisation_path = fresh.organisation_path
  and {_COURSE.format("fresh.paper_id")}
join assessment_attempt a on a.person_id = n.person_id and a.paper_id = fresh.paper_id and a.passed
  and coalesce(a.marked_at, a.submitted_at) > %(from)s and coalesce(a.marked_at, a.submitted_at) <= %(until)s
group by 1, 2
having count(*) > 1
order by 1, 2
"""

_ATTEMPTS = f"""
select a.id, a.uuid, a.person_id, n.id, n.uuid, a.submitted_at
from learning_enrolment n
join assessment_attempt a on a.person_id = n.person_id and a.paper_id = %(paper)s and a.passed
join assessment_paper p on p.id = a.paper_id
join learning_part part on part.id = p.part_id and part.version_id = n.version_id
where n.organisation_path = %(path)s and {_COURSE.format("%(paper)s")}
  and coalesce(a.marked_at, a.submitted_at) > %(from)s and coalesce(a.marked_at, a.submitted_at) <= %(until)s
order by a.submitted_at desc, a.id desc
limit %(most)s
"""

_WRONG = """
select i.attempt_id, i.item_id, array_to_string(i.chosen, chr(9))
from assessment_attemptitem i join assessment_item q on q.id = i.item_id
where i.attempt_id = any(%s::bigint[]) and not i.correct and cardinality(i.chosen) > 0
  and q.kind in ('single', 'multiple', 'weighted')
"""

# What everybody answered wrongly, ever and everywhere in this test.
_SHARES = """
select i.item_id, array_to_string(i.chosen, chr(9)), count(*)
from assessment_attempt a join assessment_attemptitem i on i.attempt_id = a.id
join assessment_item q on q.id = i.item_id and q.kind in ('single', 'multiple', 'weighted')
where a.paper_id = %s and a.submitted_at is not null and not i.correct and cardinality(i.chosen) > 0
group by 1, 2
"""

_ORDER = """
select attempt_id, item_id, section, extract(epoch from saved_at)::float8
from assessment_attemptitem where attempt_id = any(%s::bigint[]) and saved_at is not null
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Tried:
    """A passed attempt. number: its id; uuid: its name outside."""

    number: int
    uuid: object
    person_id: int
    enrolment_id: int
    enrolment_uuid: object
    at: dt.datetime


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """Those of one office who passed one test. meets: by place of the item, see engine."""

    tried: list[Tried]
    wrong: Wrong
    meets: "np.ndarray[tuple[int], np.dtype[np.float64]]"


def groups(since: dt.datetime, until: dt.datetime, days: int) -> list[tuple[int, str, int]]:
    """(test, office, attempts) that have to be compared anew."""
    return rows.fetch(
        lambda *row: row, _GROUPS, {"since": since, "until": until, "from": until - dt.timedelta(days=days)}
    )


type Shares = list[tuple[int, str, int]]


def group(
    paper_id: int, path: str, until: dt.datetime, policy: Policy, most: int, kept: dict[int, Shares]
) -> Group | None:
    """At most `most` attempts, the latest; None where no two of them have enough wrong answers to share.

    kept: the shares of the last test, which are read once for all offices: groups come test by test.
    """
    tried = rows.fetch(
        Tried,
        _ATTEMPTS,
        {
            "paper": paper_id,
            "path": path,
            "from": until - dt.timedelta(days=policy.clone_days),
            "until": until,
            "most": most,
        },
    )
    place = {one.number: index for index, one in enumerate(tried)}
    given = rows.fetch(lambda *row: row, _WRONG, [list(place)])
    wrongs = collections.Counter(attempt for attempt, _item, _chosen in given)
    if sum(count >= policy.least_same for count in wrongs.values()) < 2:
        return None
    if paper_id not in kept:
        kept.clear()
        kept[paper_id] = rows.fetch(lambda *row: row, _SHARES, [paper_id])
    asked = {item for _attempt, item, _chosen in given}
    shares = [one for one in kept[paper_id] if one[0] in asked]
    items = {item: index for index, item in enumerate(sorted({item for item, _chosen, _count in shares}))}
    answers = {(item, chosen): index for index, (item, chosen, _count) in enumerate(shares)}
    # Handed in while this was read: the next night looks again.
    given = [one for one in given if one[1:] in answers]
    wrong = Wrong(
        np.array([place[attempt] for attempt, _item, _chosen in given], dtype=np.int64),
        np.array([items[item] for _attempt, item, _chosen in given], dtype=np.int64),
        np.array([answers[item, chosen] for _attempt, item, chosen in given], dtype=np.int64),
    )
    meets = meeting(
        np.array([items[item] for item, _chosen, _count in shares], dtype=np.int64),
        np.array([count for _item, _chosen, count in shares], dtype=np.int64),
        len(items),
        policy.least_wrong,
    )
    return Group(tried, wrong, meets)


def orders(attempts: list[int]) -> dict[int, dict[int, tuple[int, float]]]:
    """Attempt -> question -> (section, second at which it was answered last)."""
    found: dict[int, dict[int, tuple[int, float]]] = {}
    for attempt, item, section, second in rows.fetch(lambda *row: row, _ORDER, [attempts]):
        found.setdefault(attempt, {})[item] = (section, second)
    return found
