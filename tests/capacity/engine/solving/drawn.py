"""Cases drawn by chance, and the country in small: offices, places, languages, teachers, rooms, needs."""

import numpy as np

from karmayogi.capacity.engine.solving.case import Batch, Case, Officer, Quota, Terms, Wish, build


def tiny(seed: int) -> Case:
    """Few enough seats to try every plan."""
    dice = np.random.default_rng(seed)
    officers = [
        Officer(int(dice.integers(2)), int(dice.integers(2)), int(dice.integers(1, 4)), int(dice.integers(2, 6)), int(dice.integers(2)))
        for _ in range(4)
    ]  # fmt: skip
    wishes = [
        Wish(officer, need, float(dice.integers(1, 26)), bool(dice.random() < 0.1))
        for officer in range(4) for need in range(2) if dice.random() < 0.8
    ]  # fmt: skip
    batches = []
    for number in range(4):
        first, days = int(dice.integers(6)), int(dice.integers(1, 4))
        batches.append(
            Batch(
                number % 2, int(dice.integers(2)), int(dice.integers(2)), first, first + days - 1, days,
                seats=int(dice.integers(2, 4)), least=int(dice.integers(1, 3)), fixed=float(dice.integers(5)),
                fee=float(dice.integers(3)), faculty=int(dice.integers(-1, 2)), room=int(dice.integers(-1, 2)),
                quarter=int(dice.integers(4)),
            )
        )  # fmt: skip
    travel = dice.integers(0, 4, (2, 2)).astype(float)
    if dice.random() < 0.3:
        travel[0, 1] = np.inf
    terms = Terms(
        budget=float(dice.integers(6, 25)) if dice.random() < 0.6 else None,
        away=0.5 if dice.random() < 0.5 else None,
        travel=travel,
        teaching={0: int(dice.integers(1, 5))} if dice.random() < 0.5 else {},
        quotas=(Quota(1, 0.5),) if dice.random() < 0.4 else (),
    )
    return build(officers, wishes, batches, terms, strength=[4, 4])


def country(people: int, batches: int, seed: int = 1, **more: object) -> Case:
    """Officers of many offices with one to four needs; teachers and rooms are wanted by several batches at once."""
    dice = np.random.default_rng(seed)
    needs, places, languages, teachers = 40, 12, 8, max(5, batches * 3 // 20)
    offices = max(5, people // 40)
    lies = dice.integers(0, places, offices)
    officers, wishes = [], []
    for number in range(people):
        office = int(dice.integers(offices))
        home = int(lies[office])
        speaks = (dice.random() < 0.6) | (1 << home % languages) | (int(dice.random() < 0.5) << 1)
        officers.append(Officer(office, home, int(speaks), int(dice.integers(5, 13)), int(dice.random() < 0.3)))
        for need in dice.choice(needs, size=int(dice.integers(1, 5)), replace=False).tolist():
            points = float(dice.integers(1, 6) * dice.integers(1, 6))
            wishes.append(Wish(number, need, points, bool(dice.random() < 0.03)))
    held = []
    for number in range(batches):
        first, days, place = int(dice.integers(360)), int(dice.integers(1, 6)), int(dice.integers(places))
        held.append(
            Batch(
                number % needs, int(dice.choice([0, 1, place % languages])), place, first, first + days - 1, days,
                seats=int(dice.choice([25, 30, 40])), least=12, fixed=float(dice.integers(40, 120) * 1000),
                fee=1500.0 * days, faculty=int(dice.integers(teachers)), room=int(place * 3 + dice.integers(3)),
                quarter=first // 90,
            )
        )  # fmt: skip
    lies_at = dice.random((places, 2))
    travel = np.hypot(*(lies_at[:, None] - lies_at[None]).transpose(2, 0, 1)) * 12_000
    travel[travel > 7_000] = np.inf
    terms = Terms(away=0.2, travel=travel, teaching=dict.fromkeys(range(teachers), 40), quotas=(Quota(1, 0.3),), **more)
    return build(officers, wishes, held, terms)
