"""Rank of a need: how much the officials need it × how much it matters to the body (decision 0048). By hand as here."""

from karmayogi.capacity.types import Counted, Part, Score

WEIGHTS = {"gap": 3, "survey": 1, "order": 1}
TOP = 5  # of each scale
UNSET = 3  # the importance of what the unit has not spoken about


def score(counted: Counted, importance: int | None) -> Score:
    """Parts of which nothing is known are left out of the mean, and so weigh nothing.

    Rounded to two places at each step that is shown, so that whoever repeats it by hand gets the same.
    """
    parts = []
    if counted.wanted:
        parts.append(Part("gap", round(TOP * counted.missing / counted.wanted, 2), WEIGHTS["gap"]))
    if counted.answers:
        parts.append(Part("survey", round(TOP * counted.asked / counted.answers, 2), WEIGHTS["survey"]))
    if counted.quoted:
        parts.append(Part("order", float(TOP), WEIGHTS["order"]))
    weight = sum(part.weight for part in parts)
    need = round(sum(part.value * part.weight for part in parts) / weight, 2) if weight else 0.0
    matters = importance or UNSET
    return Score(tuple(parts), need, matters, round(need * matters, 2))


def together(many: list[Counted]) -> Counted:
    """Several designations as one."""
    return Counted(*(sum(column) for column in zip(*map(_cells, many), strict=True))) if many else Counted()


def _cells(one: Counted) -> tuple[int, ...]:
    return one.people, one.met, one.wanted, one.missing, one.answers, one.asked, one.quoted
