"""Who is asked what: never more than a few questions each, never a group too small to be shown."""

import collections

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.competencies.engine.rounds import EACH, LEAST, WANTED, Group, choose, middle

people = st.integers(1, 30)
groups = st.lists(
    st.builds(
        Group, people, st.sampled_from(["peer", "subordinate", "supervisor"]), st.lists(people, max_size=15),
        st.lists(st.integers(1, 9), unique=True, max_size=4),
    ),
    max_size=25, unique_by=lambda group: (group.subject, group.relation),
)  # fmt: skip


@settings(max_examples=50)
@given(groups, st.integers(0, 5))
def test_few_questions_each_and_no_small_groups(given_groups, seed):
    questions = choose(given_groups, seed=seed)
    assert max(collections.Counter(one.rater for one in questions).values(), default=0) <= EACH
    assert all(one.rater != one.subject for one in questions)
    assert len(set(questions)) == len(questions)
    sizes = collections.Counter((one.subject, one.competency, one.relation) for one in questions)
    for (_subject, _competency, relation), size in sizes.items():
        assert size == 1 if relation == "supervisor" else LEAST <= size <= WANTED
    assert questions == choose(list(reversed(given_groups)), seed=seed)


@settings(max_examples=50)
@given(groups, st.dictionaries(people, st.integers(0, EACH + 2)))
def test_what_was_asked_in_the_quarter_counts(given_groups, asked):
    given_now = collections.Counter(one.rater for one in choose(given_groups, seed=1, asked=asked))
    assert all(count <= max(0, EACH - asked.get(rater, 0)) for rater, count in given_now.items())


def test_the_middle_of_the_answers_needs_five():
    assert middle([1, 5, 3, 3, 4]) == 3
    assert middle([2, 2, 3, 4, 5, 5]) == 3
    with pytest.raises(ValueError, match="too few"):
        middle([3, 3, 3, 3])
