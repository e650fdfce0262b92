"""Questions for practice beside a test, and how somebody stands to them."""

import dataclasses
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from karmayogi.assessment.engine import fields, kinds
from karmayogi.assessment.queries.exchange.pool import practice_of_paper
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """place: its number beside the test, from 1. said: as the question file has it. Lines and columns are mixed the
    same for everybody: nothing hangs on it."""

    place: int
    item_id: int
    said: Mapping[str, Any]

    @property
    def kind(self) -> str:
        return str(self.said["kind"])

    @property
    def asked(self) -> kinds.Asked:
        return kinds.asked(self.kind, self.said["options"], self.said.get("body", {}))

    @property
    def shown(self) -> list[str]:
        body = self.said.get("body", {})
        return fields.mixed(self.kind, body, uuid.UUID(int=self.item_id), self.item_id) if body else []

    def text(self, name: str, language: str) -> tuple[str, str]:
        """(text, its language); ("", "en") where there is none."""
        texts = self.said.get(name) or {}
        return (texts[language], language) if texts.get(language) else (texts.get("en", ""), "en")


@dataclasses.dataclass(frozen=True, slots=True)
class Stand:
    """Of one person to one question."""

    tries: int
    right: bool


def practice_of(part_id: int) -> list[PracticeQuestion]:
    """In their order; empty where the part has none."""
    found = practice_of_paper(part_id)
    return [PracticeQuestion(place, item, said) for place, (item, said) in enumerate(found.items(), 1)]


def stands(person_id: int, items: Sequence[int]) -> dict[int, Stand]:
    """By item, where she tried it."""
    return dict(
        rows.fetch(
            lambda item, tries, right: (item, Stand(tries, right)),
            "select item_id, tries, last_right from assessment_practice where person_id = %s and item_id = any(%s)",
            [person_id, list(items)],
        )
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PracticeLine:
    """What a test offers to practise. right: how many of its questions were right at the last try."""

    part_id: int
    part_uuid: UUID
    questions: int
    right: int
    bytes: int


_LINES = """
select p.part_id, part.uuid, count(*)::int, count(*) filter (where s.last_right)::int,
  sum(octet_length(i.body::text) + 400 + (
    select coalesce(sum(octet_length(t.text) + octet_length(t.why)), 0) from assessment_itemtext t
    where t.item_id = i.id))::int
from assessment_paper p
join learning_part part on part.id = p.part_id
join assessment_practiceitem x on x.paper_id = p.id
join assessment_item i on i.id = x.item_id
left join assessment_practice s on s.item_id = i.id and s.person_id = %s::bigint
where p.part_id = any(%s::bigint[])
group by p.part_id, part.uuid
"""


def practice_lines(part_ids: Sequence[int], person_id: int | None) -> dict[int, PracticeLine]:
    """By part, where there is something to practise."""
    return {one.part_id: one for one in rows.fetch(PracticeLine, _LINES, [person_id, list(part_ids)])}


_PICTURES = r"""
select p.part_id, array_agg(distinct seen.found[1]) from assessment_paper p
join assessment_practiceitem x on x.paper_id = p.id
join lateral (
  select t.text || ' ' || t.why as said from assessment_itemtext t where t.item_id = x.item_id
  union all
  select t.text from assessment_option o join assessment_optiontext t on t.option_id = o.id where o.item_id = x.item_id
  union all
  select i.body::text from assessment_item i where i.id = x.item_id
) texts on true
join lateral regexp_matches(texts.said, '\(picture:([0-9a-f]{64})-', 'g') seen(found) on true
where p.part_id = any(%s::bigint[]) group by p.part_id
"""


def practice_pictures(part_ids: Sequence[int]) -> dict[int, list[str]]:
    """Slot "learning.practice_pictures": by part, SHA-256 of the pictures that its questions for practice show."""
    return dict(rows.fetch(lambda part, found: (part, found), _PICTURES, [list(part_ids)]))


def plain(question: PracticeQuestion) -> str:
    """The places of its right options, for a page that marks without network. Only of questions for practice."""
    return json.dumps([str(place) for place, one in enumerate(question.said["options"], 1) if one["correct"]])
