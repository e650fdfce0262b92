"""By which names people, courses, parts and units are known outside: in statements and to what is launched. Pure.

origin: the address of this copy, without a slash at its end.
"""

from typing import Any
from uuid import UUID


def learner(origin: str, person: UUID | str) -> dict[str, Any]:
    """No name, no address: whoever reads it needs to know that it is the same person, not who."""
    return {"objectType": "Agent", "account": {"homePage": f"{origin}/", "name": str(person)}}


def course(origin: str, uuid: UUID | str) -> str:
    return f"{origin}/learning/courses/{uuid}/"


def part(origin: str, uuid: UUID | str) -> str:
    return f"{origin}/learning/parts/{uuid}"


def unit(origin: str, uuid: UUID | str) -> str:
    """Of a unit, block or course of a cmi5 package; never the publisher's (8.1, 9.3.9 of cmi5)."""
    return f"{origin}/learning/units/{uuid}"
