"""Questions in a definition (cmi.interaction): their kinds, and what each kind lists. 1.0.3 Data 2.4.4.1."""

from typing import Any

from karmayogi.ingest.engine import values
from karmayogi.ingest.engine.values import array, inside, record, refuse

COMPONENTS = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}
LISTS = ("choices", "scale", "source", "target", "steps")

_component = record("a component", {"id": values.filled, "description": values.language_map}, ("id",))
_components = array(_component, "components")


def components(value: Any) -> None:
    _components(value)
    seen: set[str] = set()
    for index, one in enumerate(value):
        if one["id"] in seen:
            raise inside(inside(refuse(f"the id {values.shown(one['id'])} comes twice in one list"), "id"), index)
        seen.add(one["id"])


PROPERTIES = {
    "interactionType": values.word(*COMPONENTS),
    "correctResponsesPattern": array(values.text, "strings"),
    **dict.fromkeys(LISTS, components),
}


def consistent(definition: dict[str, Any]) -> None:
    """Lists and correct answers only beside the kind of question that has them."""
    found = definition.get("interactionType")
    if found is None:
        for name in ("correctResponsesPattern", *LISTS):
            if name in definition:
                raise refuse(f'"{name}" needs "interactionType" beside it')
        return
    for name in LISTS:
        if name in definition and name not in COMPONENTS[found]:
            raise refuse(f'a question of the kind "{found}" has no "{name}"')
