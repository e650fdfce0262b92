"""Line items of a tool in a course: made, changed, removed by the tool, or made with a part."""

import datetime as dt
from typing import Any

from django.db import transaction

from karmayogi.kernel import audit
from karmayogi.kernel.access import System
from karmayogi.lti.engine.grades import Column
from karmayogi.lti.models import LineItem, Link
from karmayogi.lti.queries.places import Place, link_in


class Coupled(Exception):
    """The line item belongs to a part of a course and stays as long as that."""


def couple(link: Link, *, label: str, maximum: float, resource_id: str, tag: str, at: dt.datetime) -> LineItem:
    """The line item that comes with a part. Repeating it changes nothing."""
    row, _new = LineItem.objects.get_or_create(
        link=link, coupled=True,
        defaults={
            "deployment_id": link.deployment_id, "course_id": link.course_id, "label": label,
            "score_maximum": maximum, "resource_id": resource_id, "tag": tag, "made_at": at,
        },
    )  # fmt: skip
    return row


@transaction.atomic
def create(where: Place, column: Column, at: dt.datetime) -> LineItem:
    """Raises NotFound for a resource link that is not of this tool in this course."""
    link = link_in(where, column.link) if column.link else None
    row = LineItem.objects.create(
        deployment=where.deployment, course_id=where.course_id, link=link, made_at=at, **_fields(column)
    )
    _note("create", where, row, at)
    return row


@transaction.atomic
def change(where: Place, line: LineItem, column: Column, at: dt.datetime) -> LineItem:
    """All that was sent takes the place of what was there; the link of one that came with a part stays."""
    row = (
        LineItem.objects.select_for_update(of=("self",)).select_related("link", "deployment", "course").get(id=line.id)
    )
    if not row.coupled:
        row.link = link_in(where, column.link) if column.link else None
    for name, value in _fields(column).items():
        setattr(row, name, value)
    row.save()
    _note("change", where, row, at)
    return row


@transaction.atomic
def remove(where: Place, line: LineItem, at: dt.datetime) -> None:
    """Its scores go with it. Raises Coupled for one that came with a part."""
    if line.coupled:
        raise Coupled
    _note("remove", where, line, at)
    line.delete()


def _fields(column: Column) -> dict[str, Any]:
    return {
        "label": column.label, "score_maximum": column.score_maximum, "resource_id": column.resource_id,
        "tag": column.tag, "starts_at": column.starts_at, "ends_at": column.ends_at,
        "grades_released": column.grades_released, "extra": column.extra,
    }  # fmt: skip


def _note(deed: str, where: Place, row: LineItem, at: dt.datetime) -> None:
    audit.record(
        f"lti:line_item:{deed}", agent=System(f"tool {where.deployment.tool.name}"), at=at, kind="lti_line_item",
        subject=row.uuid, label=row.label,
    )  # fmt: skip
