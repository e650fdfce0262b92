"""Plain rows of feeds."""

import dataclasses
import datetime as dt
import uuid


@dataclasses.dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as lists show it; the secret is not kept. path: of its organisation."""

    id: int
    uuid: uuid.UUID
    label: str
    organisation_id: int
    path: str
    hint: str
    issued_by: str
    issued_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None
    used_on: dt.date | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class FeedRow:
    """A feed with its bulk act. status: kernel.models.BulkAct.Status."""

    act_uuid: uuid.UUID
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
    asked_by_id: int
    sent_by: str
    sent_at: dt.datetime

    @property
    def share(self) -> float:
        """Per cent of the accepted officers who would leave or move."""
        return (self.gone + self.moved) * 100 / self.before if self.before else 0.0
