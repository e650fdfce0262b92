"""Who may mark a text is drawn from the latest attempts at its test, whatever stands between them."""

from karmayogi.assessment.actions import ask_markers
from karmayogi.kernel import rows

_FILL = """
insert into assessment_attempt (person_id, uuid, paper_id, number, language, position, questions, pass_percent,
  negative_percent, cut_offs, form, opened_at, due_at, submitted_at, closing, "right", score, passed)
select %(person)s, gen_random_uuid(), %(paper)s, n, 'en', 1, 5, 60, 0, '{}', '', %(at)s::timestamptz,
  %(at)s::timestamptz + interval '10 minutes', %(at)s::timestamptz + interval '5 minutes', 'person', 5, 100, true
from generate_series(%(first)s::int, %(last)s) n
"""


def walked(node: dict) -> tuple[set[str], float]:
    """(indexes, rows read from attempts) of a plan."""
    here = node.get("Alias") == "assessment_attempt"
    own = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) if here else 0
    found = {node["Index Name"]} if own and "Index Name" in node else set()
    for one in node.get("Plans", ()):
        indexes, count = walked(one)
        found, own = found | indexes, own + count * one.get("Actual Loops", 1)
    return found, own


def test_attempts_of_other_tests_are_not_walked(part, asha, cast, at):
    """Of a test that a fortieth passed: the thousand latest would be found by reading forty thousand."""
    paper = rows.scalar("select id from assessment_paper")
    other = rows.scalar(
        "insert into assessment_paper"  # of a part that has none
        "  (part_id, draw, minutes, attempts, pass_percent, negative_percent, second_percent, peers)"
        " select p.id, 1, 1, 1, 60, 0, 0, 0 from learning_part p where p.kind <> 'quiz' limit 1 returning id"
    )
    for turn in range(25):
        terms = {"at": at, "first": 1 + turn * 1000, "last": turn * 1000 + 1000, "person": cast.learner.person_id}
        rows.run(_FILL, terms | {"paper": other})
        rows.run(_FILL, terms | {"paper": paper, "last": turn * 1000 + 25, "person": cast.outsider.person_id})
    rows.run("analyze assessment_attempt")
    terms = {"paper": paper, "me": cast.learner.person_id, "on": at.date(), "dice": "x"}
    [plan] = rows.scalar(f"explain (analyze, format json) {ask_markers._LEARNERS}", terms)
    indexes, count = walked(plan["Plan"])
    assert indexes == {"attempt_of_paper"} and count <= 1000, (indexes, count)
    assert rows.fetch(int, ask_markers._LEARNERS, terms) == [cast.outsider.person_id]
