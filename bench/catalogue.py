"""Two hundred courses in three languages, published through the product itself so that search finds them."""

import datetime as dt
import hashlib
from typing import Any

from karmayogi.competencies import api as competencies
from karmayogi.kernel.access import System
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.types import QuizSpec

AGENT = System("bench")
PROVIDERS = ("ISTM", "NIRD&PR", "LBSNAA", "NITI Aayog", "IIPA", "State Institute")
TOPICS = (
    ("Noting and drafting", "टिप्पण एवं प्रारूपण", "نوٹ نویسی اور مسودہ نویسی"),
    ("Right to information", "सूचना का अधिकार", "حق معلومات"),
    ("General financial rules", "सामान्य वित्तीय नियम", "عام مالیاتی قواعد"),
    ("Public procurement", "सार्वजनिक खरीद", "عوامی خریداری"),
    ("Cyber hygiene", "साइबर स्वच्छता", "سائبر حفظان"),
    ("Grievance redress", "शिकायत निवारण", "شکایات کا ازالہ"),
    ("Conduct rules", "आचरण नियम", "ضوابط اخلاق"),
    ("Disaster response", "आपदा प्रतिक्रिया", "آفات سے نمٹنا"),
    ("Panchayat planning", "पंचायत योजना", "پنچایت منصوبہ بندی"),
    ("Land records", "भूमि अभिलेख", "زمینی ریکارڈ"),
)
FIELDS = (
    ("for section officers", "अनुभाग अधिकारियों के लिए", "سیکشن افسران کے لیے"),
    ("in district offices", "जिला कार्यालयों में", "ضلعی دفاتر میں"),
    ("basics", "मूल बातें", "بنیادی باتیں"),
    ("in practice", "व्यवहार में", "عملی طور پر"),
    ("advanced", "उन्नत", "اعلیٰ"),
)
LANGUAGES = ("en", "hi", "ur")


def publish_courses(count: int, *, at: dt.datetime) -> None:
    from django.db import transaction

    codes = [row.code for row in competencies.every()]
    with transaction.atomic():
        for number in range(1, count + 1):
            publish(agent=AGENT, draft=_draft(number, codes), at=at - dt.timedelta(days=600 - number))


def _draft(number: int, codes: list[str]) -> CourseDraft:
    topic, field = TOPICS[number % len(TOPICS)], FIELDS[number // len(TOPICS) % len(FIELDS)]
    titles = {language: f"{topic[i]} {field[i]} {number}" for i, language in enumerate(LANGUAGES)}
    summaries = {language: f"{titles[language]}. " * 6 for language in LANGUAGES}
    taught = [codes[(number * 3 + step * 37) % len(codes)] for step in range(3)]
    parts = [_page(place, number, titles) for place in range(1, 6)]
    parts.append(
        DraftPart(
            key="test", kind="quiz", minutes=10, min_seconds=0,
            questions=[_question(place, taught[0]) for place in range(6)],
            variants={language: DraftVariant(title="Test") for language in LANGUAGES},
        )
    )  # fmt: skip
    return CourseDraft(
        code=f"BENCH-{number:03}", provider=PROVIDERS[number % len(PROVIDERS)],
        mode=("online", "online", "blended", "classroom")[number % 4], licence="CC BY 4.0", titles=titles,
        summaries=summaries, competencies=[(code, 2 + number % 3) for code in sorted(set(taught))], parts=parts,
        quiz=QuizSpec(draw=5, minutes=20, attempts=3, pass_percent=60),
        sha256=hashlib.sha256(f"bench course {number}".encode()).hexdigest(),
    )  # fmt: skip


def _page(place: int, number: int, titles: dict[str, str]) -> DraftPart:
    return DraftPart(
        key=f"page-{place}", kind="page", minutes=4 + (number * place) % 17, min_seconds=60,
        variants={
            language: DraftVariant(title=f"{place}. {titles[language]}", body_html=f"<p>{titles[language]}</p>" * 40)
            for language in LANGUAGES
        },
    )  # fmt: skip


def _question(place: int, competency: str) -> dict[str, Any]:
    right = "abcd"[place % 4]
    return {
        "key": f"bench-q{place}", "kind": "single", "difficulty": 1, "clause": "", "competency": competency,
        "text": {"en": f"Question {place}?", "hi": f"प्रश्न {place}?"},
        "why": {"en": f"Because of rule {place}.", "hi": f"नियम {place} के कारण।"},
        "options": [
            {"key": key, "correct": key == right, "text": {"en": f"Answer {key}", "hi": f"उत्तर {key}"}}
            for key in "abcd"
        ],
    }  # fmt: skip
