"""The names of engine/naming.py on this copy."""

from uuid import UUID

from django.conf import settings

from karmayogi.ingest.types import Agent
from karmayogi.learning.engine import naming


def learner(person_uuid: UUID | str) -> Agent:
    return naming.learner(settings.PUBLIC_ORIGIN, person_uuid)


def course(course_uuid: UUID | str) -> str:
    return naming.course(settings.PUBLIC_ORIGIN, course_uuid)


def part(part_uuid: UUID | str) -> str:
    return naming.part(settings.PUBLIC_ORIGIN, part_uuid)


def unit(unit_uuid: UUID | str) -> str:
    return naming.unit(settings.PUBLIC_ORIGIN, unit_uuid)


def endpoint() -> str:
    return f"{settings.PUBLIC_ORIGIN}/xapi/"
