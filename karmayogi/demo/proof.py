"""A section large enough for a workplace 360 round: a section officer and seven assistants."""

import random
from typing import Any

from karmayogi.orgs import api as orgs

NAMES = ("Monitoring Section", "अनुश्रवण अनुभाग", "شعبہ نگرانی")


def colleagues(b: Any) -> None:
    """b: demo.government.Builder. Their record begins empty, and the dice of the others fall as if they were not there."""
    ministry = orgs.organisation_by_name("Ministry of Rural Development")
    assert ministry is not None
    dice, b.dice, before = b.dice, random.Random(360), len(b.officers)  # noqa: S311 (alike in every copy)
    section = b.unit(ministry.id, "DEMO-mord-R", "office", NAMES)
    head = b.officer(section, "Section Officer")
    for place in range(7):
        first = place == 0
        b.officer(
            section, "Assistant Section Officer", reports_to=head.post_id, label=f"Training desk {place + 1}",
            named=("Nadia Siddiqui", "नादिया सिद्दीकी") if first else None,
            email="nadia@mord.example" if first else None, who="Assistant Section Officer, rater in a 360 round",
        )  # fmt: skip
    del b.officers[before:]
    b.dice = dice
