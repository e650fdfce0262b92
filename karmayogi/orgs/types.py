"""What crosses the face of orgs: plain rows. Ids are bigint, `uuid` is what goes into addresses.

`path` is the materialised path of an organisation: everything below it starts with it.
"""

import dataclasses
import datetime as dt
import uuid

type Uuid = uuid.UUID

# How a post can be held (models.Incumbency.Kind), in the order in which somebody chooses.
APPOINTMENTS = ("substantive", "deputation", "contract", "additional", "officiating", "elected")


@dataclasses.dataclass(frozen=True, slots=True)
class OrganisationRow:
    """A unit of government as it is today. kind: orgs.models.Organisation.Kind."""

    id: int
    uuid: Uuid
    code: str
    kind: str
    name_en: str
    name_hi: str
    name_ur: str
    parent_id: int | None
    path: str
    state_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class SpellRow:
    """What an organisation was called and stood under over a period; valid_to: first day on which no longer."""

    name_en: str
    kind: str
    parent_id: int | None
    valid_from: dt.date
    valid_to: dt.date | None
    order_number: str


@dataclasses.dataclass(frozen=True, slots=True)
class StateRow:
    """One of the 36 States and Union territories, with its place in the grid of equal tiles."""

    id: int
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    kind: str
    tile_row: int
    tile_col: int
    lgd_code: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class DesignationRow:
    """A designation of the master; one that was merged is answered by the one that stays."""

    id: int
    uuid: Uuid
    name: str
    name_hi: str
    name_ur: str


@dataclasses.dataclass(frozen=True, slots=True)
class PostRow:
    """A post together with how one person holds it. kind: of the incumbency. since: first day on it."""

    id: int
    uuid: Uuid
    code: str
    label: str
    designation_id: int
    designation_en: str
    designation_hi: str
    designation_ur: str
    organisation_id: int
    organisation_uuid: Uuid
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    path: str
    reports_to_id: int | None
    kind: str
    since: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class SeatRow:
    """A post by itself, whoever holds it."""

    id: int
    uuid: Uuid
    code: str
    organisation_id: int
    designation_id: int
    reports_to_id: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class LinePost:
    """One step of a reporting line, nearest first. The person is None while the post is vacant."""

    step: int
    post_id: int
    post_uuid: Uuid
    label: str
    designation_en: str
    designation_hi: str
    designation_ur: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    person_id: int | None
    person_uuid: Uuid | None
    person_name: str | None
    person_name_native: str | None


@dataclasses.dataclass(frozen=True, slots=True)
class TeamMember:
    """Somebody whose post reports to a post of mine."""

    person_id: int
    person_uuid: Uuid
    name: str
    name_native: str
    employee_code: str
    post_id: int
    designation_id: int
    designation_en: str
    designation_hi: str
    designation_ur: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    since: dt.date


@dataclasses.dataclass(frozen=True, slots=True)
class PersonInList:
    """One line of a people list."""

    person_id: int
    person_uuid: Uuid
    name: str
    name_native: str
    employee_code: str
    group: str
    email: str | None
    mobile: str | None
    designation_en: str
    designation_hi: str
    designation_ur: str
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    label: str
    kind: str
    since: dt.date
    path: str


@dataclasses.dataclass(frozen=True, slots=True)
class PersonAtPost:
    """A person with her main post on a day; the post is None for somebody who holds none."""

    person_id: int
    person_uuid: Uuid
    name: str
    name_native: str
    employee_code: str
    group: str
    post: PostRow | None


@dataclasses.dataclass(frozen=True, slots=True)
class StrengthRow:
    """Seats. extra: without sanction. filled: of either sort, by anybody who fills a seat (substantive, on deputation,
    on contract, elected). additional: vacant ones that somebody looks after beside her own, or officiates on."""

    sanctioned: int
    extra: int
    filled: int
    additional: int

    @property
    def vacant(self) -> int:
        return self.sanctioned + self.extra - self.filled


@dataclasses.dataclass(frozen=True, slots=True)
class Page[T]:
    """Rows of one page and the key to ask for the next one with (`after=`), None on the last page."""

    rows: list[T]
    after: str | None
