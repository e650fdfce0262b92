"""Who may judge how somebody applied a course: drawn by lot, with the conflicts of interest left out.

The order is that of a hash over the seed of the try and the person, so that nobody chooses, and whoever looks after the
copy can draw again and find the same. The seed is on no page.
"""

import datetime as dt
import itertools
import uuid as uuids
from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.orgs import api as orgs

_LOT = 400  # of those who are able, so many are drawn before the dear questions about each of them
_WIDE = 8_000  # of all who serve
_ON = "{0}.valid_from <= %(on)s and ({0}.valid_to is null or {0}.valid_to > %(on)s)"

_CHECK = """
select c.person_id, c.course_id, array(
  select distinct f.designation_id from learning_enrolment n
  join learning_coursecompetency cc on cc.version_id = n.version_id
  join competencies_profilerequirement r on r.competency_id = cc.competency_id and r.level >= cc.level
  join competencies_profile f on f.id = r.profile_id and f.in_force
  where n.id = c.enrolment_id)
from learning_applicationcheck c where c.id = %(check)s
"""
# Who was drawn for this check before, whatever came of it; who judged the officer lately, or was judged by the officer.
_APART = """
select a.peer_id from learning_applicationcheck c
join learning_applicationtry t on t.check_of_id = c.id
join learning_peerask a on a.attempt_id = t.id and (c.id = %(check)s or a.asked_at >= %(since)s)
where c.person_id = %(person)s
union
select c.person_id from learning_peerask a
join learning_applicationtry t on t.id = a.attempt_id
join learning_applicationcheck c on c.id = t.check_of_id
where a.peer_id = %(person)s and a.asked_at >= %(since)s
"""
# Whoever completed the course, or serves on a post that needs one of its competencies at least as high. The lot comes
# first, of each of the two by itself: of a course that a million completed, nobody has to compare a million.
_PLACE = "md5(%(seed)s::text || {0}.person_id::text)"
_COMPLETED = f"""
select n.person_id, {_PLACE.format("n")} from learning_enrolment n
where n.course_id = %(course)s and n.status = 'completed' and n.person_id <> all(%(apart)s::bigint[])
order by 2, 1 limit %(lot)s
"""
# The first of all who serve, whatever their post: where enough of them fit, these are the first of those who fit.
_SERVING = f"""
with first as materialized (
  select i.person_id, i.post_id, {_PLACE.format("i")} as place from orgs_incumbency i
  where {_ON.format("i")} and i.person_id <> all(%(apart)s::bigint[]) order by 3, 1 limit %(wide)s)
select distinct first.person_id, first.place from first
cross join lateral (
  select p.designation_id from {orgs.THEN_POSTS} p where p.post_id = first.post_id and {_ON.format("p")}) held
where held.designation_id = any(%(designations)s::bigint[])
order by 2, 1 limit %(lot)s
"""
# The same of all of them, for competencies that few posts need.
_NEEDED = f"""
select distinct i.person_id, {_PLACE.format("i")} from {orgs.THEN_POSTS} p
join orgs_incumbency i on i.post_id = p.post_id and {_ON.format("i")}
where p.designation_id = any(%(designations)s::bigint[]) and {_ON.format("p")}
  and i.person_id <> all(%(apart)s::bigint[])
order by 2, 1 limit %(lot)s
"""
# Left out: who does not serve or cannot sign in, and who has enough to judge already. The dear questions, of few.
_FIT = f"""
select lot.person_id from unnest(%(lot)s::bigint[]) with ordinality lot(person_id, place)
where exists (select from people_account account where account.person_id = lot.person_id and account.is_active)
  and exists (select from orgs_incumbency i where i.person_id = lot.person_id and {_ON.format("i")})
  and (select count(*) from learning_peerask a where a.peer_id = lot.person_id and a.state = 'waiting') < %(most)s
order by lot.place
"""


def _placed(person: int, place: str) -> tuple[int, str]:
    return person, place


def peers_for(check_id: int, seed: uuids.UUID, *, count: int, on: dt.date, at: dt.datetime) -> list[int]:
    """At most `count` persons, in the order of the lot; nobody above, below or beside the officer in one reporting
    line."""
    found: Any = rows.first(lambda *row: row, _CHECK, {"check": check_id})
    person, course, designations = found
    since = at - dt.timedelta(days=CHECK.days_apart)
    apart = rows.fetch(int, _APART, {"check": check_id, "person": person, "since": since})
    terms = {
        "seed": str(seed), "course": course, "designations": list(designations), "on": on, "lot": _LOT,
        "wide": _WIDE, "apart": [person, *apart],
    }  # fmt: skip
    lot = dict(rows.fetch(_placed, _COMPLETED, terms))
    serving = rows.fetch(_placed, _SERVING, terms) if designations else []
    lot |= dict(serving if len(serving) == _LOT or not designations else rows.fetch(_placed, _NEEDED, terms))
    drawn = sorted(lot, key=lambda one: (lot[one], one))[:_LOT]
    fit = rows.fetch(int, _FIT, {"lot": drawn, "on": on, "most": CHECK.most_waiting})
    return list(itertools.islice((one for one in fit if not in_one_line(person, one, on)), count))


def in_one_line(person_id: int, other_id: int, on: dt.date) -> bool:
    """Whether one is above the other, at any height, or both report to the same post."""
    if orgs.supervises(person_id, other_id, on) or orgs.supervises(other_id, person_id, on):
        return True
    mine = {post.reports_to_id for post in orgs.posts_of(person_id, on)} - {None}
    return bool(mine & {post.reports_to_id for post in orgs.posts_of(other_id, on)})
