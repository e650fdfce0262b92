"""A course of units as its learner sees it, and one session of it."""

import dataclasses
import datetime as dt
from typing import Any
from uuid import UUID

import msgspec

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.learning.engine.cmi5.structure import shown


def in_language(texts: dict[str, str], language: str) -> tuple[str, str]:
    """(text, its language tag): in that language, in English, or whatever there is."""
    for wanted in (language, "en"):
        for tag, text in texts.items():
            if tag.lower().partition("-")[0] == wanted:
                return text, tag
    return shown(texts), next(iter(texts), "und")


@dataclasses.dataclass(frozen=True, slots=True)
class UnitRow:
    """An entry with its learner's state. current: an open session is of this unit."""

    uuid: UUID
    kind: str
    depth: int
    title: str
    tag: str
    move_on: str
    own_window: bool
    opened: bool
    completed: bool
    passed: bool
    failed: bool
    waived: bool
    satisfied: bool
    score: float | None
    progress: int | None
    current: bool

    @property
    def achieved(self) -> bool:
        """Done by doing: what asks for nothing is only done once it was."""
        return self.waived or (self.satisfied and (self.move_on != "NotApplicable" or self.completed or self.passed))

    @property
    def optional(self) -> bool:
        return self.move_on == "NotApplicable"


_UNITS = """
select u.uuid, u.kind, u.depth, u.titles::text, u.move_on, u.own_window or u.url like 'http%%',
  s.opened_at is not null, s.completed_at is not null, s.passed_at is not null, s.failed_at is not null,
  s.waived_at is not null, s.satisfied_at is not null, s.score, s.progress, o.unit_id is not null
from learning_packageunit u
left join learning_unitstate s on s.unit_id = u.id and s.registration_id = %s
left join learning_launchsession o on o.registration_id = %s and o.state = 'open' and o.unit_id = u.id
where u.package_id = %s order by u.position
"""


def units_of(registration_id: int, package_id: int, language: str) -> list[UnitRow]:
    """In order, without the course itself."""
    decode = msgspec.json.Decoder(dict[str, str]).decode

    def row(*found: Any) -> UnitRow:
        fields: Any = (*found[:3], *in_language(decode(found[3]), language), *found[4:])
        return UnitRow(*fields)

    return [one for one in rows.fetch(row, _UNITS, [registration_id, registration_id, package_id]) if one.depth]


@dataclasses.dataclass(frozen=True, slots=True)
class LaunchUnit:
    """Where a unit lies. url: a path inside the package or an absolute address."""

    uuid: UUID
    url: str
    own_window: bool
    sha256: str

    @property
    def outside(self) -> bool:
        return self.url.startswith(("http://", "https://"))


_LAUNCH = """
select u.uuid, u.url, u.own_window, k.sha256 from learning_registration r
join learning_packageunit u on u.package_id = r.package_id and u.kind = 'au'
join learning_package k on k.id = r.package_id
where r.person_id = %s and r.part_id = %s and u.uuid = %s
"""


def launch_unit(actor: Actor, part_id: int, unit: UUID) -> LaunchUnit:
    """Raises NotFound."""
    found = rows.first(LaunchUnit, _LAUNCH, [actor.person_id, part_id, unit])
    if found is None:
        raise NotFound
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class SessionRow:
    """refused: what was answered to the last report that was refused, "" where none was."""

    uuid: UUID
    unit: LaunchUnit
    title: str
    tag: str
    publisher: str
    mode: str
    state: str
    expires_at: dt.datetime
    fetched: bool
    registration: UUID
    standard: str


_SESSION = """
select s.uuid, u.uuid, u.url, u.own_window, k.sha256, u.titles::text, u.iri, s.mode, s.state, s.expires_at,
  s.fetched_at is not null, r.uuid, k.standard
from learning_launchsession s
join learning_registration r on r.id = s.registration_id
join learning_packageunit u on u.id = s.unit_id
join learning_package k on k.id = r.package_id
where r.person_id = %s and r.part_id = %s and s.uuid = %s
"""


def access_session(actor: Actor, part_id: int, session: UUID, language: str) -> SessionRow:
    """One of their own. Raises NotFound."""

    def row(*found: Any) -> SessionRow:
        title, tag = in_language(msgspec.json.decode(found[5], type=dict[str, str]), language)
        return SessionRow(found[0], LaunchUnit(*found[1:5]), title, tag, *found[6:])

    found = rows.first(row, _SESSION, [actor.person_id, part_id, session])
    if found is None:
        raise NotFound
    return found
