import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti
from karmayogi.assessment.engine.exchange.qti_item import NotHere, questions_of
from karmayogi.assessment.engine.exchange.qti_names import normal
from karmayogi.kernel.markup import parse_xml
from karmayogi.learning.types import CourseFault, Outcome, Why
from tests.learning import foreign
from tests.learning.foreign import choices, declared, qti_item


@pytest.fixture(scope="module")
def plan():
    return qti.read(foreign.qti())


def asked(plan):
    return {one["key"]: one for part in plan.parts for one in part.questions}


def right(question):
    return [one["key"] for one in question["options"] if one["correct"]]


def told(plan):
    return {(line.source, line.kind): (line.outcome, line.why, line.detail) for line in plan.report}


def test_the_test_becomes_a_part_with_its_terms(plan):
    (part,) = plan.parts
    assert (part.kind, part.variants["en"].title) == ("quiz", "Signs")
    assert (part.quiz.draw, part.quiz.minutes) == (4, 15)
    assert len(question_file.read(part.questions)) == 7


def test_choices_blanks_and_pairs_become_questions(plan):
    questions = asked(plan)
    assert questions["single"]["text"]["en"] == "A sign.\nWhat does it say?"
    assert right(questions["single"]) == ["C1"]
    assert (questions["several"]["kind"], right(questions["several"])) == ("multiple", ["C1", "C2"])
    assert questions["blank"]["text"]["en"].replace(" ", "") == "Nowisthewinterofour____."
    assert right(questions["pairs-1"]) == ["T"]
    assert right(questions["pairs-2"]) == ["R"]


def test_languages_join_under_one_identifier_and_english_decides(plan):
    question = asked(plan)["single"]
    assert set(question["text"]) == {"en", "hi"}
    assert question["options"][0]["text"]["hi"] == "साथ रहें"
    assert told(plan)["items/single.xml", "assessmentItem ta"][:2] == (Outcome.LEFT_OUT, Why.RIGHT_ANSWER)


@pytest.mark.parametrize(
    ("name", "outcome", "why", "detail"),
    [
        ("essay", Outcome.KEPT, Why.KIND, "extendedTextInteraction"),
        ("gap", Outcome.KEPT, Why.KIND, "textEntryInteraction"),
        ("picture", Outcome.KEPT, Why.PICTURE, "img"),
        ("own-rule", Outcome.KEPT, Why.SCORING, "responseProcessing"),
        ("adaptive", Outcome.KEPT, Why.SCORING, "adaptive"),
        ("mapped", Outcome.IMPORTED, None, ""),
        ("pairs", Outcome.PARTLY, Why.SPLIT, ""),
        ("unmarked", Outcome.PARTLY, Why.UNMARKED, ""),
    ],
)
def test_what_is_not_marked_here_says_why(plan, name, outcome, why, detail):
    assert told(plan)[f"items/{name}.xml", "assessmentItem"] == (outcome, why, detail)
    assert (name in asked(plan)) is (outcome is not Outcome.KEPT and name != "pairs")


def one(content: bytes):
    return qti.read({"item.xml": content})


@pytest.mark.parametrize(
    ("body", "response", "why"),
    [
        (choices("A", "B"), declared("C3"), Why.NO_RIGHT_ANSWER),
        (choices("A", "B"), declared(), Why.NO_RIGHT_ANSWER),
        (choices("A", "A"), declared("C1"), Why.TWICE),
        (choices("A"), declared("C1"), Why.FEW_OPTIONS),
        (choices("A", ""), declared("C1"), Why.EMPTY),
        (choices("A", "B", prompt=""), declared("C1"), Why.EMPTY),
        (choices("A", "B", most=0), declared("C1", "C2", cardinality="multiple"), Why.NO_WRONG_ANSWER),
        (choices("A", "B"), "", Why.NO_RIGHT_ANSWER),
        (choices("A", "B") * 2, declared("C1"), Why.KIND),
        ("<p>No question</p>", declared("C1"), Why.KIND),
    ],
)
def test_items_that_are_no_question_are_kept_and_nothing_is_made_up(body, response, why):
    content = qti_item("x", body, response)
    with pytest.raises(NotHere) as reason:
        questions_of(normal(parse_xml(content)), "x")
    assert reason.value.why is why
    with pytest.raises(CourseFault) as caught:
        one(content)
    assert (caught.value.why, caught.value.detail[:8]) == (Why.NOTHING, "item.xml")


def test_the_templates_written_out_are_the_templates():
    written = (
        "<responseProcessing><responseCondition><responseIf><match><variable identifier='RESPONSE'/>"
        "<correct identifier='RESPONSE'/></match><setOutcomeValue identifier='SCORE'><baseValue>1</baseValue>"
        "</setOutcomeValue></responseIf></responseCondition></responseProcessing>"
    )
    plan = one(qti_item("x", choices("A", "B"), declared("C2"), written))
    assert right(asked(plan)["x"]) == ["C2"]
    assert [line.outcome for line in plan.report] == [Outcome.IMPORTED]


def test_a_mapping_that_contradicts_the_named_answer_is_not_guessed():
    mapping = '<mapping><mapEntry mapKey="C2" mappedValue="1"/></mapping>'
    rule = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"
    with pytest.raises(CourseFault, match="nothing"):
        one(qti_item("x", choices("A", "B"), declared("C1", mapping=mapping), rule))


@pytest.mark.parametrize(
    "before",
    [b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>', b"<a>" * 100, b"\xff\xfe", b"<assessmentItem "],
)
def test_hostile_items_are_left_out_and_the_others_come_in(before):
    files = foreign.qti()
    files["items/blank.xml"] = before + files["items/blank.xml"]
    plan = qti.read(files)
    assert "blank" not in asked(plan)
    assert {line.why for line in plan.report if line.source == "items/blank.xml"} <= {Why.DOCTYPE, Why.BROKEN}
    assert "single" in asked(plan)


def test_scripts_in_texts_do_not_survive():
    plan = one(qti_item("x", choices("A &lt;script&gt;", "B<script>alert(1)</script>"), declared("C1")))
    assert [option["text"]["en"] for option in asked(plan)["x"]["options"]] == ["A <script>", "B"]


def test_common_cartridges_are_not_taken():
    assert not qti.recognise(foreign.cartridge())
    assert not qti.recognise(foreign.moodle())
    assert qti.recognise(foreign.qti())
