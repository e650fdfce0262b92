"""A drafted part in one language as its editor needs it, and the contents of a package for its preview."""

import dataclasses
from uuid import UUID

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class VariantRow:
    """revision 0: nothing is saved in that language yet."""

    revision: int
    title: str
    source: str
    body_html: str


def variant_of(part_uuid: str, language: str) -> VariantRow:
    found = rows.first(
        VariantRow,
        "select x.revision, x.title, x.source, x.body_html from learning_draftedvariant x"
        " join learning_draftedpart p on p.id = x.part_id where p.uuid = %s and x.language = %s",
        [part_uuid, language],
    )
    return found or VariantRow(0, "", "", "")


def entries_of(sha256: str) -> list[tuple[str, str, int]]:
    """(title, path, depth) of each entry of a package's table of contents."""
    return rows.fetch(
        lambda title, href, depth, _position: (title, href, depth),
        "select i.title, i.href, i.depth, i.position"
        " from learning_packageitem i join learning_package p on p.id = i.package_id"
        " where p.sha256 = %s union all select (select value from jsonb_each_text(u.titles) limit 1),"
        " case when u.url like 'http%%' then '' else u.url end, u.depth, u.position"
        " from learning_packageunit u join learning_package p on p.id = u.package_id where p.sha256 = %s order by 4",
        [sha256, sha256],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PartBefore:
    """number: of the version."""

    uuid: UUID
    number: int


def part_before(version_id: int | None, key: str) -> PartBefore | None:
    """The same part in the version that a draft goes on from."""
    return rows.first(
        PartBefore,
        "select p.uuid, v.number from learning_part p join learning_courseversion v on v.id = p.version_id"
        " where v.id = %s and p.key = %s",
        [version_id, key],
    )
