"""What the people of the demonstration have learned so far, told through the same acts as real learners use."""

import dataclasses
import datetime as dt
import io
import random
import uuid
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from config.env import env
from karmayogi.competencies import api as competencies
from karmayogi.competencies.types import Source
from karmayogi.kernel.access import Actor, System
from karmayogi.kernel.ids import uuid7
from karmayogi.learning import api as learning
from karmayogi.people import api as people

AGENT = System("demonstration")
HERE = Path(__file__).parent
PUBLISHED_DAYS_AGO = 300

# Our own small packages: folder, code, titles, competencies, minutes.
PACKAGES = [
    (
        "spot-the-phish-12", "KY-PHI-01",
        {"en": "Spot the phish: six mails", "hi": "फ़िशिंग पहचानें: छह मेल", "ur": "فشنگ پہچانیں: چھ میل"},
        [("FUN-072", 1)], 10,
    ),
    (
        "file-a-note-2004", "KY-PUN-01",
        {"en": "Put up a note: a short case", "hi": "टिप्पणी प्रस्तुत करें: एक छोटा मामला", "ur": "نوٹ پیش کریں: ایک مختصر معاملہ"},
        [("FUN-087", 1)], 10,
    ),
]  # fmt: skip

# Packages made by others, imported when the folder of examples is at hand; never part of the product.
FOREIGN = [
    ("RuntimeBasicCalls_SCORM12.zip", "EX-GOLF-12", "Golf explained (SCORM 1.2 example)"),
    ("RuntimeBasicCalls_SCORM20043rdEdition.zip", "EX-GOLF-2004", "Golf explained (SCORM 2004 example)"),
]


@dataclasses.dataclass(frozen=True, slots=True)
class Learner:
    """An officer as far as her learning is concerned."""

    person_id: int
    account_id: int
    language: str


def courses(*, at: dt.datetime, say: Callable[[str], None]) -> None:
    """Publishes the product's own courses and packages, and the examples made by others where they are at hand."""
    then = at - dt.timedelta(days=PUBLISHED_DAYS_AGO)
    count = 0
    for folder in sorted(path.parent for path in (HERE / "courses").glob("*/course.toml")):
        learning.import_course(agent=AGENT, folder=folder, at=then)
        count += 1
    for name, code, titles, tags, minutes in PACKAGES:
        learning.import_scorm(
            agent=AGENT, content=packed(HERE / "scorm" / name), filename=f"{name}.zip", titles=titles,
            competencies=tags, minutes=minutes, code=code, provider="Karmayogi Open Courseware",
            licence="CC BY 4.0", at=then,
        )  # fmt: skip
        count += 1
    for filename, code, title in FOREIGN:
        path = Path(env.demo_content_dir) / "scorm" / filename
        if path.exists():
            learning.import_scorm(
                agent=AGENT, content=path, filename=filename, titles={"en": title}, competencies=[],
                minutes=20, code=code, provider="Rustici Software", licence="CC BY 3.0", at=then,
            )  # fmt: skip
            count += 1
    say(f"{count} courses published")


def learn(*, learners: Sequence[Learner], dice: random.Random, at: dt.datetime, say: Callable[[str], None]) -> None:
    """Enrols about half of the learners; most finish, some stop half-way. All of it lies in the past."""
    wanted = [card for card in learning.all_courses() if card.code.startswith("KY-") and card.languages != ("en",)]
    weights = [5 if card.code == "KY-NND-01" else 3 for card in wanted]
    begun = finished = 0
    for learner in learners:
        if dice.random() > 0.55:
            continue
        actor = _actor(learner)
        for card in {one.uuid: one for one in dice.choices(wanted, weights, k=dice.choice((1, 1, 2)))}.values():
            start = at - dt.timedelta(days=dice.randrange(3, PUBLISHED_DAYS_AGO - 10), minutes=dice.randrange(600))
            begun += 1
            finished += _one(actor, card.uuid, learner.language, start, dice)
    say(f"{begun} enrolments, {finished} completed")


def observe(*, person_id: int, observer_id: int, at: dt.datetime) -> None:
    """Her supervisor has seen her at work: she notes and drafts at level 1, and keeps files at level 2."""
    for code, level in (("FUN-087", 1), ("FUN-085", 2)):
        competency = competencies.by_codes([code])[code]
        competencies.record_evidence(
            agent=AGENT, person_id=person_id, competency_id=competency.id, level=level, source=Source.SUPERVISOR,
            instrument="Observation on the job", ref_kind="observation", ref_uuid=uuid7(), observer_id=observer_id,
            observed_at=at - dt.timedelta(days=60), at=at,
        )  # fmt: skip


def _one(actor: Actor, course: uuid.UUID, language: str, start: dt.datetime, dice: random.Random) -> bool:
    """One learner in one course; whether she finished."""
    enrolment = learning.enrol(actor=actor, course_uuid=course, language=language, at=start)
    lesson = learning.lesson(actor, enrolment)
    finishes = dice.random() < 0.7
    reach = len(lesson.parts) if finishes else dice.randrange(1, max(2, len(lesson.parts) - 1))
    now = start
    for part in lesson.parts[:reach]:
        learning.open_part(actor=actor, enrolment_id=lesson.enrolment_id, part_id=part.id, at=now)
        now += dt.timedelta(minutes=dice.randrange(8, 16))
        if part.kind == "quiz":
            learning.record_result(
                person_id=actor.person_id, part_uuid=part.uuid, passed=True, score=dice.choice((60, 70, 80, 90, 100)),
                attempt_uuid=uuid7(), at=now,
            )  # fmt: skip
        elif part.kind in ("page", "video", "pdf"):
            learning.finish_part(actor=actor, enrolment_id=lesson.enrolment_id, part_id=part.id, at=now)
    return finishes


def _actor(learner: Learner) -> Actor:
    account, person = people.account(learner.account_id), people.person(learner.person_id)
    assert account is not None and person is not None
    return Actor(
        account_id=account.id, account_uuid=account.uuid, person_id=person.id, person_uuid=person.uuid,
        name=person.name, language=learner.language, session_key="",
    )  # fmt: skip


def packed(folder: Path) -> bytes:
    """The folder as a zip with fixed times, so that the same source gives the same package."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "README.md"):
            archive.writestr(zipfile.ZipInfo(str(path.relative_to(folder)), (2026, 1, 1, 0, 0, 0)), path.read_bytes())
    return target.getvalue()
