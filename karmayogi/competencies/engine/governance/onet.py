"""The element codes of O*NET (29.2) read into areas and themes. Pure."""

import dataclasses
import re
import uuid as uuids

from karmayogi.competencies.engine.governance.scales import onet_level
from karmayogi.competencies.engine.governance.wording import Wording

PREFIX = "ONET."
NAMESPACE = uuids.uuid5(uuids.NAMESPACE_URL, "https://www.onetcenter.org/database.html")
# First two steps of an element id -> theme, its place, area.
_THEMES = {
    "1.A": ("Abilities", 1, "functional"),
    "2.A": ("Basic skills", 2, "functional"),
    "2.B": ("Cross-functional skills", 3, "functional"),
    "2.C": ("Knowledge", 4, "domain"),
    "4.A": ("Work activities", 5, "functional"),
}
_RELEASE = re.compile(r"O\*NET (\d+\.\d+) Database")


@dataclasses.dataclass(frozen=True, slots=True)
class Element:
    """anchors: (value 0 to 7, what it looks like at work)."""

    id: str
    name: str
    anchors: tuple[tuple[float, str], ...] = ()


def release(read_me: str) -> str | None:
    """The release that the Read Me names: "29.2"."""
    found = _RELEASE.search(read_me)
    return found[1] if found else None


def attribution(number: str) -> str:
    """What the licence of the database asks to be shown."""
    return (
        f"This page includes information from the O*NET {number} Database by the U.S. Department of Labor, Employment "
        "and Training Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA."
        " It has been modified: levels 0 to 7 are mapped to five levels here. USDOL/ETA has not approved, endorsed, or"
        " tested these modifications."
    )


def identity(number: str, element_id: str) -> uuids.UUID:
    """The same in every installation."""
    return uuids.uuid5(NAMESPACE, f"{number}/{element_id}")


def wording(element: Element) -> Wording:
    """Anchors that fall on one of our levels are put together, lowest first."""
    theme, place, area = _THEMES.get(element.id[:3], ("Other", 9, "functional"))
    texts: dict[int, list[str]] = {}
    for value, text in sorted(element.anchors):
        texts.setdefault(onet_level(value), []).append(text.strip())
    return Wording(
        area=area, theme_number=place, theme_en=theme, name_en=element.name.strip(),
        descriptors={level: ("; ".join(found), "", "") for level, found in texts.items()},
    )  # fmt: skip
