import pytest

from karmayogi.learning.engine.exchange import moodle
from karmayogi.learning.types import Outcome, Why
from tests.learning import foreign
from tests.learning.understood import lines, parts, read


def test_moodle():
    plan = read("moodle")
    assert parts(plan) == [
        ("a-label", "page"), ("a-page", "page"), ("a-file", "pdf"), ("a-link", "page"), ("chapter-1", "page"),
        ("chapter-2", "page"), ("a-quiz", "quiz"), ("a-package", "scorm12"),
    ]  # fmt: skip
    told = lines(plan)
    assert told["A forum", "forum"] == (Outcome.LEFT_OUT, Why.KIND)
    assert told["Hidden", "page"] == (Outcome.LEFT_OUT, Why.HIDDEN)
    assert {told[f"Q{n}", kind] for n, kind in ((1, "multichoice"), (3, "shortanswer"), (5, "numerical"))} == {
        (Outcome.IMPORTED, None)
    }
    quiz = plan.parts[6]
    assert [(one["key"], one["kind"]) for one in quiz.questions] == [
        ("q1", "weighted"), ("q2", "truefalse"), ("q3", "blank"), ("q4", "match"), ("q5", "numeric"),
    ]  # fmt: skip
    assert (quiz.quiz.minutes, quiz.quiz.attempts) == (10, 2)
    assert "https://x.example/" in plan.parts[3].variants["en"].html


IMG = "&lt;p&gt;{0}&lt;img src=&quot;@@PLUGINFILE@@/a.png&quot; alt=&quot;A well&quot;&gt;&lt;/p&gt;"


@pytest.mark.parametrize(
    ("area", "item", "why"),
    [("answer", "1", None), ("answer", "999", Why.PICTURE), ("questiontext", "1", Why.PICTURE)],
)
def test_a_picture_in_an_answer_comes_along_from_the_files_of_that_answer_alone(area, item, why):
    """Of another answer, or of the text of a question, it is not there: then the question stays in the file."""
    files = foreign.moodle()
    whole = files["questions.xml"].decode()
    files["questions.xml"] = whole.replace("<answertext>A<", f"<answertext>{IMG.format('A ')}<", 1).encode()
    sha = "c" * 40
    told = (
        f"<file id='9'><contenthash>{sha}</contenthash><contextid>5</contextid><component>question</component>"
        f"<filearea>{area}</filearea><itemid>{item}</itemid><filepath>/</filepath><filename>a.png</filename>"
        "<mimetype>image/png</mimetype></file></files>"
    )
    files["files.xml"] = files["files.xml"].replace(b"</files>", told.encode())
    files[f"files/cc/{sha}"] = b"PNG"
    plan = moodle.read(files)
    quiz = next(part for part in plan.parts if part.kind == "quiz")
    assert lines(plan)["Q1", "multichoice"] == ((Outcome.KEPT, why) if why else (Outcome.IMPORTED, None))
    found = {one["key"]: one for one in quiz.questions}
    assert ("q1" in found) is (why is None)
    if why is None:
        ((name, planned),) = quiz.variants["en"].pictures.items()
        assert planned.path == f"files/cc/{sha}"
        assert [one["text"]["en"] for one in found["q1"]["options"]] == [f"A ![A well](picture:{name})", "B", "C"]
