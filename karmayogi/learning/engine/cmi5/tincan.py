"""tincan.xml of xAPI packages: the activities that can be launched, as a course of units.

There is no specification but practice. Each activity with a launch address is a unit; the statement of completion or
passing about that very activity is what it is done by.
"""

from xml.etree.ElementTree import Element

from karmayogi.kernel.markup import attribute, children, every, first, writable
from karmayogi.learning.engine.cmi5 import structure
from karmayogi.learning.engine.cmi5.structure import Structure, Texts, Unit
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

NAME = "tincan.xml"


def parse(content: bytes, files: frozenset[str]) -> Structure:
    """Raises PackageFault."""
    root = structure.read(content)
    if first(root, "tincan") is not root:
        raise PackageFault(Fault.BAD_STRUCTURE, root.tag.rpartition("}")[2])
    units: list[Unit] = []
    seen: set[str] = set()
    title = ""
    for activity in every(root, "activity"):
        iri = structure.check_iri(writable(attribute(activity, "id")).strip(), "activity")
        titles, descriptions = _texts(activity, "name"), _texts(activity, "description")
        title = title or structure.shown(titles)
        launch = next(iter(children(activity, "launch")), None)
        if launch is None or not (launch.text or "").strip():
            continue
        if iri in seen:
            raise PackageFault(Fault.ID_TWICE, iri)
        seen.add(iri)
        kind = writable(attribute(activity, "type")).strip()
        units.append(
            Unit(
                "au",
                1,
                iri,
                titles or {"und": iri},
                descriptions,
                url=structure.address(writable(launch.text or "").strip(), files),
                move_on="CompletedOrPassed",
                activity_type=kind if structure.is_iri(kind) else "",
            )
        )
        if len(units) > structure.MAX_UNITS:
            raise PackageFault(Fault.TOO_MANY_UNITS, str(structure.MAX_UNITS))
    if not units:
        raise PackageFault(Fault.NO_UNIT)
    course = Unit("course", 0, units[0].iri, units[0].titles, units[0].descriptions)
    return Structure("xapi", (course, *units))


def _texts(element: Element, name: str) -> Texts:
    found: Texts = {}
    for one in children(element, name):
        text = " ".join(writable("".join(one.itertext())).split())[: structure.MAX_TEXT]
        if text:
            found.setdefault(structure.tag(attribute(one, "lang")), text)
    return found
