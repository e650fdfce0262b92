"""An answer to a question for practice: marked at once, counted for nothing."""

import dataclasses
import datetime as dt
from collections.abc import Callable, Sequence
from fractions import Fraction

from karmayogi.assessment.engine import fields, kinds
from karmayogi.assessment.queries.practice import PracticeQuestion, practice_of
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound

_TRIED = """
insert into assessment_practice as p (person_id, item_id, tries, right_tries, last_right, last_at)
values (%(person)s, %(item)s, 1, %(right)s::bool::int, %(right)s, %(at)s)
on conflict (person_id, item_id) do update set tries = p.tries + 1, right_tries = p.right_tries + excluded.right_tries,
  last_right = case when excluded.last_at >= p.last_at then excluded.last_right else p.last_right end,
  last_at = greatest(p.last_at, excluded.last_at)
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Practised:
    """answer: as kinds has it. worth: from 0 to 1."""

    question: PracticeQuestion
    answer: list[str]
    worth: Fraction


def practise(
    *, person_id: int, pool: Sequence[PracticeQuestion], place: int, post: Callable[[str], Sequence[str]],
    at: dt.datetime,
) -> Practised:  # fmt: skip
    """pool: the questions of the part. post: the values of a field that were sent. Every answer is one more try; the
    caller has checked that she is in the course. Raises NotFound for a question that is not there, and
    kinds.NotAnAnswer for none or none that fits.
    """
    if not 1 <= place <= len(pool):
        raise NotFound
    question = pool[place - 1]
    answer = _read(question, post)
    if not answer:
        raise kinds.NotAnAnswer("nothing answered")
    worth = kinds.award(question.asked, answer)
    rows.run(_TRIED, {"person": person_id, "item": question.item_id, "right": worth == 1, "at": at})
    return Practised(question, answer, worth)


def _read(question: PracticeQuestion, post: Callable[[str], Sequence[str]]) -> list[str]:
    if question.kind not in kinds.CHOICES:
        return fields.keep(question.kind, question.said["body"], question.shown, post)[0]
    keys = [option["key"] for option in question.said["options"]]
    sent = post("answer")
    if any(not (one.isascii() and one.isdigit() and len(one) < 3 and 1 <= int(one) <= len(keys)) for one in sent):
        raise kinds.NotAnAnswer("a place that there is not")
    answer = [keys[int(one) - 1] for one in sent]
    kinds.check(question.asked, answer)
    return answer


def take_practice(
    *, person_id: int, part_id: int, position: int, post: dict[str, list[str]], at: dt.datetime
) -> bool:  # fmt: skip
    """Slot "learning.offline_practice": the same from a phone that had no network. False for no answer."""
    try:
        practise(
            person_id=person_id, pool=practice_of(part_id), place=position,
            post=lambda name: list(post.get(name, ())), at=at,
        )  # fmt: skip
    except (NotFound, kinds.NotAnAnswer):
        return False
    return True
