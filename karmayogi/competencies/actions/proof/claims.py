"""What a person says about herself: a self-rating counts at once, everything else waits for somebody's judgement."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.record_evidence import record_evidence
from karmayogi.competencies.actions.withdraw_evidence import withdraw_row
from karmayogi.competencies.models import Competency, Evidence, Proof
from karmayogi.competencies.queries.proof.access import office_of
from karmayogi.competencies.queries.proof.instruments import instrument_for
from karmayogi.competencies.types import Source
from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, clock, files
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7

MAX_FILE = 10 * 1024 * 1024
WAITING_AT_ONCE = 20
CLAIMS = (Source.WORK_PRODUCT, Source.PRIOR_LEARNING, Source.EXTERNAL_CERTIFICATE)


@transaction.atomic
def rate_self(*, actor: Actor, competency: uuids.UUID, level: int, at: dt.datetime) -> None:
    """Her own rating against the descriptors. A newer one takes the place of the earlier; the same again is nothing."""
    competency_id = _competency(competency)
    if not 1 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    instrument = instrument_for(Source.SELF)
    standing = Evidence.objects.filter(
        person_id=actor.person_id, competency_id=competency_id, source=Source.SELF, withdraws__isnull=True
    ).exclude(id__in=Evidence.objects.filter(person_id=actor.person_id, withdraws__isnull=False).values("withdraws_id"))
    earlier = list(standing.values_list("id", "level", "observed_at"))
    if any(one == level and clock.day(seen) == clock.day(at) for _id, one, seen in earlier):
        return
    for evidence_id, _level, _seen in earlier:
        withdraw_row(agent=actor, evidence_id=evidence_id, reason=_("A newer self-rating took its place."), at=at)
    record_evidence(
        agent=actor, person_id=actor.person_id, competency_id=competency_id, level=level, source=Source.SELF,
        instrument=instrument.name_en, instrument_version=instrument.version, ref_kind="self-rating", ref_uuid=uuid7(),
        observed_at=at, registered_id=instrument.id, at=at,
    )  # fmt: skip


@transaction.atomic
def claim(
    *,
    actor: Actor,
    competency: uuids.UUID,
    source: Source,
    level: int,
    statement: str,
    happened_on: dt.date,
    content: bytes = b"",
    file_name: str = "",
    at: dt.datetime,
) -> uuids.UUID:
    """Enters a piece of work, prior learning or a certificate, to be judged by somebody of her office.

    content: a PDF, PNG or JPEG of at most 10 MB; for a certificate also a signed Open Badges 3.0 file (JSON), which
    counts at once when its signature holds, names her, states a level and comes from an issuer whom the instrument
    lists. Raises Refused with the reason for anything else.
    """
    if source not in CLAIMS:
        raise ValueError(f"{source} is no claim")
    on = clock.day(at)
    competency_id = _competency(competency)
    statement = statement.strip()[:4000]
    if not 1 <= level <= 5:
        raise Refused(_("Choose a level from 1 to 5."))
    if not statement:
        raise Refused(_("Say in a few sentences what you did and what came of it."))
    if not dt.date(1950, 1, 1) <= happened_on <= on:
        raise Refused(_("The day must lie in the past."))
    if source is not Source.PRIOR_LEARNING and not content:
        raise Refused(_("Add the file."))
    if Proof.objects.filter(person_id=actor.person_id, status=Proof.Status.WAITING).count() >= WAITING_AT_ONCE:
        raise Refused(_("Twenty of your claims wait already. Let some be judged first."))
    instrument = instrument_for(source)
    media_type = _media_type(content, source) if content else ""
    badge = credentials.read_external(content, at) if media_type == "application/json" else None
    if badge is not None and badge.result in ("unreadable", "altered", "revoked", "expired"):
        raise Refused(_bad_badge(badge.result))
    if badge is not None and badge.issued_on is not None:
        happened_on = min(happened_on, badge.issued_on)  # an old badge counts as old, whatever day is typed
    row = Proof.objects.create(
        person_id=actor.person_id, competency_id=competency_id, instrument_id=instrument.id,
        organisation_path=office_of(actor.person_id, on), claimed_level=level, statement=statement,
        happened_on=happened_on, file_id=files.put(content, media_type).id if content else None,
        file_name=files.plain_name(file_name) if content else "", check_result=badge.result if badge else "",
        check_issuer=badge.issuer if badge else "", asked_at=at,
    )  # fmt: skip
    audit.record(
        "competencies:proof:claim", agent=actor, at=at, kind="proof", subject=row.uuid, label=instrument.name_en,
        concerns=actor.person_id, detail={"competency": competency_id, "level": level},
    )  # fmt: skip
    if badge is not None and badge.issued_on and badge.result == "genuine" and badge.issuer in instrument.issuers:
        code = Competency.objects.values_list("code", flat=True).get(pk=competency_id)
        proved = max((number for named, _name, number in badge.competencies if named == code), default=0)
        hers = actor.name.casefold() in {name.casefold() for name in badge.names}
        if proved and hers:
            _accept_signed(row, instrument.name_en, instrument.version, min(level, proved), actor, at)
    return row.uuid


@transaction.atomic
def take_back(*, actor: Actor, proof: uuids.UUID, at: dt.datetime) -> None:
    """She takes her claim back while it waits. Only her own exist for her; repeating changes nothing."""
    row = Proof.objects.select_for_update().filter(uuid=proof, person_id=actor.person_id).first()
    if row is None:
        raise NotFound
    if row.status == Proof.Status.TAKEN_BACK:
        return
    if row.status != Proof.Status.WAITING:
        raise Refused(_("Somebody has decided on this already."))
    row.status = Proof.Status.TAKEN_BACK
    row.save(update_fields=["status"])
    audit.record(
        "competencies:proof:take_back", agent=actor, at=at, kind="proof", subject=row.uuid, concerns=actor.person_id
    )


def _accept_signed(row: Proof, name: str, version: str, level: int, actor: Actor, at: dt.datetime) -> None:
    row.status, row.decided_at, row.decided_level = Proof.Status.ACCEPTED, at, level
    row.save(update_fields=["status", "decided_at", "decided_level"])
    record_evidence(
        agent=actor, person_id=row.person_id, competency_id=row.competency_id, level=level,
        source=Source.EXTERNAL_CERTIFICATE, instrument=name, instrument_version=version, ref_kind="proof",
        ref_uuid=row.uuid, observed_at=midday(row.happened_on), context=row.check_issuer,
        registered_id=row.instrument_id, at=at,
    )  # fmt: skip


def midday(day: dt.date) -> dt.datetime:
    """An instant on that day in India, for evidence of which only the day is known."""
    return dt.datetime.combine(day, dt.time(12), clock.IST)


def _competency(uuid: uuids.UUID) -> int:
    found = Competency.objects.filter(uuid=uuid).values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return found


def _media_type(content: bytes, source: Source) -> str:
    """By what the file begins with, never by its name."""
    if len(content) > MAX_FILE:
        raise Refused(_("The file is larger than 10 MB."))
    if found := files.paper_type(content):
        return found
    if source is Source.EXTERNAL_CERTIFICATE and content.lstrip()[:1] == b"{":
        return "application/json"
    if source is Source.EXTERNAL_CERTIFICATE:
        raise Refused(_("Only PDF, PNG and JPEG files and Open Badges (JSON) can be read."))
    raise Refused(_("Only PDF, PNG and JPEG files can be read."))


def _bad_badge(result: str) -> str:
    return {
        "unreadable": _("This is not an Open Badges 3.0 credential."),
        "altered": _("The signature of this credential does not fit: it was changed after it was signed."),
        "revoked": _("This credential was revoked by its issuer."),
        "expired": _("This credential is no longer valid."),
    }[result]
