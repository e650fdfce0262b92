"""The register of instruments."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.competencies.types import Source
from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused

_INSTRUMENT = """
select i.id, i.uuid, i.code, i.version, i.source, i.name_en, i.name_hi, i.name_ur, i.issuers, i.registered_at,
  i.withdrawn_at, i.withdrawn_reason
from competencies_instrument i
"""

# What a claim or observation of each kind is made with.
CODES = {
    Source.SELF: "self-rating",
    Source.SUPERVISOR: "supervisor-rating",
    Source.PEER: "workplace-360-peers",
    Source.SUBORDINATE: "workplace-360-team",
    Source.OBSERVATION: "observation",
    Source.WORK_PRODUCT: "work-product",
    Source.PRIOR_LEARNING: "prior-learning",
    Source.EXTERNAL_CERTIFICATE: "external-certificate",
}


@dataclasses.dataclass(frozen=True, slots=True)
class InstrumentRow:
    id: int
    uuid: uuids.UUID
    code: str
    version: str
    source: str
    name_en: str
    name_hi: str
    name_ur: str
    issuers: list[str]
    registered_at: dt.datetime
    withdrawn_at: dt.datetime | None
    withdrawn_reason: str


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    id: int
    text_en: str
    text_hi: str
    text_ur: str


def instrument_in_use(code: str) -> InstrumentRow | None:
    """That instrument in its version in use; None while there is none."""
    return rows.first(InstrumentRow, _INSTRUMENT + "where i.code = %s and i.withdrawn_at is null", [code])


def instrument_for(source: Source) -> InstrumentRow:
    """The national instrument of that kind in its version in use. Raises Refused while there is none."""
    found = instrument_in_use(CODES[source])
    if found is None:
        raise Refused(_("There is no instrument in use for this kind of proof."))
    return found


def instruments() -> list[InstrumentRow]:
    """All of them, those in use first."""
    return rows.fetch(InstrumentRow, _INSTRUMENT + "order by i.withdrawn_at is not null, i.code, i.registered_at desc")


def lines_of(instrument_id: int) -> list[Line]:
    return rows.fetch(
        Line,
        "select id, text_en, text_hi, text_ur from competencies_instrumentline where instrument_id = %s"
        " order by position",
        [instrument_id],
    )
