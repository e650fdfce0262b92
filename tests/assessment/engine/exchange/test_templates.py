import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import templates
from karmayogi.learning.types import CourseFault, Outcome, Why

HEAD = "QuestionNo,QuestionType,Question,QuestionTagging," + ",".join(
    f"Option{n},isOption{n}Correct" for n in range(1, 8)
)
ROWS = """
1,MCQ-SCA,Who signs?,Easy,Head of office,TRUE,Nobody,FALSE,Clerk,FALSE
2,MCQ-MCA,"Which, of these?",Difficult,A,Yes,B,No,C,Yes
3,T/F,It is so.,,False,TRUE,True,FALSE
4,MTF,Match them,Medium,Leave,Head of office,Tour,Ministry,Training,head of  office
5,FTB,The Act of ___ binds __.,Medium,2005|two thousand five,,officers,
6,MCQ-SCA-W,Best?,Moderate,Good,5,Fair,2.5,Bad,0
"""
FILE = (HEAD + ROWS).encode("utf-8-sig")


def plan(content: bytes):
    return templates.read({"MCQ_template.csv": content})


def test_each_type_of_the_templates_comes_in_and_can_be_asked():
    made = plan(FILE)
    assert {line.outcome for line in made.report} == {Outcome.IMPORTED}
    drafts = question_file.read(made.parts[0].questions)
    assert [draft.kind for draft in drafts] == ["single", "multiple", "truefalse", "match", "blank", "weighted"]
    assert [draft.difficulty for draft in drafts] == [2, 4, 2, 3, 3, 3]
    assert [option.text["en"] for option in drafts[2].options] == ["True", "False"]
    assert [option.correct for option in drafts[2].options] == [False, True]
    assert [column["text"]["en"] for column in drafts[3].body["columns"]] == ["Head of office", "Ministry"]
    assert drafts[3].body["pairs"] == {"l1": "r1", "l2": "r2", "l3": "r1"}
    assert drafts[4].body["gaps"] == [["2005", "two thousand five"], ["officers"]]
    assert drafts[4].text["en"] == "The Act of ____ binds ____."
    assert [option.weight for option in drafts[5].options] == ["5.00", "2.50", "0.00"]
    assert made.parts[0].quiz.draw == 6


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("9,ESSAY,Write,Easy,a,TRUE,b,FALSE", Why.KIND),
        ("9,MCQ-SCA,,Easy,a,TRUE,b,FALSE", Why.EMPTY),
        ("9,MCQ-SCA,Q,Easy,a,TRUE,b,TRUE", Why.NO_RIGHT_ANSWER),
        ("9,MCQ-SCA,Q,Easy,a,TRUE", Why.FEW_OPTIONS),
        ("9,MCQ-SCA,Q,Easy,a,TRUE,A,FALSE", Why.TWICE),
        ("9,MCQ-MCA,Q,Easy,a,TRUE,b,TRUE", Why.NO_WRONG_ANSWER),
        ("9,FTB,No place for it,Easy,a,", Why.NO_RIGHT_ANSWER),
        ("9,MCQ-SCA-W,Q,Easy,a,NaN,b,1", Why.SCORING),
        ("1,MCQ-SCA,The number again,Easy,a,TRUE,b,FALSE", Why.TWICE),
    ],
)
def test_what_cannot_be_asked_stays_out_with_its_line_and_reason(row, why):
    made = plan(FILE + row.encode() + b"\n")
    left = [line for line in made.report if line.outcome is not Outcome.IMPORTED]
    assert [(line.source, line.why) for line in left] == [("MCQ_template.csv:8", why)]
    assert len(made.parts[0].questions) == 6


def test_a_table_that_is_a_byte_order_mark_alone_is_no_template():
    assert not templates.recognise({"x.csv": b"\xef\xbb\xbf"})
    assert templates.recognise({"x.csv": b"\xef\xbb\xbf", "y.csv": FILE})


def test_only_the_templates_are_taken_for_them():
    assert templates.recognise({"a/x.csv": FILE, "read.me": b""})
    assert not templates.recognise({"x.csv": b"name,mail\n", "y.txt": FILE, "z.csv": b""})
    with pytest.raises(CourseFault):
        plan(HEAD.encode() + b"\n")
    with pytest.raises(CourseFault):
        plan(HEAD.encode() + b"\n1,MCQ-SCA,\xff\xfe,Easy,a,TRUE,b,FALSE\n")


@given(st.text(max_size=200))
def test_whatever_stands_in_the_rows_is_refused_or_can_be_asked(text):
    try:
        made = plan(FILE + text.encode("utf-8", "replace"))
    except CourseFault:
        return
    question_file.read(made.parts[0].questions)
