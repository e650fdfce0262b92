"""What it was about: activities, and their definitions, which grow with each statement that brings more."""

from typing import Any

from karmayogi.ingest.engine import interactions, values
from karmayogi.ingest.engine.values import record

definition = record(
    "a definition",
    {
        "name": values.language_map,
        "description": values.language_map,
        "type": values.iri,
        "moreInfo": values.iri,
        "extensions": values.extensions,
        **interactions.PROPERTIES,
    },
    (),
    interactions.consistent,
)
activity = record(
    "an activity", {"objectType": values.word("Activity"), "id": values.iri, "definition": definition}, ("id",)
)


def merge_definition(old: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    """What is known of an activity after a further definition: language maps and extensions gain entries, the later one
    counts where both have one; a question replaces the question that was there. Neither argument is changed."""
    merged = dict(old or {})
    if "interactionType" in new:
        for name in interactions.PROPERTIES:
            merged.pop(name, None)
    for name, value in new.items():
        if name in ("name", "description", "extensions"):
            value = {**merged.get(name, {}), **value}
        merged[name] = value
    return merged
