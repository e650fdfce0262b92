"""Three people who work on the national competencies: one proposes, one reviews first, one second and publishes."""

from karmayogi.kernel.access import Role

# (name, name in Hindi), address, role over the whole country, what visitors are told.
COUNCIL = (
    (
        ("Noor Jahan Ansari", "नूरजहाँ अंसारी"),
        "noor@council.example",
        Role.FRAC_COMPETENCY_MEMBER,
        "proposes changes of competencies",
    ),
    (("Omar Lone", "उमर लोन"), "omar@council.example", Role.FRAC_COMPETENCY_REVIEWER, "reviews such proposals first"),
    (("Priya Menon", "प्रिया मेनन"), "priya@council.example", Role.FRAC_ADMIN, "reviews them second, publishes versions"),
)
