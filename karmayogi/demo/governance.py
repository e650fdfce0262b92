"""Three people who work on the national competencies: one proposes, one reviews first, one second and publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from karmayogi.kernel.access import Role

if TYPE_CHECKING:
    from karmayogi.demo.government import Builder

PEOPLE = (
    (
        ("Noor Jahan Ansari", "नूरजहाँ अंसारी"),
        "noor@council.example",
        Role.FRAC_COMPETENCY_MEMBER,
        "proposes changes of competencies",
    ),
    (("Omar Lone", "उमर लोन"), "omar@council.example", Role.FRAC_COMPETENCY_REVIEWER, "reviews such proposals first"),
    (("Priya Menon", "प्रिया मेनन"), "priya@council.example", Role.FRAC_ADMIN, "reviews them second, publishes versions"),
)


def council(b: Builder, country_id: int) -> None:
    """With their authorities over the whole country; they hold no post."""
    for named, email, role, who in PEOPLE:
        b.authority(b.officer(None, "", named=named, email=email, who=who), role, country_id)
