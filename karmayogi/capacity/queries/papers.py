"""Orders and reports of a plan, what they name, and the words that they name it with."""

import dataclasses
import uuid as uuids

from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class QuoteRow:
    """quote: characters start to end of the paper's text. competency: its code; "" for a designation."""

    uuid: uuids.UUID
    paper: str
    competency: str
    name_en: str
    name_hi: str
    name_ur: str
    start: int
    end: int
    quote: str
    words: str
    state: str


_QUOTES = """
select q.uuid, p.name, coalesce(c.code, ''), coalesce(c.name_en, d.name), coalesce(c.name_hi, d.name_hi),
  coalesce(c.name_ur, d.name_ur), q.start, q."end", substr(p.text, q.start + 1, q."end" - q.start), q.words, q.state
from capacity_quote q join capacity_sourcepaper p on p.id = q.paper_id
left join competencies_competency c on c.id = q.competency_id left join orgs_designation d on d.id = q.designation_id
"""


def quotes_of(paper_id: int) -> list[QuoteRow]:
    """In the order of the text."""
    return rows.fetch(QuoteRow, _QUOTES + "where q.paper_id = %s order by q.start, q.id", [paper_id])


def taken_quotes(plan_id: int) -> list[QuoteRow]:
    return rows.fetch(
        QuoteRow, _QUOTES + "where p.plan_id = %s and q.state = 'taken' order by p.id, q.start", [plan_id]
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PaperRow:
    id: int
    uuid: uuids.UUID
    kind: str
    name: str
    pages: int
    waiting: int
    taken: int
    refused: int


def papers_of(plan_id: int) -> list[PaperRow]:
    return rows.fetch(
        PaperRow,
        """
        select p.id, p.uuid, p.kind, p.name, p.pages, count(q.id) filter (where q.state = 'waiting'),
          count(q.id) filter (where q.state = 'taken'), count(q.id) filter (where q.state = 'refused')
        from capacity_sourcepaper p left join capacity_quote q on q.paper_id = p.id
        where p.plan_id = %s group by p.id order by p.id
        """,
        [plan_id],
    )
