"""The night's work on checks: opening them, ending what nobody used, drawing others for peers who did not answer."""

import datetime as dt
import logging

from django.db import transaction

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.clock import IST
from karmayogi.learning.actions.onthejob.draw_peers import draw_peers
from karmayogi.learning.engine.onthejob.terms import CHECK
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, PeerAsk

log = logging.getLogger(__name__)
AGENT = System("application check")

# Completions by the index of their time; whoever has a check for the enrolment already has no second one.
_OPEN = """
insert into learning_applicationcheck (uuid, person_id, enrolment_id, course_id, organisation_path, state, opened_at,
  closes_on, appeal_reason, decision)
select gen_random_uuid(), n.person_id, n.id, n.course_id, n.organisation_path, 'open', %(at)s::timestamptz,
  (n.completed_at at time zone 'Asia/Kolkata')::date + %(closes)s::int, '', ''
from learning_enrolment n join learning_course c on c.id = n.course_id and c.kind = 'course'
where n.completed_at >= %(since)s::timestamptz and n.completed_at < %(until)s::timestamptz and n.status = 'completed'
  and exists (select from learning_coursecompetency cc where cc.version_id = n.version_id)
on conflict (enrolment_id) do nothing
"""
_LAPSE = "update learning_applicationcheck set state = 'lapsed' where state = 'open' and closes_on < %s::date"
_LATE = """
update learning_peerask set state = 'late', ended_at = %s::timestamptz where state = 'waiting' and due_on < %s::date
"""
# Tries under way for which fewer peers are asked than are wanted.
_SHORT = """
select t.id from learning_applicationcheck c
join learning_applicationtry t on t.check_of_id = c.id and t.shown is null
where c.state = 'asked' and (
  select count(*) from learning_peerask a where a.attempt_id = t.id and a.state in ('waiting', 'answered')) < %s
order by t.id
"""
_OVERDUE = """
select c.id from learning_applicationcheck c
join learning_applicationtry t on t.check_of_id = c.id and t.shown is null
where c.state = 'asked' and t.sent_at < %s::timestamptz order by c.id
"""


@transaction.atomic
def open_checks(*, on: dt.date, at: dt.datetime) -> int:
    """A check for every course that was completed 30 to 60 days before `on` and is tagged with a competency; how many
    are new. One statement, and again it changes nothing."""
    return rows.run(
        _OPEN,
        {
            "at": at,
            "closes": CHECK.closes_after,
            "since": _midnight(on - dt.timedelta(days=CHECK.closes_after)),
            "until": _midnight(on - dt.timedelta(days=CHECK.opens_after - 1)),
        },
    )


def look_after_checks(*, on: dt.date, at: dt.datetime) -> None:
    """Ends what was not used and what was not answered, draws others, and passes on what peers did not decide in time.
    Each try in a transaction of its own, so that one that fails stops no other; repeated, it goes on where it was."""
    with transaction.atomic():
        rows.run(_LAPSE, [on])
        rows.run(_LATE, [at, on])
    for check in rows.fetch(int, _OVERDUE, [at - dt.timedelta(days=CHECK.days_to_decide)]):
        try:
            _pass_on(check, at)
        except Exception:
            log.exception("a check could not be passed on", extra={"check": check})
    for attempt in rows.fetch(int, _SHORT, [CHECK.peers]):
        try:
            draw_peers(attempt_id=attempt, on=on, at=at)
        except Exception:
            log.exception("nobody could be drawn for a try", extra={"try": attempt})


@transaction.atomic
def _pass_on(check_id: int, at: dt.datetime) -> None:
    """Too few colleagues could be found: somebody of the office decides, as on an appeal."""
    row = ApplicationCheck.objects.select_for_update().get(pk=check_id)
    if row.state != ApplicationCheck.State.ASKED:
        return
    row.state, row.appealed_at = ApplicationCheck.State.APPEALED, at
    row.save(update_fields=["state", "appealed_at"])
    attempts = ApplicationTry.objects.filter(check_of=row)
    PeerAsk.objects.filter(attempt__in=attempts, state=PeerAsk.State.WAITING).update(
        state=PeerAsk.State.SPARED, ended_at=at
    )
    audit.record(
        "learning:check:pass_on", agent=AGENT, at=at, kind="application check", subject=row.uuid,
        concerns=row.person_id,
    )  # fmt: skip


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), IST)
