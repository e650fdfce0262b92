"""Certificates: credentials signed and PDFs made, by CPU time of this process, medians of five runs.

`run()` needs Django set up and no database: signing and typesetting are measured, not storing. `python -m
bench.certificates` prints them alone.
"""

import datetime as dt
import itertools
import json
import statistics
import time
import uuid
from collections.abc import Callable
from typing import Any

RUNS = 5
SIGNED, PRINTED, CHECKED = 400, 40, 400
# No two certificates of a run have the same name or title: the compiler keeps what it has set before, and in life it is
# the names that differ.
_FIRST_HI = ["आशा", "देवी", "सुनीता", "रमेश", "किरण", "विजय", "ज्योति", "श्रीकृष्ण", "पूर्णिमा", "त्रिलोचन"]
_LAST_HI = ["वर्मा", "प्रसाद", "त्रिपाठी", "सिंह", "क्षत्रिय", "मिश्र", "गुप्ता", "राव", "शुक्ल", "द्विवेदी"]
_FIRST_UR = ["عائشہ", "فاطمہ", "محمد", "نسرین", "ساجد", "شہناز", "عبدالرحمن", "زینب", "خورشید", "مصطفیٰ"]
_LAST_UR = ["صدیقی", "انصاری", "قریشی", "فاروقی", "بیگم", "حسین", "چشتی", "نقوی", "رضوی", "عثمانی"]
TITLES = {
    "en": ("Noting and drafting", "for Group {} officials", "of section {}"),
    "hi": ("टिप्पण और प्रारूपण", "{} अनुभाग के लिए", "श्रेणी {} में"),
    "ur": ("نوٹ نویسی اور مسودہ نگاری", "شعبہ {} کے لیے", "درجہ {} میں"),
}
NAMES = {"en": (_FIRST_HI, _LAST_HI), "hi": (_FIRST_HI, _LAST_HI), "ur": (_FIRST_UR, _LAST_UR)}
COMPETENCIES = {
    "en": ("Noting & drafting", "Communication"),
    "hi": ("टिप्पण और प्रारूपण", "सम्प्रेषण"),
    "ur": ("نوٹ نویسی اور مسودہ نگاری", "ابلاغ"),
}
_numbers = itertools.count()


def run() -> dict[str, float]:
    """Name of the figure -> value: per second of one core, and milliseconds of CPU each."""
    figures: dict[str, float] = {}
    for name, count, one in (("signed", SIGNED, _sign), ("verified", CHECKED, _verify()), *_printers()):
        one()  # the first one loads fonts and keys
        each = statistics.median(_cost(one, count) for _ in range(RUNS))
        figures[f"{name}_per_second_per_core"] = round(1 / each, 1)
        figures[f"{name}_ms"] = round(each * 1000, 3)
    return figures


def _cost(one: Callable[[], object], count: int) -> float:
    """Seconds of CPU (user and system, all threads) of one call."""
    started = time.process_time()
    for _ in range(count):
        one()
    return (time.process_time() - started) / count


def _facts(language: str) -> Any:
    from karmayogi.credentials.types import Facts
    from karmayogi.kernel import ids

    number = next(_numbers)
    first, last = NAMES[language]
    title, *parts = TITLES[language]
    return Facts(
        code=ids.code("KY", length=12), name=f"Asha Verma {number}",
        name_native=f"{first[number % 10]} {last[number // 10 % 10]} {first[number // 100 % 10]}",
        title=f"{title} {parts[number % 2].format(last[number // 2 % 10])} {number}",
        title_language=language, course_uuid=uuid.UUID(int=7), course_code="ND-01", minutes=150,
        grade="E2", score=85,
        competencies=tuple((f"F1.{i}", name, 2) for i, name in enumerate(COMPETENCIES[language])),
        issued_at=dt.datetime(2026, 11, 20, 6, 30, tzinfo=dt.UTC),
    )  # fmt: skip


def _key() -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _sign() -> str:
    """What issue() does but for the rows: facts, credential, canonical form, hashes, signature, text."""
    from karmayogi.credentials.engine import badge, proofs

    document = badge.build(
        _facts("hi"), origin="https://learn.example", issuer="did:web:learn.example", issuer_name="A ministry",
        holder=uuid.UUID(int=42), salt="5a17", status_list="https://learn.example/credentials/status/1", status_place=9,
    )  # fmt: skip
    signed = proofs.sign(document, key=_key(), method="did:web:learn.example#k", created="2026-11-20T06:30:00Z")
    return json.dumps(signed, ensure_ascii=False)


def _verify() -> Callable[[], object]:
    from karmayogi.credentials.engine import proofs

    text, public = _sign(), proofs.multikey(_key().public_key())

    def one() -> None:
        good = proofs.verifies(json.loads(text), proofs.public_key(public), method="did:web:learn.example#k")
        assert good

    return one


def _printers() -> list[tuple[str, int, Callable[[], object]]]:
    from karmayogi.credentials.actions.typeset import pdf

    return [
        (f"pdf_{language}", PRINTED, lambda language=language: pdf(_facts(language), language, "A ministry"))  # type: ignore[misc]
        for language in TITLES
    ]


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    for name, value in run().items():
        print(f"{name:36} {value:>10}")
