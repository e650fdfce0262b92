"""Unpacked packages: where they lie, what they hold."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class ItemRow:
    """An entry of a package's table of contents with what the learner has in it so far."""

    identifier: str
    title: str
    depth: int
    href: str
    is_sco: bool
    mastery_score: float | None
    launch_data: str
    completion: str
    success: str
    score: float | None
    location: str
    suspend_data: str
    seconds: int
    visit: int
    seq: int
    record: str
    attempt: int

    @property
    def done(self) -> bool:
        return self.success == "passed" or (self.completion == "completed" and self.success != "failed")


_ITEMS = """
select i.identifier, i.title, i.depth, i.href, i.is_sco, i.mastery_score, i.launch_data,
  coalesce(s.completion, ''), coalesce(s.success, ''), s.score, coalesce(s.location, ''),
  coalesce(s.suspend_data, ''), coalesce(s.seconds, 0), coalesce(s.visit, 0), coalesce(s.seq, 0),
  coalesce(s.record, ''), coalesce(s.attempt, 0)
from learning_packageitem i
left join learning_scormstate s on s.person_id = %s and s.part_id = %s and s.item = i.identifier
where i.package_id = %s
order by i.position
"""


def folder_of(sha256: str) -> Path:
    """Where the files of an unpacked package lie."""
    return Path(settings.FILES_ROOT) / "packages" / sha256


def items_of(package_id: int, person_id: int, part_id: int) -> list[ItemRow]:
    """The table of contents in order, with that person's state."""
    return rows.fetch(ItemRow, _ITEMS, [person_id, part_id, package_id])


@dataclasses.dataclass(frozen=True, slots=True)
class PackageRow:
    """A package as publishers see it."""

    title: str
    standard: str
    edition: str
    filename: str
    files: int
    bytes: int
    imported_at: dt.datetime


def latest_packages(provider_ids: Sequence[int], limit: int) -> list[PackageRow]:
    """The packages imported last for courses of these providers, whether published or in a draft."""
    return rows.fetch(
        PackageRow,
        """
        select title, standard, edition, filename, files, bytes, imported_at from learning_package p
        where exists (
          select from learning_draftedvariant v join learning_draftedpart t on t.id = v.part_id
          join learning_draft d on d.id = t.draft_id join learning_course c on c.id = d.course_id
          where v.package_id = p.id and c.provider_id = any(%(providers)s::bigint[])
        ) or exists (
          select from learning_partvariant v join learning_part t on t.id = v.part_id
          join learning_courseversion n on n.id = t.version_id join learning_course c on c.id = n.course_id
          where v.package_id = p.id and c.provider_id = any(%(providers)s::bigint[])
        )
        order by p.id desc limit %(limit)s
        """,
        {"providers": list(provider_ids), "limit": limit},
    )
