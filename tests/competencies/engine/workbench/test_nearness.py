"""Texts near to a text: the same words first, rare words before common ones, and a whole dictionary in no time."""

import random
import time

from karmayogi.competencies.engine.workbench.nearness import Index, shared_words

TITLES = ["Tehsildar", "Section Officer", "Assistant Section Officer", "Block Development Officer", "Staff Nurse"]


def test_the_rare_word_decides():
    index = Index(TITLES)
    assert index.nearest("Naib Tehsildar", 1)[0][0] == 0
    assert index.nearest("Development officers of the block", 1)[0][0] == 3
    assert index.nearest("Nursing sister", 1)[0][0] == 4
    assert 0.99 < index.nearest("section officer", 1)[0][1] <= 1.0001
    assert index.nearest("पटवारी", 3, 0.1) == []
    assert shared_words("Naib Tehsildar", "The tehsildars") == ["tehsildars"]


def test_a_thousand_titles_are_asked_in_milliseconds():
    dice = random.Random(7)  # noqa: S311 (not a secret)
    words = [f"{a}{b}" for a in ("farm", "road", "school", "court", "post") for b in ("ing", "er", "clerk", "keeper")]
    index = Index([" ".join(dice.sample(words, 4)) for _ in range(1000)])
    started = time.process_time()
    index.nearest("road keeper of the school", 5)
    assert time.process_time() - started < 0.1
