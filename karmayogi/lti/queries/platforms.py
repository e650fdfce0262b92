"""Platforms that open our courses, who came from them, and scores that wait for them."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Sequence

from karmayogi.kernel import rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.lti.models import Arrival, Guest, Placement, Platform
from karmayogi.lti.policies import check_platforms


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A score on its way. parked: why it is not tried any more, or ""."""

    id: int
    course: str
    failures: int
    next_at: dt.datetime | None
    parked: str


def guests_among(persons: Sequence[int]) -> set[int]:
    """Those of them who came from another platform."""
    return set(rows.fetch(int, "select distinct person_id from lti_guest where person_id = any(%s)", [list(persons)]))


def access_platform(actor: Actor, platform: uuids.UUID) -> Platform:
    """For who looks after platforms. Raises NotFound."""
    check_platforms(actor)
    row = Platform.objects.filter(uuid=platform).first()
    if row is None:
        raise NotFound
    return row


def platforms(actor: Actor) -> list[Platform]:
    check_platforms(actor)
    return list(Platform.objects.order_by("state", "name", "id"))


def platform_speaking(issuer: str, client_id: str) -> Platform | None:
    """The active platform of that issuer; without a client_id only where there is one."""
    found = Platform.objects.filter(issuer=issuer[:300], state=Platform.State.ACTIVE)
    if client_id:
        found = found.filter(client_id=client_id[:200])
    rows_found = list(found[:2])
    return rows_found[0] if len(rows_found) == 1 else None


def waiting_of(platform: Platform) -> list[Waiting]:
    return rows.fetch(
        Waiting,
        "select p.id, c.code, p.failures, p.next_at, p.parked from lti_placement p"
        " join lti_guest g on g.id = p.guest_id join learning_course c on c.id = p.course_id"
        " where g.platform_id = %s and (p.next_at is not null or p.parked <> '') order by p.id limit 100",
        [platform.id],
    )


def guests_of(platform: Platform) -> int:
    return Guest.objects.filter(platform=platform).count()


def guest(platform_id: int, sub: str) -> Guest | None:
    return Guest.objects.filter(platform_id=platform_id, sub=sub).first()


def due(at: dt.datetime, limit: int) -> list[int]:
    return list(Placement.objects.filter(next_at__lte=at).order_by("next_at").values_list("id", flat=True)[:limit])


def open_arrival(digest: str, at: dt.datetime, lasts: dt.timedelta) -> Arrival | None:
    """One that was not used and is not too old, of a platform in force."""
    return (
        Arrival.objects.select_related("platform", "course")
        .filter(digest=digest, used_at__isnull=True, at__gt=at - lasts, platform__state=Platform.State.ACTIVE)
        .first()
    )


_STANDING = """
select n.completed_at, (
  select min(g.score) from learning_part part
  join learning_partprogress g on g.person_id = n.person_id and g.part_id = part.id
  where part.version_id = n.version_id and part.kind = 'quiz')
from learning_enrolment n where n.person_id = %s and n.course_id = %s and n.status = 'completed'
"""


def standing(person_id: int, course_id: int) -> tuple[dt.datetime, int] | None:
    """(when completed, per cent: of the test, or 100 where there is none); None before it is completed."""
    found = rows.first(lambda *row: row, _STANDING, [person_id, course_id])
    return (found[0], 100 if found[1] is None else int(found[1])) if found else None
