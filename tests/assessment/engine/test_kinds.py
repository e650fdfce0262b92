from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.assessment.engine import kinds, question_file
from karmayogi.assessment.engine.kinds import NotAnAnswer, award, check
from tests.assessment import kinds as examples
from tests.assessment.conftest import POOL


def asked(raw: dict) -> kinds.Asked:
    draft = question_file.read([raw])[0]
    return kinds.Asked(
        draft.kind,
        tuple(kinds.asked("single", [{"key": o.key, "correct": o.correct, "weight": o.weight}], {}).options[0]
              for o in draft.options),
        draft.body,
    )  # fmt: skip


BY_KEY = {raw["key"]: asked(raw) for raw in examples.ALL}
EVERY = [*BY_KEY.values(), *(asked(raw) for raw in POOL[:3])]


@pytest.mark.parametrize(("key", "answer"), examples.RIGHT.items())
def test_the_right_answer_is_worth_all_and_none_nothing(key, answer):
    assert award(BY_KEY[key], answer) == 1
    assert award(BY_KEY[key], []) == 0


@pytest.mark.parametrize(
    ("key", "answer", "worth"),
    [
        ("k-match", ["secretkey1", "secretkey1"], Fraction(1, 2)),
        ("k-match", ["", "secretkey3"], 0),
        ("k-order", ["1", "3", "2"], 0),
        ("k-order", ["1", "2", ""], 0),
        ("k-blank", ["secret2005", ""], Fraction(1, 2)),
        ("k-blank", ["2005", "गुप्त अधिकारी"], Fraction(1, 2)),
        ("k-numeric", ["१२३४५७"], 1),  # Devanagari digits, at the edge of the tolerance
        ("k-numeric", ["123457.01"], 0),
        ("k-weighted", ["b"], Fraction(1, 4)),
        ("k-weighted", ["c"], 0),
        ("k-case", ['["secretkey1"]', '["98765"]', "", '["x"]'], Fraction(1, 4)),
    ],
)
def test_a_part_of_an_answer(key, answer, worth):
    assert award(BY_KEY[key], answer) == worth


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("k-match", ["secretkey1", "l2"]),
        ("k-match", ["secretkey1"]),
        ("k-match", ["secretkey1", "secretkey2", ""]),
        ("k-order", ["1", "1", "2"]),
        ("k-order", ["0", "1", "2"]),
        ("k-order", ["1", "2", "4"]),
        ("k-numeric", ["NaN"]),
        ("k-numeric", ["sNaN"]),
        ("k-numeric", ["Infinity"]),
        ("k-numeric", ["-inf"]),
        ("k-numeric", ["1e999999"]),
        ("k-numeric", ["²"]),
        ("k-numeric", ["five"]),
        ("k-numeric", ["1", "2"]),
        ("k-blank", ["a"]),
        ("k-blank", ["a", "b" * 201]),
        ("k-weighted", ["z"]),
        ("k-weighted", ["a", "b"]),
        ("k-weighted", ["a", "a"]),
        ("k-case", ["[]", "[]", "[]"]),
        ("k-case", ["{}", "", "", ""]),
        ("k-case", ['["secretkey1", "secretkey1"]', "", "", ""]),
        ("k-case", ["", '["NaN"]', "", ""]),
        ("k-case", ["not json", "", "", ""]),
        ("k-short", ["x" * 4001]),
    ],
)
def test_what_is_no_answer_to_this_question_is_refused(key, answer):
    with pytest.raises(NotAnAnswer):
        award(BY_KEY[key], answer)


LINES = st.lists(
    st.one_of(st.text(max_size=12), st.sampled_from(["", "a", "b", "1", "2", "3", "secretkey1", "NaN", '["1"]'])),
    max_size=5,
)


@given(st.sampled_from(EVERY), LINES)
def test_whatever_is_sent_is_refused_or_worth_between_nothing_and_all(question, answer):
    try:
        check(question, answer)
    except NotAnAnswer:
        with pytest.raises(NotAnAnswer):
            award(question, answer)
        return
    if question.kind == "short":
        with pytest.raises(kinds.NeedsAPerson):
            award(question, answer)
    else:
        assert 0 <= award(question, answer) <= 1


@given(st.permutations(["a", "b", "c", "d"]), st.sets(st.sampled_from("abcd")))
def test_the_order_of_chosen_options_does_not_count(order, chosen):
    question = asked(POOL[1])
    assert award(question, [key for key in order if key in chosen]) == (chosen == {"a", "c"})


def test_a_short_text_is_marked_by_its_rubric():
    body = BY_KEY["k-short"].body
    assert kinds.award_by_rubric(body, {"facts": 3, "tone": 1}) == Fraction(4, 5)
    for wrong in ({"facts": 3}, {"facts": 4, "tone": 0}, {"facts": -1, "tone": 0}, {"facts": 1.0, "tone": 0},
                  {"facts": float("nan"), "tone": 0}, {"facts": 1, "tone": 1, "x": 1}):  # fmt: skip
        with pytest.raises(NotAnAnswer):
            kinds.award_by_rubric(body, wrong)
