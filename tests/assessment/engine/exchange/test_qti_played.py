"""A player of others, certified by 1EdTech for QTI 3, shows the items that we export and finds right what is right.

It is installed from tests/assessment/judges/package-lock.json into .cache/ where node and the registry are.
"""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from karmayogi.assessment.engine.exchange import qti_write
from karmayogi.learning.types import QuizSpec
from tests.judges import installed

JUDGES = Path(__file__).resolve().parents[2] / "judges"
PLAYER = ("vue/dist/vue.min.js", "qti3-item-player/dist/qti3Player.umd.min.js")
POOL = [
    {
        "key": "single", "kind": "single", "difficulty": 3, "clause": "s. 4(1)", "competency": "FUN-095",
        "text": {"en": "Who answers <within> 30 days?", "hi": "कौन?"}, "why": {"en": "Section 7.", "hi": "धारा 7"},
        "options": [
            {"key": "pio", "correct": True, "text": {"en": "R&D's officer", "hi": "अधिकारी"}},
            {"key": "no-one", "correct": False, "text": {"en": "Nobody", "hi": "कोई नहीं"}},
        ],
    },
    {
        "key": "several", "kind": "multiple", "difficulty": 1, "clause": "", "competency": "",
        "text": {"en": "Which two?"}, "why": {},
        "options": [
            {"key": "1", "correct": True, "text": {"en": "First"}},
            {"key": "2", "correct": False, "text": {"en": "Second"}},
            {"key": "3", "correct": True, "text": {"en": "Third"}},
        ],
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def play():
    """Plays an item of the package with these choices: what was shown and what the player made of it."""
    home, chromium = installed(JUDGES), shutil.which("chromium")
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content("<!doctype html><title>Player</title>")
        for file in [*(home / "node_modules" / name for name in PLAYER), JUDGES / "player.js"]:
            page.add_script_tag(path=file)
        package = zipfile.ZipFile(io.BytesIO(qti_write.package(POOL, QuizSpec(2, 5, 1, 60), "A test", "t", "3.0")))

        def of(name, *chosen):
            asked = {"item": package.read(f"items/{name}.xml").decode(), "chosen": chosen}
            return page.evaluate("asked => window.play(asked)", asked)

        yield of
        browser.close()


def test_it_shows_what_we_asked_and_gives_the_score_to_the_right_answer(play):
    right = play("0001.en", "R&D's officer")
    assert right["prompt"] == "Who answers <within> 30 days?"
    assert right["choices"] == ["Nobody", "R&D's officer"] and right["roles"] == ["radio"]
    assert right["score"] == 1
    assert play("0001.en", "Nobody")["score"] == 0
    assert play("0001.en")["score"] == 0
    hindi = play("0001.hi", "अधिकारी")
    assert hindi["prompt"] == "कौन?" and hindi["score"] == 1
    assert hindi["response"] == right["response"]  # one question in two languages
    several = play("0002.en", "First", "Third")
    assert several["roles"] == ["checkbox"] and several["score"] == 1
    assert play("0002.en", "First")["score"] == play("0002.en", "First", "Second", "Third")["score"] == 0
