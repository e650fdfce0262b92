"""What a text names, with the characters that name it."""

import time

from hypothesis import given
from hypothesis import strategies as st

from karmayogi.capacity.engine.quotes import competencies_in, designations_in

NAMES = {
    1: ("Noting & Drafting", "टिप्पण एवं प्रारूपण"),
    2: ("Procurement through GeM",),
    3: ("Office Procedures",),
    4: ("Change Management",),
    5: ("Material Management",),
    6: ("Data Management",),
}
POSTS = {1: ("Section Officer", "अनुभाग अधिकारी", ""), 2: ("Assistant Section Officer", "सहायक अनुभाग अधिकारी", "")}


def test_the_sentence_that_names_a_competency_is_quoted():
    text = (
        "General.\n1. Sections put up notes; noting and drafts are theirs. 2. Buying is by procuring through GeM only."
    )
    found = {one.key: text[one.start : one.end] for one in competencies_in(text, NAMES)}
    assert found[1] == "noting and drafts are theirs"
    assert "GeM" in found[2]
    assert set(found) == {1, 2}
    assert competencies_in("The management of change is for the management.", NAMES)[0].key == 4
    assert [one.key for one in competencies_in("The management sits on Mondays.", NAMES)] == [], "one word of many"
    assert [one.key for one in competencies_in("टिप्पण और प्रारूपण अनुभाग करेगा।", NAMES)] == [1]


def test_a_text_of_very_many_sentences_is_read_in_good_time():
    names = {key: (f"word{key} management", f"शब्द{key} प्रबंधन") for key in range(300)}
    before = time.process_time()
    assert competencies_in("aab. management. " * 24_000, names) == []
    assert time.process_time() - before < 1, "400,000 characters, each word a sentence"


def test_the_longer_designation_is_the_one_that_is_meant():
    text = "Assistant  Section Officers put up the file. It goes to the Section Officer."
    found = {one.key: text[one.start : one.end] for one in designations_in(text, POSTS)}
    assert found == {2: "Assistant  Section Officers put up the file", 1: "It goes to the Section Officer"}
    assert [one.key for one in designations_in("सहायक अनुभाग अधिकारी लिखेगा", POSTS)] == [2]
    assert designations_in("The intersection officers", POSTS) == []
    assert designations_in("anything", {}) == []


@given(st.text(max_size=400))
def test_a_quotation_is_always_of_the_text(text):
    for one in (*competencies_in(text, NAMES), *designations_in(text, POSTS)):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
