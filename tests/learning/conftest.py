"""A small course of our own with every kind of part that needs no outside file, and the standing cast."""

import textwrap
import uuid
from functools import partial
from pathlib import Path

import pytest

from karmayogi.kernel import slots
from karmayogi.kernel.access import System
from karmayogi.learning import api
from karmayogi.learning.actions.ensure_provider import ensure_provider
from karmayogi.learning.actions.report_progress import forget_parts
from tests.cast import NOON, Cast
from tests.learning.foreign import zipped
from tests.learning.studio import Studio
from tests.server import serving

SETUP = System("test")

COURSE = """
code = "{code}"
provider = "Test Courseware"
mode = "online"
licence = "CC BY 4.0"
[title]
en = "{title}"
hi = "सूचना का अधिकार"
[summary]
en = "Answer requests of citizens in time."
hi = "नागरिकों के आवेदनों का समय पर उत्तर दें।"
[[competencies]]
code = "FUN-095"
level = 2
[[parts]]
key = "one"
kind = "page"
minutes = 6
file = "01.md"
title = {{ en = "What and who", hi = "क्या और कौन" }}
[[parts]]
key = "two"
kind = "page"
minutes = 4
file = "02.md"
title = {{ en = "Time limits" }}
{quiz}
[completion]
parts = "all"
pass_percent = 60
[quiz]
draw = 3
minutes = 10
attempts = 2
"""
QUIZ = """
[[parts]]
key = "test"
kind = "quiz"
minutes = 10
title = { en = "Test", hi = "परीक्षा" }
"""
QUESTION = """
[[question]]
key = "q{number}"
kind = "single"
difficulty = 1
clause = "s. {number}"
competency = "FUN-095"
text = {{ en = "Question {number}?" }}
why = {{ en = "Because." }}
[[question.options]]
key = "a"
correct = true
text = {{ en = "Yes {number}" }}
[[question.options]]
key = "b"
correct = false
text = {{ en = "No {number}" }}
[[question.options]]
key = "c"
correct = false
text = {{ en = "Perhaps {number}" }}
"""
MANIFEST_12 = """<?xml version="1.0"?>
<manifest identifier="m1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="o"><organization identifier="o"><title>Two lessons</title>
    <item identifier="a" identifierref="r1"><title>First</title><adlcp:masteryscore>70</adlcp:masteryscore></item>
    <item identifier="h"><title>More</title><item identifier="b" identifierref="r2" parameters="?x=1">
      <title>Second</title></item></item>
  </organization></organizations>
  <resources>
    <resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="a.html"><file href="a.html"/></resource>
    <resource identifier="r2" type="webcontent" adlcp:scormtype="sco" href="sub/b.html">
      <file href="sub/b.html"/></resource>
  </resources>
</manifest>"""


def package(**changes: str | bytes) -> bytes:
    """A SCORM 1.2 package of two SCOs; keywords with "_" for "." replace files."""
    files: dict[str, str | bytes] = {
        "imsmanifest.xml": MANIFEST_12,
        "a.html": "<!doctype html><title>a</title><p>a</p>",
        "sub/b.html": "<!doctype html><title>b</title><p>b</p>",
    }
    return zipped(files | {name.replace("__", "/").replace("_", "."): content for name, content in changes.items()})


def many_pages(count: int, title: str = "Page {}.") -> bytes:
    """A SCORM 1.2 package of so many pages, one below the other."""
    items = "".join(
        f'<item identifier="i{n}" identifierref="r"><title>{title.format(n)}</title></item>' for n in range(count)
    )
    manifest = (
        '<manifest identifier="m" version="1.0" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"'
        ' xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schema>ADL SCORM</schema>'
        '<schemaversion>1.2</schemaversion></metadata><organizations default="o"><organization identifier="o">'
        f"<title>Letters</title>{items}</organization></organizations><resources>"
        '<resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="a.html"/></resources></manifest>'
    )
    return zipped({"imsmanifest.xml": manifest, "a.html": "<!doctype html><title>page</title>"})


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    settings.KEYS_ROOT = tmp_path / "keys"
    forget_parts()


@pytest.fixture
def served(committed_db, settings, monkeypatch):
    """The product on a port of this machine; gives its origin."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # playwright keeps a loop running in this thread
    monkeypatch.setitem(slots._filled, "learning.quiz_url", [lambda part: f"/assessment/{part}/"])
    with serving(settings) as origin:
        yield origin


@pytest.fixture
def licensed(cast, at) -> None:
    """Two providers under the country, for whom every publisher of the country publishes."""
    for name in ("Others", "Test Courseware"):
        provider = ensure_provider(name, at)
        provider.organisation_id = cast.country.id
        provider.save(update_fields=["organisation"])


def write_folder(
    place: Path, code: str = "T-RTI", title: str = "Right to information", *, quiz: bool = True, words: int = 300
) -> Path:
    """Writes a course folder and returns it."""
    folder = place / code
    for language, text in (("en", "citizen "), ("hi", "नागरिक ")):
        (folder / language).mkdir(parents=True, exist_ok=True)
        (folder / language / "01.md").write_text(f"## Who\n\n{text * words}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    (folder / "en" / "02.md").write_text("Thirty days. <script>alert(1)</script>\n")
    (folder / "questions.toml").write_text("".join(QUESTION.format(number=number) for number in range(1, 7)))
    (folder / "course.toml").write_text(
        textwrap.dedent(COURSE).format(code=code, title=title, quiz=QUIZ if quiz else "")
    )
    return folder


@pytest.fixture
def write_course(tmp_path):
    """write_folder in the folder of the test."""
    return partial(write_folder, tmp_path)


@pytest.fixture(scope="session")
def course_snapshot(snapshots, kcm_snapshot, tmp_path_factory):
    folder = write_folder(tmp_path_factory.mktemp("learning"))
    return snapshots(
        "course of learning", lambda _kcm: api.import_course(agent=SETUP, folder=folder, at=NOON), beside=["kcm"]
    )


@pytest.fixture
def course(course_snapshot, kcm, write_course, at):
    """The course with a quiz."""
    folder = write_course()
    if course_snapshot and at == NOON:
        return course_snapshot.put_back()
    return api.import_course(agent=SETUP, folder=folder, at=at)


@pytest.fixture
def short_course(kcm, write_course, at):
    """The course without a quiz."""
    return api.import_course(agent=SETUP, folder=write_course("T-SHORT", "Short course", quiz=False), at=at)


def _houses(cast: Cast, _kcm: None) -> tuple[uuid.UUID, uuid.UUID]:
    built = Studio(cast, NOON)
    return built.institute, built.company


@pytest.fixture(scope="session")
def studio_snapshot(snapshots, cast_snapshot, kcm_snapshot):
    return snapshots("studio", _houses, beside=["cast", "kcm"])


@pytest.fixture
def studio(studio_snapshot, cast, kcm, at) -> Studio:
    """A provider with its people, and the one next door."""
    return Studio(cast, at, studio_snapshot.put_back() if studio_snapshot and at == NOON else None)
