"""A programme, a path with a gate, a course with approval, a test and a talk, all of the demonstration's institute."""

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import Path

from karmayogi.demo.history import AGENT, packed
from karmayogi.demo.provider import NAME, PEOPLE, actor_of
from karmayogi.kernel.clock import IST
from karmayogi.learning import api as learning
from karmayogi.learning.types import GatheringTimes, ProgrammeStep, QuizSpec
from karmayogi.people import api as people

HERE = Path(__file__).parent
PUBLISHED_DAYS_AGO = 30


def _step(code: str, points: int = 1) -> ProgrammeStep:
    return ProgrammeStep(code=code, points=points)


def build(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    then = at - dt.timedelta(days=PUBLISHED_DAYS_AGO)
    learning.publish_programme(
        agent=AGENT, code="IOP-P-01", provider=NAME[0],
        titles={"en": "Safe and fair at work", "hi": "कार्यस्थल पर सुरक्षित और निष्पक्ष", "ur": "کام پر محفوظ اور منصفانہ"},
        summaries={
            "en": "Know your conduct rules, keep the office's data safe, and stop harassment at the workplace.",
            "hi": "आचरण नियम जानिए, कार्यालय के डेटा को सुरक्षित रखिए, और कार्यस्थल पर उत्पीड़न रोकिए।",
            "ur": "ضابطۂ اخلاق جانیں، دفتر کے ڈیٹا کو محفوظ رکھیں، اور کام کی جگہ پر ہراسانی روکیں۔",
        },
        whole=ProgrammeStep(
            rule="at_least", needed=2, steps=(_step("KY-CCS-01"), _step("KY-CYB-01"), _step("KY-PSH-01"))
        ),
        competencies=[], licence="CC BY 4.0", at=then,
    )  # fmt: skip
    learning.publish_programme(
        agent=AGENT, code="IOP-P-02", provider=NAME[0],
        titles={"en": "From the note to the answer", "hi": "टिप्पणी से उत्तर तक", "ur": "نوٹ سے جواب تک"},
        summaries={
            "en": "First write a note that can be decided on; then answer citizens in time.",
            "hi": "पहले ऐसी टिप्पणी लिखिए जिस पर निर्णय हो सके; फिर नागरिकों को समय पर उत्तर दीजिए।",
            "ur": "پہلے ایسا نوٹ لکھیں جس پر فیصلہ ہو سکے؛ پھر شہریوں کو وقت پر جواب دیں۔",
        },
        whole=ProgrammeStep(
            rule="in_order",
            steps=(
                ProgrammeStep(
                    rule="all", titles={"en": "The note", "hi": "टिप्पणी", "ur": "نوٹ"}, steps=(_step("KY-NND-01"),)
                ),
                ProgrammeStep(
                    rule="all", titles={"en": "The answer", "hi": "उत्तर", "ur": "جواب"}, steps=(_step("KY-RTI-01"),)
                ),
            ),
        ),
        competencies=[], licence="CC BY 4.0", at=then,
    )  # fmt: skip
    workshop = learning.import_scorm(
        agent=AGENT, content=packed(HERE / "scorm" / "file-a-note-2004"), filename="file-a-note-2004.zip",
        titles={
            "en": "Writing workshop with feedback", "hi": "प्रतिक्रिया सहित लेखन कार्यशाला", "ur": "رائے کے ساتھ تحریری ورکشاپ",
        },
        competencies=[], minutes=30, code="IOP-W-01", provider=NAME[0], licence="CC BY 4.0", at=then,
    )  # fmt: skip
    found = people.find_account(email=PEOPLE[0][1])
    assert found is not None and found.person_id is not None
    learning.set_audience(
        actor=actor_of(found.person_id, found.id, at), course=workshop.uuid, audience="approval", at=then
    )
    day = dt.datetime.combine((at + dt.timedelta(days=12)).astimezone(IST).date(), dt.time(15, 30), IST)
    learning.publish_event(
        agent=AGENT, code="IOP-T-01", provider=NAME[0], mode="blended",
        titles={
            "en": "Talk: what a good note looks like", "hi": "व्याख्यान: अच्छी टिप्पणी कैसी होती है",
            "ur": "گفتگو: اچھا نوٹ کیسا ہوتا ہے",
        },
        summaries={
            "en": "Three files of the last year, and what made them easy to decide.",
            "hi": "पिछले वर्ष की तीन फ़ाइलें, और उन पर निर्णय क्यों सरल था।",
            "ur": "پچھلے سال کی تین فائلیں، اور ان پر فیصلہ کیوں آسان تھا۔",
        },
        gathering=GatheringTimes(
            day, day + dt.timedelta(minutes=75), "Hall 2, Institute of Office Practice",
            "https://meet.institute.example/good-note", "Joseph Thomas", 60,
        ),
        competencies=[], at=then,
    )  # fmt: skip
    _test(then)
    say("two programmes, a course with approval, a test and a talk published")


def _test(at: dt.datetime) -> None:
    """Over the questions of a course: who knows it already shows that without the lessons."""
    questions = tomllib.loads((HERE / "courses" / "cyber-hygiene" / "questions.toml").read_text())["question"]
    learning.publish_assessment(
        agent=AGENT, code="IOP-A-01", provider=NAME[0],
        titles={
            "en": "Test: cyber hygiene at the office", "hi": "परीक्षा: कार्यालय में साइबर स्वच्छता",
            "ur": "امتحان: دفتر میں سائبر حفظان",
        },
        summaries={
            "en": "For those who know it already: ten questions on accounts, phishing, mail and incidents, without "
            "lessons. Three attempts.",
            "hi": "जो पहले से जानते हैं, उनके लिए: खातों, फिशिंग, मेल और घटनाओं पर दस प्रश्न, बिना पाठों के। तीन प्रयास।",
            "ur": "ان کے لیے جو پہلے سے جانتے ہیں: کھاتوں، فشنگ، ای میل اور واقعات پر دس سوال، اسباق کے بغیر۔ تین کوششیں۔",
        },
        questions=questions, quiz=QuizSpec(draw=10, minutes=15, attempts=3, pass_percent=70),
        competencies=[("FUN-072", 2)], licence="CC BY 4.0", at=at,
    )  # fmt: skip
