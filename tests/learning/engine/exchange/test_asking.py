"""Questions beyond choice, as Moodle, Open edX and Common Cartridge write them. What comes in can be asked: assessment,
which checks a pool when a course is kept, takes every question that these readers make."""

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.kernel.markup import parse_xml
from karmayogi.learning.engine.exchange import moodle_questions, olx_problems, planning, qti12
from karmayogi.learning.engine.exchange.building import Building
from karmayogi.learning.types import Outcome, Why


def answer(number, text, fraction, feedback=""):
    return (
        f"<answer id='{number}'><answertext>{text}</answertext><answerformat>0</answerformat><fraction>{fraction}</fraction>"
        f"<feedback>{feedback}</feedback></answer>"
    )


def moodle(kind, inner, text="How much?", more="", bank=None):
    question = (
        f"<question id='1'><name>N</name><questiontext>{text}</questiontext><generalfeedback>$@NULL@$</generalfeedback>"
        f"<defaultmark>2.0000000</defaultmark><qtype>{kind}</qtype><plugin_qtype_{kind}_question>{inner}"
        f"</plugin_qtype_{kind}_question>{more}</question>"
    )
    building = Building({})
    known = moodle_questions.Bank({id: parse_xml(one.encode()) for id, one in (bank or {}).items()}, {})
    made = moodle_questions.questions(building, parse_xml(question.encode()), "q1", known)
    return made, [(line.outcome, line.why) for line in building.report]


def olx(inner, attributes=""):
    building = Building({})
    block = parse_xml(f"<problem display_name='P' {attributes}>{inner}</problem>".encode())
    return olx_problems.questions(building, block, "P", "p"), [(line.outcome, line.why) for line in building.report]


def cartridge(profile, response, processing, more=""):
    item = (
        "<questestinterop><assessment ident='a' title='A'><section><item ident='i' title='I'><itemmetadata><qtimetadata>"
        f"<qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield>"
        "</qtimetadata></itemmetadata><presentation><material><mattext texttype='text/html'>&lt;p&gt;Say it.&lt;/p&gt;"
        f"</mattext></material>{response}</presentation><resprocessing>{processing}</resprocessing>{more}</item></section>"
        "</assessment></questestinterop>"
    )
    building = Building({})
    qti12.assessment(building, parse_xml(item.encode()), "A", "A")
    made = [one for part in building.parts for one in part.questions]
    return made, [(line.outcome, line.why) for line in building.report if line.kind == profile]


def scored(condition, worth="100", case="No"):
    return (
        f"<respcondition><conditionvar>{condition}</conditionvar><setvar action='Set'>{worth}</setvar></respcondition>"
    )


FIB = "<response_str ident='r'><render_fib/></response_str>"
WHOLE, PART = (Outcome.IMPORTED, None), lambda why: (Outcome.PARTLY, why)
RECORDS = "<numerical_records><numerical_record id='1'><answer>1</answer><tolerance>0.05</tolerance></numerical_record></numerical_records>"
HINT = "<question_hints><question_hint id='1'><hint>Think.</hint></question_hint></question_hints>"


