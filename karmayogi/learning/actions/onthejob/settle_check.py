"""What follows from the answers of the colleagues: with a majority the try is decided, hours and evidence come."""

import datetime as dt

from django.db import transaction

from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Agent, System
from karmayogi.learning.actions.onthejob.credit import credit
from karmayogi.learning.engine.onthejob.terms import CHECK, majority
from karmayogi.learning.events import LearnedAtWork
from karmayogi.learning.models import ApplicationCheck, ApplicationTry, PeerAsk
from karmayogi.learning.queries.row import Row
from karmayogi.learning.types import CreditKind

AGENT = System("application check")
WORDS_ONLY, WITH_WORK = "application-check", "application-check-work"
_S = ApplicationCheck.State

_TAUGHT = """
select cc.competency_id, cc.level, coalesce(t.title, c.code) from learning_applicationcheck k
join learning_enrolment n on n.id = k.enrolment_id
join learning_course c on c.id = k.course_id
join learning_coursecompetency cc on cc.version_id = n.version_id
left join learning_coursetext t on t.version_id = n.version_id and t.language = 'en'
where k.id = %s order by cc.competency_id
"""


@transaction.atomic
def settle_check(*, attempt_id: int, at: dt.datetime) -> None:
    """Call it with the check locked. Without a majority nothing happens; the peers who are not needed any more are
    spared."""
    attempt = ApplicationTry.objects.get(pk=attempt_id)
    check = ApplicationCheck.objects.get(pk=attempt.check_of_id)
    answered = PeerAsk.objects.filter(attempt=attempt, state=PeerAsk.State.ANSWERED)
    shown = majority([bool(one) for one in answered.values_list("shown", flat=True)])
    if shown is None or check.state != _S.ASKED:
        return
    PeerAsk.objects.filter(attempt=attempt, state=PeerAsk.State.WAITING).update(state=PeerAsk.State.SPARED, ended_at=at)
    attempt.shown, attempt.decided_at = shown, at
    attempt.save(update_fields=["shown", "decided_at"])
    check.state, check.decided_at = _S.SHOWN if shown else _S.NOT_SHOWN, at
    check.save(update_fields=["state", "decided_at"])
    audit.record(
        "learning:check:settle", agent=AGENT, at=at, kind="application check", subject=check.uuid,
        concerns=check.person_id, detail={"shown": shown, "try": attempt.number},
    )  # fmt: skip
    if shown:
        prove(check, agent=AGENT, observer_id=None, context="", at=at)


def prove(check: ApplicationCheck, *, agent: Agent, observer_id: int | None, context: str, at: dt.datetime) -> None:
    """Hours at work, and evidence of what the course teaches, at its levels: the word of peers, or a piece of work that
    they judged. The colleagues are not named in it."""
    credit(
        person_id=check.person_id, on=clock.day(at), minutes=CHECK.minutes, kind=CreditKind.EXPERIENCE,
        ref_kind="application", ref_uuid=check.uuid,
    )  # fmt: skip
    events.announce(LearnedAtWork(check.person_id, CHECK.minutes, at))
    with_work = ApplicationTry.objects.filter(check_of=check).order_by("-number").first()
    code = WITH_WORK if with_work is not None and with_work.file_id else WORDS_ONLY
    instrument = competencies.instrument_in_use(code)
    if instrument is None:  # withdrawn by its curators: it proves nothing any more, the hours stay
        return
    for competency_id, level, title in rows.fetch(Row, _TAUGHT, [check.pk]):
        competencies.record_evidence(
            agent=agent, person_id=check.person_id, competency_id=competency_id, level=level,
            source=Source(instrument.source), instrument=instrument.name_en, instrument_version=instrument.version,
            ref_kind="application", ref_uuid=check.uuid, observer_id=observer_id, context=context or title,
            observed_at=at, registered_id=instrument.id, at=at,
        )  # fmt: skip
