"""What a provider can name as its answer: its courses, published or being written."""

import dataclasses
import datetime as dt

from karmayogi.demand.types import Party
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    code: str
    title: str
    writing: bool


def course_of(provider_id: int, code: str) -> int | None:
    return rows.first(
        int, "select id from learning_course where provider_id = %s and code = %s and status <> 'withdrawn'",
        [provider_id, code],
    )  # fmt: skip


def answers_of(provider_id: int, limit: int = 200) -> list[Answer]:
    """Drafts that are being written first, then what is published; the latest first."""
    return rows.fetch(
        Answer,
        """
        select c.code, coalesce(e.title_en, ''), d.id is not null
        from learning_course c left join learning_catalogueentry e on e.course_id = c.id
        left join learning_draft d on d.course_id = c.id and d.status in ('draft', 'review', 'ready')
        where c.provider_id = %s and c.status <> 'withdrawn' and (d.id is not null or c.status = 'published')
        order by (d.id is not null) desc, c.id desc limit %s
        """,
        [provider_id, limit],
    )


def offered_to(on: dt.date) -> list[Party]:
    """Providers with a licence on that day, to whom a request can be put, by name."""
    return rows.fetch(
        Party,
        "select id, uuid, name_en, name_hi, name_ur from learning_provider where status = 'licensed'"
        " and (licensed_from is null or licensed_from <= %(on)s) and (licensed_to is null or licensed_to > %(on)s)"
        " order by name_en limit 2000",
        {"on": on},
    )