@pytest.mark.parametrize(
    ("made", "kind", "says", "report"),
    [
        # Moodle
        (moodle("shortanswer", answer(1, "RTI Act", "1.0") + answer(2, "R \\* Act", "1"), "The law is ______."),
         "blank", {"gaps": [["RTI Act", "R * Act"]]}, [WHOLE]),
        (moodle("shortanswer", answer(1, "a &amp;lt;b&amp;gt;", "1") + answer(2, "half", "0.5") + "<usecase>1</usecase>", more=HINT),
         "blank", {"gaps": [["a &lt;b&gt;"]]}, [PART(Why.EXTRAS), PART(Why.PART_MARKS), PART(Why.CASE)]),
        (moodle("numerical", answer(1, "3.14", "1", "It is pi.") + answer(2, "*", "0") + RECORDS),
         "numeric", {"value": "3.14", "tolerance": "0.05"}, [WHOLE]),
        (moodle("numerical", answer(1, "3", "1") + "<numerical_units><numerical_unit><multiplier>1</multiplier><unit>km</unit>"
                "</numerical_unit></numerical_units><showunits>0</showunits>"),
         "numeric", {"value": "3", "tolerance": "0"}, [PART(Why.UNITS)]),
        (moodle("essay", "<essay><responseformat>editor</responseformat><attachmentsrequired>0</attachmentsrequired>"
                "<graderinfo>&lt;p&gt;Names the rule&lt;/p&gt;</graderinfo><responsetemplate>Dear</responsetemplate></essay>"),
         "short", {"rubric": [{"key": "r1", "text": {"en": "Names the rule"}, "points": 2}]}, [PART(Why.EXTRAS)]),
        (moodle("essay", "<essay/>"), "short",
         {"rubric": [{"key": "r1", "text": {"en": "The answer as a whole"}, "points": 2}]}, [PART(Why.RUBRIC)]),
        (moodle("match", "".join(f"<match><questiontext>{a}</questiontext><answertext>{b}</answertext></match>"
                                 for a, b in (("Leave", "Head"), ("Tour", "Ministry"), ("", "Nobody")))),
         "match", {"pairs": {"l1": "c1", "l2": "c2"}}, [WHOLE]),
        (moodle("match", "<match><questiontext>Leave</questiontext><answertext>Head</answertext></match>"
                         "<match><questiontext/><answertext>Nobody</answertext></match>"), "single", {}, [WHOLE]),
        (moodle("ordering", answer(1, "Third", "3") + answer(2, "First", "1") + answer(3, "Second", "2")
                + "<gradingtype>-1</gradingtype>"), "order", {"lines": ["First", "Second", "Third"]}, [WHOLE]),
        (moodle("multichoice", answer(1, "A", "1") + answer(2, "B", "0.3333333") + answer(3, "C", "-0.5") + "<single>1</single>"),
         "weighted", {}, [PART(Why.MINUS)]),
        # Open edX
        (olx("<p>Capital?</p><stringresponse answer='Delhi' type='ci'><additional_answer answer='New Delhi'/>"
             "<textline label='x'/></stringresponse>"), "blank", {"gaps": [["Delhi", "New Delhi"]]}, [WHOLE]),
        (olx("<stringresponse answer='&lt;b&gt;&amp;amp;'><label>Write it</label><textline/></stringresponse>"),
         "blank", {"gaps": [["<b>&amp;"]]}, [PART(Why.CASE)]),
        (olx("<label>N</label><numericalresponse answer='200'><responseparam type='tolerance' default='5%'/><formulaequationinput/>"
             "</numericalresponse>"), "numeric", {"value": "200", "tolerance": "10"}, [WHOLE]),
        (olx("<label>N</label><numericalresponse answer='[4,10]'><formulaequationinput/></numericalresponse>"),
         "numeric", {"value": "7", "tolerance": "3"}, [WHOLE]),
        (olx("<p>One</p><optionresponse><p>A <optioninput><option correct='True'>x</option><option correct='False'>y</option>"
             "</optioninput> and <optioninput options=\"('p','q')\" correct='q'/></p></optionresponse>"),
         "case", {}, [WHOLE]),
        (olx("<p>Q</p><multiplechoiceresponse partial_credit='points'><choicegroup><choice correct='true'>A<choicehint>Yes.</choicehint>"
             "</choice><choice correct='partial' point_value='25%'>B</choice><choice correct='false'>C</choice></choicegroup>"
             "</multiplechoiceresponse>"), "weighted", {}, [WHOLE]),
        # Common Cartridge
        (cartridge("cc.fib.v0p1", FIB, scored("<varequal respident='r'>Rule 12</varequal>")
                   + scored("<varequal respident='r'>R. 12</varequal>")), "blank", {"gaps": [["Rule 12", "R. 12"]]}, [WHOLE]),
        (cartridge("cc.fib.v0p1", FIB, scored("<varequal respident='r' case='Yes'>PIO</varequal>")),
         "blank", {"gaps": [["PIO"]]}, [PART(Why.CASE)]),
        (cartridge("cc.pattern_match.v0p1", FIB, scored("<varsubstring respident='r'>thirty days</varsubstring>")),
         "short", {"rubric": [{"key": "r1", "text": {"en": "The answer holds: thirty days"}, "points": 1}]}, [PART(Why.BY_PERSON)]),
        (cartridge("cc.pattern_match.v0p1", FIB, scored("<varequal respident='r'>thirty</varequal>")),
         "blank", {"gaps": [["thirty"]]}, [WHOLE]),
        (cartridge("cc.essay.v0p1", FIB, "", "<itemfeedback ident='solution'><solution><solutionmaterial><material><mattext>Thirty days."
                   "</mattext></material></solutionmaterial></solution></itemfeedback>"),
         "short", {"rubric": [{"key": "r1", "text": {"en": "Thirty days."}, "points": 1}]}, [WHOLE]),
    ],
)  # fmt: skip
def test_what_comes_in_can_be_asked(made, kind, says, report):
    questions, told = made
    (draft,) = question_file.read(questions)
    assert (draft.kind, sorted(told, key=str)) == (kind, sorted(report, key=str))
    body = draft.body | ({"lines": [one["text"]["en"] for one in draft.body["lines"]]} if kind == "order" else {})
    assert {name: body[name] for name in says} == says


def test_marks_and_remarks_find_their_place():
    (weighted,) = moodle("multichoice", answer(1, "A", "1", "So it is.") + answer(2, "B", "0.3333333", "No."))[0]
    assert [one["weight"] for one in weighted["options"]] == ["100.00", "33.33"]
    assert weighted["why"] == {"en": "So it is."}
    assert (
        "(km)"
        in moodle(
            "numerical",
            answer(1, "3", "1") + "<numerical_unit><multiplier>1</multiplier><unit>km</unit></numerical_unit>",
        )[0][0]["text"]["en"]
    )
    (ranked,) = olx("<label>Q</label><multiplechoiceresponse><choicegroup><choice correct='true'>A</choice><choice correct='true'>B</choice>"
                    "<choice correct='false'>C</choice></choicegroup></multiplechoiceresponse>")[0]  # fmt: skip
    assert [one["weight"] for one in ranked["options"]] == ["100.00", "100.00", "0.00"]


