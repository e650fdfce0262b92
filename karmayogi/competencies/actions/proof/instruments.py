"""The register of instruments: a new one, or a new version. Taking one out is an act of its own (withdrawals)."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.models import Instrument, InstrumentLine
from karmayogi.competencies.queries.proof.access import curates
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused


@transaction.atomic
def register_instrument(
    *,
    actor: Actor,
    code: str,
    version: str,
    source: Source,
    names: tuple[str, str, str],
    lines: Sequence[str] = (),
    issuers: Sequence[str] = (),
    at: dt.datetime,
) -> uuids.UUID:
    """Enters an instrument, or a new version beside one that was withdrawn. names: English, Hindi, Urdu."""
    _check_curator(actor)
    code, version = code.strip().lower(), version.strip()
    if not code or not version or not names[0].strip():
        raise Refused(_("An instrument needs a code, a version and a name."))
    if source is Source.OBSERVATION and not lines:
        raise Refused(_("An observation needs a checklist."))
    if Instrument.objects.filter(code=code, version=version).exists():
        raise Refused(_("This version is registered already."))
    if Instrument.objects.filter(code=code, withdrawn_at__isnull=True).exists():
        raise Refused(_("Another version of it is in use. Withdraw that one first, or choose another code."))
    row = Instrument.objects.create(
        code=code[:40], version=version[:20], source=source, name_en=names[0].strip()[:160],
        name_hi=names[1].strip()[:160], name_ur=names[2].strip()[:160], issuers=[one[:300] for one in issuers],
        registered_at=at,
    )  # fmt: skip
    InstrumentLine.objects.bulk_create(
        InstrumentLine(instrument=row, position=place, text_en=text[:200]) for place, text in enumerate(lines, 1)
    )
    audit.record(
        "competencies:instrument:register", agent=actor, at=at, kind="instrument", subject=row.uuid, label=row.code
    )
    return row.uuid


def _check_curator(actor: Actor) -> None:
    if not curates(actor):
        raise NotFound
