"""Pictures in the texts of parts."""

import dataclasses
from collections.abc import Collection

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class PictureRow:
    """size: bytes."""

    name: str
    width: int
    height: int
    sha256: str
    media_type: str
    size: int


_PICTURES = """
select p.name, p.width, p.height, f.sha256, f.media_type, f.size
from {pictures} p join {variants} x on x.id = p.variant_id join kernel_storedfile f on f.id = p.file_id
"""
_PUBLISHED = _PICTURES.format(pictures="learning_partpicture", variants="learning_partvariant")
_DRAFTED = _PICTURES.format(pictures="learning_draftedpicture", variants="learning_draftedvariant")


def pictures_of(part_id: int, language: str) -> list[PictureRow]:
    """Of a published part in that language. Whoever calls has fetched its text for a reader who may see it."""
    return rows.fetch(PictureRow, _PUBLISHED + "where x.part_id = %s and x.language = %s", [part_id, language])


def drafted_pictures(part_uuid: str, languages: Collection[str]) -> list[PictureRow]:
    """Of a drafted part in those languages, for whoever may open its draft."""
    return rows.fetch(
        PictureRow,
        _DRAFTED
        + "join learning_draftedpart d on d.id = x.part_id where d.uuid = %s and x.language = any(%s) order by p.id",
        [part_uuid, list(languages)],
    )