def _inside(kind, inner, mark="1"):
    return f"<question id='x'><defaultmark>{mark}</defaultmark><questiontext>{{1:X:=y}}</questiontext><qtype>{kind}</qtype>{inner}</question>"


def test_a_text_with_questions_inside():
    cloze = "<multianswer id='1'><question>1</question><sequence>7,8</sequence></multianswer>"
    written = {"7": _inside("shortanswer", answer(1, "May", "1")), "8": _inside("shortanswer", answer(1, "June", "1"))}
    made, told = moodle("multianswer", cloze, "From {#1} to {#2}, ____ not a gap", bank=written)
    (draft,) = question_file.read(made)
    assert (draft.kind, draft.body, told) == ("blank", {"gaps": [["May"], ["June"]]}, [WHOLE])
    assert draft.text["en"] == "From ____ to ____, __ not a gap"
    mixed = written | {"8": _inside("multichoice", answer(1, "A", "1") + answer(2, "B", "0"), mark="2")}
    made, told = moodle("multianswer", cloze, "Month {#1}, letter {#2}", bank=mixed)
    (draft,) = question_file.read(made)
    assert [part["kind"] for part in draft.body["parts"]] == ["blank", "single"]
    assert told == [PART(Why.EVEN)]
    assert moodle("multianswer", cloze, "Only {#1}", bank=written)[1] == [(Outcome.KEPT, Why.MISSING)]


def test_an_open_response_brings_its_criteria():
    building = Building({})
    block = parse_xml(
        b"<openassessment url_name='o'><title>Note</title><prompts><prompt><description>Write a note.</description></prompt></prompts>"
        b"<rubric><criterion><name>Facts</name><prompt>Are they there?</prompt><option points='0'><name>No</name></option>"
        b"<option points='3'><name>Yes</name></option></criterion></rubric></openassessment>"
    )
    (draft,) = question_file.read(olx_problems.open_response(building, block, "Note", "o"))
    assert draft.body == {"rubric": [{"key": "r1", "text": {"en": "Facts: Are they there?"}, "points": 3}]}


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (moodle("shortanswer", answer(1, "any*", "1")), Why.SCORING),
        (moodle("shortanswer", answer(1, "&#160;&#8203;"[:6], "1")), Why.NO_RIGHT_ANSWER),
        (moodle("shortanswer", answer(1, "x" * 201, "1")), Why.KIND),
        (moodle("numerical", answer(1, "1e999999999", "1")), Why.SCORING),
        (moodle("numerical", answer(1, "NaN", "1")), Why.SCORING),
        (moodle("numerical", answer(1, "1", "1") + answer(2, "2", "1")), Why.SCORING),
        (moodle("essay", "<responseformat>noinline</responseformat>"), Why.KIND),
        (moodle("calculated", answer(1, "{a}", "1")), Why.COMPUTED),
        (moodle("ddmarker", ""), Why.KIND),
        (olx("<label>N</label><numericalresponse answer='[4,10)'/>"), Why.SCORING),
        (olx("<label>N</label><numericalresponse answer='1e30'><responseparam type='tolerance' default='1e30%'/></numericalresponse>"),
         Why.SCORING),
        (olx("<label>N</label><numericalresponse answer='2*pi'/>"), Why.SCORING),
        (olx("<label>S</label><stringresponse answer='a.*' type='regexp'/>"), Why.SCORING),
        (cartridge("cc.fib.v0p1", FIB + FIB, scored("<varequal>a</varequal>")), Why.KIND),
        (cartridge("cc.fib.v0p1", FIB, scored("<and><varequal>a</varequal><varequal>b</varequal></and>")), Why.SCORING),
        (cartridge("cc.fib.v0p1", FIB, scored("<varequal>a</varequal>", "x")), Why.BROKEN),
    ],
)  # fmt: skip
def test_what_is_marked_otherwise_stays_in_the_file(made, why):
    assert (made[0], made[1]) == ([], [(Outcome.KEPT, why)])


def test_a_picture_that_is_not_there_keeps_a_question_of_several_texts_in_the_file():
    texts = "".join(
        f"<mattext texttype='text/html'>&lt;p&gt;Look &lt;img src='{name}' alt='A'&gt;&lt;/p&gt;</mattext>"
        for name in ("a.png", "gone.png")
    )
    item = f"<item ident='i' title='I'><presentation><material>{texts}</material>{FIB}</presentation></item>"
    whole = f"<questestinterop><assessment ident='a' title='A'><section>{item}</section></assessment></questestinterop>"
    building = Building({"a.png": b""})
    qti12.assessment(building, parse_xml(whole.encode()), "A", "A", planning.beside(""))
    assert not building.parts and (Outcome.KEPT, Why.PICTURE) in [(line.outcome, line.why) for line in building.report]
