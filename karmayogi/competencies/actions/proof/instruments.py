"""The register of instruments: a new version, and taking one out with all that it proved."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.proof.recompute import recompute_persons
from karmayogi.competencies.models import Instrument, InstrumentLine
from karmayogi.competencies.queries.proof.access import curates
from karmayogi.competencies.queries.proof.policies import policy_in_force
from karmayogi.competencies.types import Source
from karmayogi.kernel import audit, bulk, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.jobs import BULK, task

CHUNK = 2_000

_WITHDRAW = """
with standing as (
  select e.* from competencies_evidence e
  where e.registered_id = %(instrument)s and e.withdraws_id is null
    and not exists (select from competencies_evidence w where w.withdraws_id = e.id and w.withdraws_id is not null)
  order by e.id limit %(limit)s for update of e
)
insert into competencies_evidence
  (uuid, person_id, competency_id, level, source, instrument, instrument_version, ref_kind, ref_uuid, context,
   withdraws_id, observed_at)
select gen_random_uuid(), s.person_id, s.competency_id, 0, s.source, s.instrument, s.instrument_version, s.ref_kind,
  s.ref_uuid, %(reason)s::text, s.id, %(at)s::timestamptz
from standing s
returning person_id,
  (select uuid from competencies_evidence e where e.id = competencies_evidence.withdraws_id), instrument
"""


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


@transaction.atomic
def withdraw_instrument(*, actor: Actor, instrument: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """Takes it out of use at once; a job withdraws its evidence and works out the levels. Repeating is harmless."""
    _check_curator(actor)
    row = Instrument.objects.select_for_update().filter(uuid=instrument).first()
    if row is None:
        raise NotFound
    if not reason.strip():
        raise Refused(_("Say why it is withdrawn: everybody whose evidence falls will read it."))
    if row.withdrawn_at is not None:
        return
    row.withdrawn_at, row.withdrawn_reason = at, reason.strip()[:300]
    row.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    audit.record(
        "competencies:instrument:withdraw", agent=actor, at=at, kind="instrument", subject=row.uuid, label=row.code,
        why=row.withdrawn_reason,
    )  # fmt: skip
    withdraw_rows.enqueue(instrument_uuid=str(row.uuid))


@task(queue_name=BULK)
def withdraw_rows(instrument_uuid: str) -> None:
    """Chunk after chunk until no row of the instrument stands; run again after a break, it finds what is left."""
    row = Instrument.objects.filter(uuid=instrument_uuid, withdrawn_at__isnull=False).first()
    while row is not None and _step(row, clock.now()):
        pass


@transaction.atomic
def _step(row: Instrument, at: dt.datetime) -> bool:
    terms = {"instrument": row.pk, "limit": CHUNK, "reason": row.withdrawn_reason, "at": at}
    gone = rows.fetch(lambda *line: line, _WITHDRAW, terms)
    if not gone:
        return False
    bulk.record_many(
        "competencies:evidence:withdraw",
        [bulk.Entry(uuid, label, person) for person, uuid, label in gone],
        account_id=None, agent_label="instrument withdrawn", kind="evidence", why=row.withdrawn_reason, at=at,
    )  # fmt: skip
    recompute_persons(sorted({person for person, _uuid, _label in gone}), policy=policy_in_force(), at=at)
    return True


def _check_curator(actor: Actor) -> None:
    if not curates(actor):
        raise NotFound
