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
