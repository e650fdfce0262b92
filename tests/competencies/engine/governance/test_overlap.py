"""Overlaps are found by spelling, across scripts by sound, and by gloss."""

from karmayogi.competencies.engine.governance.overlap import Said, overlaps

KNOWN = [
    Said(1, ("Noting & Drafting", "टिप्पण एवं आलेखन", "نوٹنگ اور ڈرافٹنگ"), ("Writes notes that can be decided on", "")),
    Said(2, ("Court case management", "न्यायालय मामलों का प्रबंधन", ""), ("Gets hearings done before dates", "")),
    Said(3, ("Budgeting", "बजट", "بجٹ"), ("Plans and watches the money of the office over the year", "")),
]  # fmt: skip


def found(en: str = "", hi: str = "", ur: str = "", gloss: str = "") -> list[tuple[int, str]]:
    return [(one.id, one.by) for one in overlaps(Said(0, (en, hi, ur), (gloss, "")), KNOWN)]


def test_by_spelling_in_each_script():
    assert found("Drafting and noting")[0][0] == 1
    assert found(hi="टिप्पण और आलेखन")[0][0] == 1
    assert found(ur="بجٹ سازی")[0][0] == 3


def test_across_scripts_by_sound():
    assert found(hi="नोटिंग ड्राफ्टिंग")[0] == (1, "sound")


def test_by_gloss_when_the_names_differ():
    assert found("Money matters", gloss="Watches the money of the office and plans over the year")[0] == (3, "gloss")


def test_strangers_and_the_empty_are_alike_to_nothing():
    assert found("Disaster relief") == []
    assert found() == []
    assert overlaps(KNOWN[0], KNOWN[:1]) == []
