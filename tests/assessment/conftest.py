"""A course that is one page and one test, with a pool of our own whose right answers the tests know."""

import contextlib
import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from karmayogi.assessment.models import AttemptItem
from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.learning import api as learning
from karmayogi.learning.types import QuizSpec
from tests.cast import NOON

SETUP = System("test")

COURSE = """
code = "T-TEST"
provider = "Test Courseware"
mode = "online"
[title]
en = "Conduct in office"
hi = "कार्यालय में आचरण"
ur = "دفتر میں طرزِ عمل"
[summary]
en = "What the rules ask."
[[competencies]]
code = "FUN-095"
level = 2
[[parts]]
key = "page"
kind = "page"
minutes = 1
file = "01.md"
title = { en = "The rules" }
[[parts]]
key = "test"
kind = "quiz"
minutes = 10
title = { en = "Test", hi = "परीक्षा", ur = "امتحان" }
[completion]
parts = "all"
pass_percent = 60
[quiz]
draw = 5
minutes = 10
attempts = 2
"""


def question(number: int, kind: str = "single", **changes) -> dict:
    """A question whose right options say so in a word that no page may show before submission."""
    options = {
        "single": [("a", False), ("b", True), ("c", False), ("d", False)],
        "multiple": [("a", True), ("b", False), ("c", True), ("d", False)],
        "truefalse": [("t", True), ("f", False)],
    }[kind]
    return {
        "key": f"t-q{number:02}",
        "kind": kind,
        "difficulty": 1 + number % 3,
        "clause": f"Clause-{number}",
        "competency": "FUN-095",
        "text": {"en": f"What about {number}?", "hi": f"{number} के बारे में क्या?"},
        "why": {"en": f"Reason-{number} says so.", "hi": f"कारण-{number}"},
        "options": [
            {"key": key, "correct": correct, "text": {"en": f"Option {key}{number}", "hi": f"विकल्प {key}{number}"}}
            for key, correct in options
        ],
    } | changes


KINDS = ["single", "multiple", "truefalse", "single"] * 3
POOL = [question(number, kind) for number, kind in enumerate(KINDS, start=1)]
SPEC = QuizSpec(draw=5, minutes=10, attempts=2, pass_percent=60)


def as_toml(pool: list[dict]) -> str:
    def table(texts: dict[str, str]) -> str:
        return "{ " + ", ".join(f'{language} = "{text}"' for language, text in texts.items()) + " }"

    lines = []
    for raw in pool:
        lines += ["[[question]]"]
        lines += [f'{name} = "{raw[name]}"' for name in ("key", "kind", "clause", "competency")]
        lines += [f"difficulty = {raw['difficulty']}", f"text = {table(raw['text'])}", f"why = {table(raw['why'])}"]
        for option in raw["options"]:
            lines += ["[[question.options]]", f'key = "{option["key"]}"', f"correct = {str(option['correct']).lower()}"]
            lines += [f"text = {table(option['text'])}"]
    return "\n".join(lines)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.KEYS_ROOT = tmp_path / "keys"


def write_folder(folder: Path) -> Path:
    (folder / "en").mkdir(parents=True)
    (folder / "en" / "01.md").write_text("Rules.\n")
    (folder / "course.toml").write_text(COURSE)
    (folder / "questions.toml").write_text(as_toml(POOL))
    return folder


@pytest.fixture(scope="session")
def course_snapshot(snapshots, kcm_snapshot, tmp_path_factory):
    folder = write_folder(tmp_path_factory.mktemp("assessment") / "T-TEST")
    return snapshots(
        "course of assessment", lambda _kcm: learning.import_course(agent=SETUP, folder=folder, at=NOON),
        beside=["kcm"],
    )  # fmt: skip


@pytest.fixture
def course(course_snapshot, kcm, at, tmp_path):
    folder = write_folder(tmp_path / "T-TEST")
    if course_snapshot and at == NOON:
        return course_snapshot.put_back()
    return learning.import_course(agent=SETUP, folder=folder, at=at)


class Learner:
    """Asha in front of her browser. The clock stands still but for `later`."""

    def __init__(self, player, at: dt.datetime) -> None:
        self.player = player
        self.at = at
        self.client = Client()
        self.client.cookies[django_settings.SESSION_COOKIE_NAME] = player.cookie(at)
        self.bodies: list[str] = []

    def later(self, **span: float) -> None:
        self.at += dt.timedelta(**span)

    @property
    def actor(self):
        return self.player.actor(self.at)

    def get(self, url: str, follow: bool = True, **headers):
        with clock.frozen(self.at):
            return self._keep(self.client.get(url, follow=follow, headers=headers))

    def post(self, url: str, data: dict | None = None, follow: bool = True):
        with clock.frozen(self.at):
            return self._keep(self.client.post(url, data or {}, follow=follow))

    def _keep(self, response):
        with contextlib.suppress(UnicodeDecodeError):
            self.bodies.append(response.content.decode())
        return response


@pytest.fixture
def asha(cast, at) -> Learner:
    return Learner(cast.learner, at)


@pytest.fixture
def outsider(cast, at) -> Learner:
    return Learner(cast.outsider, at)


@pytest.fixture
def part(course, asha):
    """The uuid of the test, Asha being enrolled in its course."""
    from karmayogi.assessment.models import Paper

    learning.enrol(actor=asha.actor, course_uuid=course.uuid, language="en", at=asha.at)
    return Paper.objects.values_list("part__uuid", flat=True).get()


def right_values(attempt_id: int, position: int) -> list[int]:
    """Places, as shown, of the right options."""
    from karmayogi.assessment.models import Option

    row = AttemptItem.objects.get(attempt_id=attempt_id, position=position)
    right = set(Option.objects.filter(item_id=row.item_id, correct=True).values_list("key", flat=True))
    return [place for place, key in enumerate(row.shown, start=1) if key in right]
