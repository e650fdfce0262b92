"""A strong signal about a completed course: three questions are laid before the person."""

import datetime as dt
import logging
import random
import uuid
from typing import Any

from django.db import transaction
from django.utils.crypto import salted_hmac

from karmayogi.assessment.actions.integrity.tell_person import tell_person
from karmayogi.assessment.engine import drawing
from karmayogi.assessment.engine.integrity.policy import IN_FORCE, Policy
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.ids import uuid7

log = logging.getLogger(__name__)

RULE = System("rules of honest completion")

# A case for which there are too few questions is tried again for some nights, after the newer ones.
TRIED = dt.timedelta(days=14)

_DUE = """
select s.id, s.person_id, n.id, n.language, n.version_id, n.course_id, te.title
from (
  select distinct on (enrolment_id) id, person_id, enrolment_id from assessment_integritysignal
  where strong and found_at > %s and policy = %s and kind = any(%s::text[]) order by enrolment_id, id
) s
join learning_enrolment n on n.id = s.enrolment_id and n.status = 'completed'
join learning_coursetext te on te.version_id = n.version_id and te.language = 'en'
where not exists (select from assessment_recheck r where r.enrolment_id = n.id)
order by s.id desc
limit %s
"""

# Of the course itself or of its competencies; no wording of a question that the person has had. True or false is left
# out: it is guessed too easily. So is what was withdrawn, and what another course asks that is not open to everybody.
_FRESH = """
select q.id, q.course_id = %(course)s,
  array(select o.key from assessment_option o where o.item_id = q.id order by o.position), q.kind
from assessment_item q
where q.kind in ('single', 'multiple', 'weighted')
  and (q.course_id = %(course)s or q.competency_id in (
    select competency_id from learning_coursecompetency where version_id = %(version)s))
  and exists (
    select from assessment_paperitem i join assessment_paper p on p.id = i.paper_id
    join learning_part part on part.id = p.part_id
    join learning_course c on c.current_version_id = part.version_id
    where i.item_id = q.id and c.status = 'published' and (c.audience = 'everyone' or c.id = %(course)s))
  and not exists (select from assessment_itemwithdrawal w where w.item_id = q.id and w.undone_at is null)
  and not exists (
    select from assessment_attempt a join assessment_attemptitem had on had.attempt_id = a.id
    join assessment_item was on was.id = had.item_id
    where a.person_id = %(person)s and was.course_id = q.course_id and was.key = q.key)
  and not exists (
    select from assessment_sitting t join assessment_sittingitem had on had.sitting_id = t.id
    join assessment_item was on was.id = had.item_id
    where t.person_id = %(person)s and was.course_id = q.course_id and was.key = q.key)
  and not exists (
    select from assessment_recheck r join assessment_recheckquestion had on had.recheck_id = r.id
    join assessment_item was on was.id = had.item_id
    where r.person_id = %(person)s and was.course_id = q.course_id and was.key = q.key)
order by q.id
"""

_ASK = """
insert into assessment_recheck (uuid, person_id, enrolment_id, signal_id, policy, state, language, asked_at, due_at,
  appeal, decision)
values (%s, %s, %s, %s, %s, 'open', %s, %s, %s, '', '')
on conflict (enrolment_id) do nothing returning id
"""
_QUESTIONS = """
insert into assessment_recheckquestion (recheck_id, position, item_id, shown, chosen)
select %s, d.position, d.item_id, string_to_array(d.shown, chr(9)), '{}'
from unnest(%s::smallint[], %s::bigint[], %s::text[]) d(position, item_id, shown)
"""


def ask_rechecks(*, at: dt.datetime, policy: Policy = IN_FORCE, limit: int = 10_000) -> tuple[int, int]:
    """(asked, strong cases for which there are too few questions that the person has not had). One completion is asked
    about once, whatever is found later. A case that fails is logged and holds up no other."""
    asked = without = 0
    for one in rows.fetch(lambda *row: row, _DUE, [at - TRIED, policy.version, list(policy.rechecks), limit]):
        try:
            done = _ask(one, policy, at)
        except Exception:
            log.exception("a re-check could not be asked", extra={"signal": one[0]})
            continue
        asked, without = asked + done, without + (not done)
    return asked, without


@transaction.atomic
def _ask(one: tuple[Any, ...], policy: Policy, at: dt.datetime) -> bool:
    signal_id, person_id, enrolment_id, language, version_id, course_id, title = one
    pool = rows.fetch(lambda *row: row, _FRESH, {"person": person_id, "course": course_id, "version": version_id})
    if len(pool) < policy.recheck_questions:
        return False
    recheck = uuid7()
    # As with tests: the uuid stands in an address, so it must not tell the order of the options.
    seed = uuid.UUID(bytes=salted_hmac("assessment.recheck", recheck.hex, algorithm="sha256").digest()[:16])
    dice = random.Random(seed.int)  # noqa: S311 (a repeatable draw, not a secret)
    dice.shuffle(pool)
    drawn = sorted(pool, key=lambda row: not row[1])[: policy.recheck_questions]  # stable: of the course itself first
    due = at + dt.timedelta(days=policy.recheck_days)
    row_id = rows.scalar(_ASK, [recheck, person_id, enrolment_id, signal_id, policy.version, language, at, due])
    if row_id is None:
        return True
    shown = ["\t".join(drawing.option_order(kind, keys, seed, item)) for item, _own, keys, kind in drawn]
    rows.run(_QUESTIONS, [row_id, list(range(1, len(drawn) + 1)), [row[0] for row in drawn], shown])
    audit.record(
        "assessment:recheck:ask", agent=RULE, at=at, kind="recheck", subject=recheck, label=title, concerns=person_id,
        detail={"policy": policy.version, "due": due},
    )  # fmt: skip
    tell_person(enrolment_id=enrolment_id, what="asked", until=due)
    return True
