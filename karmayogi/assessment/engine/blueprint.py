"""Papers that are alike: every attempt gets the same number of questions from each cell of the blueprint.

A cell asks for questions of a competency, a level and a difficulty, each of which may be left open. A question may fit
several cells, so filling them is a matching (Kuhn's algorithm), not a walk from cell to cell: where a paper can be
filled at all, it is.
"""

import dataclasses
import random
import uuid
from collections.abc import Collection, Sequence


@dataclasses.dataclass(frozen=True, slots=True)
class Cell:
    """None: of any. section: 1 first. pool: the course that owns it, where a paper draws from several."""

    section: int
    count: int
    competency: int | None = None
    level: int | None = None
    difficulty: int | None = None
    pool: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Banked:
    """A question of the bank."""

    id: int
    difficulty: int
    competency: int | None = None
    level: int | None = None
    pool: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Placed:
    """A question drawn for a section."""

    id: int
    section: int


class Thin(Exception):
    """The bank cannot fill the cell. has: questions that fit it and are not needed elsewhere."""

    def __init__(self, cell: Cell, has: int) -> None:
        super().__init__(cell, has)
        self.cell = cell
        self.has = has


def fits(cell: Cell, one: Banked) -> bool:
    return (
        cell.competency in (None, one.competency)
        and cell.level in (None, one.level)
        and cell.difficulty in (None, one.difficulty)
        and cell.pool in (None, one.pool)
    )


def draw(bank: Collection[Banked], cells: Sequence[Cell], seed: uuid.UUID, avoid: Collection[int] = ()) -> list[Placed]:
    """A paper, section after section, each in its own shuffled order. Raises Thin.

    Questions in `avoid` (those of the last attempt) are taken only where the others do not suffice.
    """
    dice = random.Random(seed.int)  # noqa: S311 (a repeatable draw, not a secret)
    order = sorted(bank, key=lambda one: one.id)
    dice.shuffle(order)
    order.sort(key=lambda one: one.id in avoid)  # stable: fresh ones first
    slots = [index for index, cell in enumerate(cells) for _n in range(cell.count)]
    fitting = [[place for place, one in enumerate(order) if fits(cell, one)] for cell in cells]
    holder: dict[int, int] = {}  # place of a question -> slot
    for slot in range(len(slots)):
        if not _seat(slot, slots, fitting, holder):
            cell = slots[slot]
            raise Thin(cells[cell], sum(1 for held in holder.values() if slots[held] == cell))
    drawn: list[Placed] = []
    for section in sorted({cell.section for cell in cells}):
        here = [order[place].id for place, slot in holder.items() if cells[slots[slot]].section == section]
        here.sort()
        dice.shuffle(here)
        drawn += [Placed(id, section) for id in here]
    return drawn


def _seat(slot: int, slots: Sequence[int], fitting: Sequence[Sequence[int]], holder: dict[int, int]) -> bool:
    """Finds a question for the slot, moving others on where that frees one. Without recursion: a paper may be long."""
    reached: dict[int, int] = {}  # place -> slot from which it was reached
    waiting = [slot]
    while waiting:
        now = waiting.pop(0)
        for place in fitting[slots[now]]:
            if place in reached:
                continue
            reached[place] = now
            if place not in holder:
                _move(place, slot, reached, holder)
                return True
            waiting.append(holder[place])
    return False


def _move(place: int, slot: int, reached: dict[int, int], holder: dict[int, int]) -> None:
    """Hands each question along the path to the slot that reached it."""
    while True:
        taker = reached[place]
        before = next((held for held, owner in holder.items() if owner == taker), None)
        holder[place] = taker
        if taker == slot or before is None:
            return
        del holder[before]
        place = before
