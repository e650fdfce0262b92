"""A bank of 40 questions with known figures, open for officers."""

import numpy as np

from karmayogi.assessment.actions.import_questions import import_questions
from karmayogi.assessment.engine.measurement import standards
from karmayogi.assessment.models import Bank, BankItem, Item, Option, Paper, SittingItem
from karmayogi.competencies import api as competencies
from karmayogi.learning.types import QuizSpec
from tests.assessment.conftest import question

KINDS = ("single", "truefalse", "single", "multiple")


def pool(size: int = 40) -> list[dict]:
    return [question(n, KINDS[n % 4], key=f"b-{n:03}", level=1 + n % 3) for n in range(size)]


def open_bank(cast, at, size: int = 40, **terms) -> Bank:
    import_questions(Paper.objects.get().part_id, pool(size), QuizSpec(5, 10, 2, 60))
    items = list(Item.objects.filter(key__startswith="b-").order_by("key"))
    a, b = np.full(size, 1.6), np.linspace(-2.5, 2.5, size)
    row = Bank.objects.create(
        competency_id=competencies.by_codes(["FUN-095"])["FUN-095"].id, number=1, status="open", shares=[0.5, 0.5],
        cuts=standards.cuts(a, np.linspace(-2, 2, size), [1 + place * 3 // size for place in range(size)]), persons=500,
        asked_by_id=cast.publisher.person_id, asked_at=at, opened_by_id=cast.platform.person_id, opened_at=at,
        **({"least": 5, "most": 12, "enough": 0.45, "minutes": 30, "retake_days": 90} | terms),
    )  # fmt: skip
    BankItem.objects.bulk_create(
        BankItem(bank=row, place=n, item=item, area=n % 2, a=a[n], b=b[n], let=1.0) for n, item in enumerate(items)
    )
    return row


def places(sitting_id: int, *, right: bool) -> list[int]:
    """What to send for the question that is asked now."""
    row = SittingItem.objects.get(sitting_id=sitting_id, answered_at=None)
    keys = set(Option.objects.filter(item_id=row.item_id, correct=True).values_list("key", flat=True))
    chosen = [place for place, key in enumerate(row.shown, start=1) if key in keys]
    return chosen if right else [next(place for place in range(1, len(row.shown) + 1) if place not in chosen)]
