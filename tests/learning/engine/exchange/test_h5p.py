import json
import zipfile
from pathlib import Path

import pytest

from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from karmayogi.learning.types import Outcome, Why
from tests.learning import h5p_files
from tests.learning.understood import lines, parts, read

REAL = Path(__file__).parents[5] / "shared" / "content" / "h5p" / "h5p-test.h5p"


def test_h5p():
    plan = read("h5p")
    assert parts(plan) == [("wells", "page"), ("wells-2", "quiz")]
    right = {
        one["text"]["en"]: [o["text"]["en"] for o in one["options"] if o["correct"]] for one in plan.parts[1].questions
    }
    assert right == {"Is water wet?": ["True"], "Which?": ["A", "B"], "How deep?": ["Thirty"]}
    told = lines(plan)
    assert told["Wells", "h5p"] == (Outcome.KEPT, Why.NOT_PLAYABLE)
    assert told["Drag", "H5P.DragText"] == (Outcome.KEPT, Why.KIND)
    assert told["Pictured", "H5P.MultiChoice"] == (Outcome.KEPT, Why.PICTURE)
    assert told["Which", "H5P.MultiChoice"] == (Outcome.PARTLY, Why.PART_MARKS)


def test_one_that_brings_its_libraries_is_played():
    plan = understand(h5p_files.ask(), READERS)
    assert parts(plan) == [("wells", "h5p")]
    assert plan.parts[0].variants["en"].package == "."
    assert plan.parts[0].min_seconds == 12
    assert plan.licence == "CC BY 4.0"
    assert lines(plan) == {("Wells", "H5P.KyAsk 1.0"): (Outcome.IMPORTED, None)}
    assert plan.other is None  # nothing in it that is known here: there is no choice


def test_with_known_questions_there_is_a_choice():
    content = json.dumps({"question": "Wet?", "correct": "true"})
    about = json.loads(h5p_files.ask()["h5p.json"]) | {"mainLibrary": "H5P.TrueFalse"}
    about["preloadedDependencies"] = [h5p_files.version("H5P.TrueFalse 1.0")]
    changes = {"h5p.json": json.dumps(about), "content/content.json": content}
    library = h5p_files.library("H5P.TrueFalse")
    plan = understand(h5p_files.ask(**changes, **{"H5P.TrueFalse-1.0/library.json": library}), READERS)
    assert parts(plan) == [("wells", "h5p")]
    assert plan.other is not None
    assert parts(plan.other) == [("wells", "quiz")]


def test_what_lies_on_other_servers_is_said():
    content = json.dumps({"sources": [{"path": "https://video.example/v"}], "question": "https://no.example"})
    plan = understand(h5p_files.ask(**{"content/content.json": content}), READERS)
    (line,) = [one for one in plan.report if one.why]
    assert (line.why, line.detail) == (Why.BLOCKED, "https://video.example/v")


@pytest.mark.real_files
@pytest.mark.skipif(not REAL.exists(), reason="the H5P file made by others is not on this machine")
def test_a_real_h5p():
    with zipfile.ZipFile(REAL) as archive:
        plan = understand({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}, READERS)
    assert parts(plan) == [("hello-world", "h5p")]
    assert plan.other is not None
    (question,) = plan.other.parts[0].questions
    assert (question["kind"], question["text"]["en"]) == ("truefalse", "Is this false?")
