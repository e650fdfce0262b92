import zipfile
from pathlib import Path

import pytest

from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from karmayogi.learning.types import Outcome, Why
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
    assert told["Drag", "H5P.DragText"] == (Outcome.KEPT, Why.KIND)
    assert told["Pictured", "H5P.MultiChoice"] == (Outcome.KEPT, Why.PICTURE)
    assert told["Which", "H5P.MultiChoice"] == (Outcome.PARTLY, Why.PART_MARKS)


@pytest.mark.real_files
@pytest.mark.skipif(not REAL.exists(), reason="the H5P file made by others is not on this machine")
def test_a_real_h5p():
    with zipfile.ZipFile(REAL) as archive:
        plan = understand({name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}, READERS)
    (question,) = plan.parts[0].questions
    assert (question["kind"], question["text"]["en"]) == ("truefalse", "Is this false?")
