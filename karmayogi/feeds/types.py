"""Plain rows of feeds."""

import dataclasses
import datetime as dt
import uuid

type Uuid = uuid.UUID


@dataclasses.dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as lists show it; the secret is not kept. path: of its organisation."""

    id: int
    uuid: Uuid
    label: str
    organisation_id: int
    path: str
    hint: str
    issued_by: str
    issued_by_native: str
    issued_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    used_on: dt.date | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str


DEFAULT_PERCENT, DEFAULT_SYSTEM = 10, "eHRMS"


@dataclasses.dataclass(frozen=True, slots=True)
class SettingRow:
    """The breaker of an organisation and the name of its system. wanted: a larger share that waits for a second person.
    before: the share that counted until the last raise."""

    percent: int
    system: str
    wanted: int | None
    wanted_by_id: int | None
    wanted_by: str | None
    wanted_by_native: str | None
    raised_at: dt.datetime | None
    before: int | None

    @property
    def raise_from(self) -> dt.datetime | None:
        """From when a feed must be sent for the raised share to count."""
        return self.raised_at + dt.timedelta(days=1) if self.raised_at else None

    def percent_for(self, sent_at: dt.datetime) -> int:
        """The share that counts for a feed sent then: whoever raises it does not raise it for the feed at hand."""
        if self.raise_from is None or self.before is None or sent_at >= self.raise_from:
            return self.percent
        return min(self.percent, self.before)


@dataclasses.dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its bulk act. status: kernel.models.BulkAct.Status."""

    act_uuid: Uuid
    organisation_id: int
    path: str
    label: str
    status: str
    trial: bool
    before: int
    joined: int
    gone: int
    moved: int
    changed: int
    unchanged: int
    queued: int
    limit_percent: int
    stopped: bool
    override_reason: str
    override_name: str | None
    override_native: str | None
    asked_by_id: int
    sent_by: str
    sent_by_native: str
    sent_at: dt.datetime

    @property
    def share(self) -> float:
        """Per cent of the accepted officers who would leave or move."""
        return (self.gone + self.moved) * 100 / self.before if self.before else 0.0


@dataclasses.dataclass(frozen=True, slots=True)
class RequestRow:
    """What an officer asks for. kind: correct | transfer. status: pending | approved | returned | withdrawn."""

    uuid: Uuid
    kind: str
    field: str
    was: str
    wanted: str
    effective_on: dt.date | None
    order_number: str
    reason: str
    status: str
    comment: str
    sent_at: dt.datetime
    decided_at: dt.datetime | None
    decided_by: str | None
    decided_by_native: str | None
    path: str
    person_id: int
    person_uuid: Uuid
    person_name: str
    person_native: str
    employee_code: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    designation: str | None
    designation_hi: str | None
    designation_ur: str | None
    was_hi: str | None
    was_ur: str | None
    answered: bool
    key: int


@dataclasses.dataclass(frozen=True, slots=True)
class Verification:
    """How far the office, or a code, has confirmed a part of the profile.

    part: group | designation | email | mobile. state: verified | waiting | missing | unverified. since: of a request.
    transfer: it waits because of a transfer that is not decided.
    """

    part: str
    value: str
    state: str
    since: dt.datetime | None
    transfer: bool
    value_hi: str = ""
    value_ur: str = ""
