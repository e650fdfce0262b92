"""Who may judge how somebody applied a course: drawn by lot, with the conflicts of interest left out.

The order is that of a hash over the seed of the try and the person, so that nobody chooses, and whoever looks after the
copy can draw again and find the same. The seed is on no page.
"""

import datetime as dt
import itertools
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.orgs import api as orgs

_LOT = 400  # of those who are able, so many are drawn before the dear questions about each of them
_ON = "{0}.valid_from <= %(on)s and ({0}.valid_to is null or {0}.valid_to > %(on)s)"

# Whoever completed the course, or serves on a post that needs one of its competencies at least as high. Left out: who
# does not serve or cannot sign in; who was drawn for this check before, whatever came of it; who judged the officer, or
# was judged by the officer, in the last year; who has enough to judge already. The lot comes first: of a course that
# a million completed, the rest is asked of few.
_CANDIDATES = f"""
with checked as (
  select c.id, c.person_id, c.course_id, n.version_id from learning_applicationcheck c
  join learning_enrolment n on n.id = c.enrolment_id where c.id = %(check)s
),
able (person_id) as (
  select n.person_id from checked join learning_enrolment n on n.course_id = checked.course_id
  where n.status = 'completed'
  union
  select i.person_id from checked
  join learning_coursecompetency cc on cc.version_id = checked.version_id
  join competencies_profilerequirement r on r.competency_id = cc.competency_id and r.level >= cc.level
  join competencies_profile f on f.id = r.profile_id and f.in_force
  join {orgs.THEN_POSTS} p on p.designation_id = f.designation_id and {_ON.format("p")}
  join orgs_incumbency i on i.post_id = p.post_id and {_ON.format("i")}
),
apart (person_id) as (
  select a.peer_id from checked join learning_applicationcheck c on c.person_id = checked.person_id
  join learning_applicationtry t on t.check_of_id = c.id
  join learning_peerask a on a.attempt_id = t.id and (c.id = checked.id or a.asked_at >= %(since)s)
  union
  select c.person_id from checked join learning_peerask a on a.peer_id = checked.person_id and a.asked_at >= %(since)s
  join learning_applicationtry t on t.id = a.attempt_id
  join learning_applicationcheck c on c.id = t.check_of_id
),
lot (person_id, place) as materialized (
  select able.person_id, md5(%(seed)s::text || able.person_id::text) from able
  where able.person_id <> (select person_id from checked) and able.person_id not in (select person_id from apart)
  order by 2, 1 limit %(lot)s
)
select lot.person_id
from lot
where exists (select from people_account account where account.person_id = lot.person_id and account.is_active)
  and exists (select from orgs_incumbency i where i.person_id = lot.person_id and {_ON.format("i")})
  and (select count(*) from learning_peerask a where a.peer_id = lot.person_id and a.state = 'waiting') < %(most)s
order by lot.place, lot.person_id
"""


def peers_for(check_id: int, seed: uuids.UUID, *, count: int, on: dt.date, at: dt.datetime) -> list[int]:
    """At most `count` persons, in the order of the lot; nobody above, below or beside the officer in one reporting
    line."""
    person = rows.scalar("select person_id from learning_applicationcheck where id = %s", [check_id])
    lot = rows.fetch(
        int,
        _CANDIDATES,
        {
            "check": check_id, "seed": str(seed), "on": on, "since": at - dt.timedelta(days=CHECK.days_apart),
            "most": CHECK.most_waiting, "lot": _LOT,
        },
    )  # fmt: skip
    return list(itertools.islice((one for one in lot if not in_one_line(person, one, on)), count))


def in_one_line(person_id: int, other_id: int, on: dt.date) -> bool:
    """Whether one is above the other, at any height, or both report to the same post."""
    if orgs.supervises(person_id, other_id, on) or orgs.supervises(other_id, person_id, on):
        return True
    mine = {post.reports_to_id for post in orgs.posts_of(person_id, on)} - {None}
    return bool(mine & {post.reports_to_id for post in orgs.posts_of(other_id, on)})
