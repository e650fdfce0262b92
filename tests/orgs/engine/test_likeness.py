from karmayogi.orgs.engine.likeness import Name, alike


def propose(*names):
    found = alike(Name(number, name) for number, name in enumerate(names, 1))
    return [(names[pair.keep - 1], names[pair.merge - 1], pair.reason) for pair in found]


COMMON = [f"Officer {kind}" for kind in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta")]


def test_the_tidy_written_out_name_stays():
    assert propose("SECTION OFFICER", "Section Officer") == [("Section Officer", "SECTION OFFICER", "case")]
    assert propose("Asstt. Director", "Assistant Director") == [
        ("Assistant Director", "Asstt. Director", "abbreviation")
    ]


def test_reasons():
    assert propose("Clerk", "Clerks")[0][2] == "plural"
    assert propose("Post Master", "Postmaster")[0][2] == "joined"
    assert propose("Grade II", "Grade-2")[0][2] == "number"
    assert propose("Legal Adviser", "Legal Advisor")[0][2] == "variant"
    assert propose("Deputy Regional Director", "Regional Deputy Director")[0][2] == "order"
    assert propose("Registrar of Births", "Registrar Births")[0][2] == "joining"
    assert propose("Section  Officer", "Section Officer") == [("Section Officer", "Section  Officer", "spaces")]


def test_a_rare_word_near_a_common_one_is_a_misspelling():
    names = ["Junior Superintendent", "Senior Superintendent", "Chief Superintendent", "Office Superintendent"]
    assert propose(*names, "Office Suprintendant") == [("Office Superintendent", "Office Suprintendant", "spelling")]


def test_two_words_in_common_use_are_two_words():
    names = [
        f"{first} {second}" for first in ("Head", "Post", "Field", "Legal", "Press") for second in ("Office", "Officer")
    ]
    assert propose(*names) == []


def test_three_spellings_go_into_one():
    found = propose("SECTION OFFICER", "Section Officer", "Section-Officer")
    assert {keep for keep, _, _ in found} == {"Section Officer"}
    assert len(found) == 2
