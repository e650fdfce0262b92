"""The Commission enters that an institute is accredited, or withdraws it from a day on."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.insight.models import Accreditation
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries.accreditations import LEVELS, licensed
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

LENGTHS = {"standard": 60, "document": 200, "given_by": 150}
LONGEST_REASON = 300
_LOCK = "select pg_advisory_xact_lock(hashtextextended('accreditation of ' || %s::text, 0))"
# By the days on which each holds: until its last day, or until the day before it was withdrawn.
_MEETS = """
select exists (
  select from insight_accreditation
  where provider_id = %(provider)s and lower(standard) = lower(%(standard)s)
    and daterange(from_on, least(until_on + 1, withdrawn_on)) && daterange(%(from)s::date, %(until)s::date, '[]'))
"""


@transaction.atomic
def accredit(
    *, actor: Actor, number: uuid.UUID, provider: uuid.UUID, standard: str, level: int, from_on: dt.date,
    until_on: dt.date | None, document: str, given_by: str, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Its uuid. number: of the form, so that sending it twice enters it once."""
    _check(actor)
    found = licensed(provider)
    if found is None:
        raise Refused(_("Choose the institute from the list."))
    key, name = found
    rows.run(_LOCK, [key])
    if Accreditation.objects.filter(uuid=number).exists():
        return number
    texts = {"standard": standard, "document": document, "given_by": given_by}
    texts = {field: " ".join(text.replace("\0", "").split()) for field, text in texts.items()}
    if any(not text or len(text) > LENGTHS[field] for field, text in texts.items()):
        raise Refused(_("Give the standard, the document and who gave it, each in few words."))
    if level not in LEVELS:
        raise Refused(_("Choose a level from the list."))
    if from_on > clock.day(at) or (until_on is not None and until_on < from_on):
        raise Refused(_("The first day lies ahead, or the last day comes before it."))
    if rows.scalar(_MEETS, {"provider": key, "standard": texts["standard"], "from": from_on, "until": until_on}):
        raise Refused(
            _("The institute is accredited by this standard on some of these days already. Withdraw that first.")
        )
    Accreditation.objects.create(
        uuid=number, provider_id=key, level=level, from_on=from_on, until_on=until_on, entered_at=at, **texts
    )
    audit.record(
        "insight:accreditation:enter", agent=actor, at=at, kind="accreditation", subject=number, label=name,
        detail=texts | {"level": level, "from": from_on.isoformat(), "until": until_on.isoformat() if until_on else ""},
    )  # fmt: skip
    return number


@transaction.atomic
def withdraw(*, actor: Actor, accreditation: uuid.UUID, on: dt.date, reason: str, at: dt.datetime) -> None:
    """From that day on it holds no more; from its first day on, it never did. Repeating it changes nothing."""
    _check(actor)
    row = Accreditation.objects.select_for_update(of=("self",)).select_related("provider").filter(
        uuid=accreditation
    ).first()  # fmt: skip
    if row is None:
        raise NotFound
    reason = " ".join(reason.replace("\0", "").split())
    if row.withdrawn_on is not None:
        return
    if not reason or len(reason) > LONGEST_REASON:
        raise Refused(_("Give the reason."))
    if not row.from_on <= on <= clock.day(at) or (row.until_on is not None and on > row.until_on):
        raise Refused(_("It is withdrawn on one of its own days, at the latest today."))
    row.withdrawn_on, row.reason = on, reason
    row.save(update_fields=["withdrawn_on", "reason"])
    audit.record(
        "insight:accreditation:withdraw", agent=actor, at=at, kind="accreditation", subject=accreditation,
        label=row.provider.name_en, why=reason, detail={"on": on.isoformat()},
    )  # fmt: skip


def _check(actor: Actor) -> None:
    if not can_freeze(actor, orgs.country_path()):
        raise NotFound
