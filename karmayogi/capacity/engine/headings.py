"""What plans are made of: pillars with their headings, annexes, and the shape for each kind of body.

Source: the approach paper of the Commission (December 2022) and the seed's description of the three pillars; of the
annexes only the list is public.
"""

from karmayogi.capacity.types import Pillar, Shape

HEADINGS: dict[Pillar, tuple[str, ...]] = {
    Pillar.INDIVIDUAL: ("behavioural", "functional", "domain"),
    Pillar.ORGANISATIONAL: ("technology_data", "systems_processes", "resources_assets", "partnership", "personnel"),
    Pillar.INSTITUTIONAL: ("units", "collaboration", "rules_norms"),
}

# Number of the annex -> whether the plan's own tables are its content; of the others the unit writes the text.
ANNEXES = {1: True, 2: False, 3: False, 4: False, 5: True, 6: True, 7: False, 8: True, 9: True}

# Kind of an organisation -> shape of its plan. Others (institutes, councils) have no plan of their own.
SHAPE_OF = {
    "ministry": Shape.MINISTRY, "department": Shape.MINISTRY, "office": Shape.MINISTRY, "cpse": Shape.MINISTRY,
    "state": Shape.STATE, "state_department": Shape.STATE, "district": Shape.STATE, "block": Shape.STATE,
    "ulb": Shape.ULB, "panchayat": Shape.PANCHAYAT,
}  # fmt: skip

# Annexes whose text has to be there before the unit agrees. A panchayat has a secretary and a few members: it is not
# held up by questionnaires.
TEXTS_NEEDED = {Shape.MINISTRY: (2, 3), Shape.STATE: (2, 3), Shape.ULB: (2, 3), Shape.PANCHAYAT: ()}


def pillar_of(heading: str) -> Pillar | None:
    """The pillar under which a heading stands; None for what is none."""
    return next((pillar for pillar, headings in HEADINGS.items() if heading in headings), None)
