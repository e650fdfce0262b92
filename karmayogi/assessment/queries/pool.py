"""The pool of a test as the question file has it: what the next version of its course begins with."""

from typing import Any

from karmayogi.kernel import rows
from karmayogi.learning.types import QuizSpec

_ITEMS = """
select i.id, i.key, i.kind, i.difficulty, i.clause, coalesce(k.code, '')
from assessment_paper p join assessment_paperitem x on x.paper_id = p.id join assessment_item i on i.id = x.item_id
left join competencies_competency k on k.id = i.competency_id
where p.part_id = %s order by i.key
"""
_TEXTS = "select item_id, language, text, why from assessment_itemtext where item_id = any(%s::bigint[])"
_OPTIONS = """
select o.item_id, o.key, o.correct, t.language, t.text from assessment_option o
join assessment_optiontext t on t.option_id = o.id
where o.item_id = any(%s::bigint[]) order by o.item_id, o.position, t.language
"""


def questions_of(part_id: int) -> list[dict[str, Any]]:
    """By key, in three queries; [] for a part without a test. Right answers are in it: never for learners."""
    found: dict[int, dict[str, Any]] = {}

    def take(item: int, key: str, kind: str, difficulty: int, clause: str, competency: str) -> None:
        found[item] = {
            "key": key, "kind": kind, "difficulty": difficulty, "clause": clause, "competency": competency,
            "text": {}, "why": {}, "options": [],
        }  # fmt: skip

    def say(item: int, language: str, text: str, why: str) -> None:
        found[item]["text"][language] = text
        if why:
            found[item]["why"][language] = why

    def offer(item: int, key: str, correct: bool, language: str, text: str) -> None:
        options = found[item]["options"]
        if not options or options[-1]["key"] != key:
            options.append({"key": key, "correct": correct, "text": {}})
        options[-1]["text"][language] = text

    rows.fetch(take, _ITEMS, [part_id])
    rows.fetch(say, _TEXTS, [list(found)])
    rows.fetch(offer, _OPTIONS, [list(found)])
    return list(found.values())


def test_terms(part_id: int) -> QuizSpec | None:
    """How many questions are drawn, how long, how often, what passes; None for a part without a test."""
    return rows.first(
        QuizSpec, "select draw, minutes, attempts, pass_percent from assessment_paper where part_id = %s", [part_id]
    )
