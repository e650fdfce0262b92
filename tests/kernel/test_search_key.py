import pytest

from karmayogi.kernel.search_key import key, query_terms, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("सूचना का अधिकार", "suchna adhikar"),
        ("सूचना का अधिकार", "Soochana ka adhikaar"),
        ("साइबर स्वच्छता", "cyber swachhata"),
        ("टिप्पण", "tippan"),
        ("information", "infromation"),
        ("harassment", "harrasment"),
        ("आचरण नियम", "aacharan niyam"),
        ("conduct", "kandakt"),
    ],
)
def test_one_spelling_for_many(one, other):
    assert sorted(key(one)) == sorted(key(other))


def test_skeletons_are_safe_in_a_tsquery():
    assert key("a'b & c | !d <-> (e) :* \\ x").replace(" ", "").isalnum()


def test_letters_of_an_act_bring_their_meaning():
    assert query_terms("RTI") == [[["rt"], key("right to information").split()]]


def test_stop_words_and_endless_questions():
    assert query_terms("the of ka ke") == []
    assert len(query_terms("law " * 100)) == 8


def test_a_skeleton_has_no_vowels():
    assert skeleton("information") == "anfrmsn"
