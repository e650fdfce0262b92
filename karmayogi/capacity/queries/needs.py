"""The needs of a plan with their arithmetic: by competency over the whole body, and by designation."""

import dataclasses

from karmayogi.capacity.engine.ranking import score, together
from karmayogi.capacity.types import Counted, Lens, Score
from karmayogi.kernel import rows


@dataclasses.dataclass(frozen=True, slots=True)
class Matter:
    """What the unit said of a competency; value None: nothing yet."""

    value: int | None = None
    reason: str = ""
    lenses: tuple[Lens, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """A line of the ranking. designation: its id and names, None for the whole body; answered: by how many
    interventions."""

    place: int
    competency_id: int
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    designation: tuple[int, str, str, str] | None
    counted: Counted
    matter: Matter
    score: Score
    answered: int


_NEEDS = """
select n.competency_id, n.designation_id, n.people, n.met, n.wanted, n.missing, 0, 0
from capacity_need n where n.plan_id = %(plan)s
union all
select s.competency_id, s.designation_id, 0, 0, 0, 0, s.answers, s.asked
from capacity_surveycount s where s.plan_id = %(plan)s
"""


def matters(plan_id: int) -> dict[int, Matter]:
    """Competency id -> what the unit said of it."""
    found = rows.fetch(
        lambda *row: row,
        "select competency_id, value, reason, national, citizen, technology from capacity_importance"
        " where plan_id = %s",
        [plan_id],
    )
    return {
        competency: Matter(value, reason, tuple(lens for lens, on in zip(Lens, marks, strict=True) if on))
        for competency, value, reason, *marks in found
    }


def ranking(plan_id: int) -> list[Ranked]:
    """Each competency over the whole body, the highest rank first."""
    by_competency: dict[int, list[Counted]] = {}
    for (competency, _designation), counted in _counts(plan_id).items():
        by_competency.setdefault(competency, []).append(counted)
    quoted = _quoted(plan_id)
    totals: dict[tuple[int, int | None], Counted] = {
        (competency, None): _with_quotes(together(by_competency.get(competency, [])), quoted.get(competency, 0))
        for competency in by_competency.keys() | quoted.keys()
    }
    return _lines(plan_id, totals)


def designations_of(plan_id: int) -> list[tuple[int, str, str, str]]:
    """Ids and names of the designations whose needs are counted: those that an answer can name."""
    return rows.fetch(
        lambda *row: row,
        "select d.id, d.name, d.name_hi, d.name_ur from orgs_designation d"
        " where exists (select from capacity_need n where n.plan_id = %s and n.designation_id = d.id)",
        [plan_id],
    )


def ranking_by_designation(plan_id: int) -> list[Ranked]:
    """Each designation with each competency, the highest rank first. What an order quotes holds for all of them."""
    quoted = _quoted(plan_id)
    counts: dict[tuple[int, int | None], Counted] = {
        key: _with_quotes(counted, quoted.get(key[0], 0))
        for key, counted in _counts(plan_id).items()
        if key[1] is not None  # answers of several with few answers each count for the whole body only
    }
    return _lines(plan_id, counts)


def _counts(plan_id: int) -> dict[tuple[int, int | None], Counted]:
    found: dict[tuple[int, int | None], Counted] = {}
    for competency, designation, *cells in rows.fetch(lambda *row: row, _NEEDS, {"plan": plan_id}):
        key, one = (competency, designation), Counted(*cells)
        found[key] = together([found[key], one]) if key in found else one
    return found


def _quoted(plan_id: int) -> dict[int, int]:
    found = rows.fetch(
        lambda *row: row,
        "select q.competency_id, count(*) from capacity_quote q join capacity_sourcepaper p on p.id = q.paper_id"
        " where p.plan_id = %s and q.state = 'taken' and q.competency_id is not null group by 1",
        [plan_id],
    )
    return dict(found)


def _with_quotes(counted: Counted, quoted: int) -> Counted:
    return dataclasses.replace(counted, quoted=quoted)


def _lines(plan_id: int, counts: dict[tuple[int, int | None], Counted]) -> list[Ranked]:
    said = matters(plan_id)
    names: dict[int, tuple[str, str, str, str]] = {
        id_: (code, en, hi, ur)
        for id_, code, en, hi, ur in rows.fetch(
            lambda *row: row,
            "select id, code, name_en, name_hi, name_ur from competencies_competency where id = any(%s::bigint[])",
            [list({competency for competency, _d in counts})],
        )
    }
    titles = {
        id_: (id_, *words)
        for id_, *words in rows.fetch(
            lambda *row: row,
            "select id, name, name_hi, name_ur from orgs_designation where id = any(%s::bigint[])",
            [[designation for _c, designation in counts if designation is not None]],
        )
    }
    answers: dict[tuple[int, int | None], int] = {}
    for competency, designation, count in rows.fetch(
        lambda *row: row,
        "select a.competency_id, a.designation_id, count(*) from capacity_answer a"
        " join capacity_intervention i on i.id = a.intervention_id where i.plan_id = %s group by 1, 2",
        [plan_id],
    ):
        answers[competency, designation] = count
    whole: dict[int, int] = {}
    for (competency, _designation), count in answers.items():
        whole[competency] = whole.get(competency, 0) + count
    scored = []
    for (competency, designation), counted in counts.items():
        matter = said.get(competency, Matter())
        answered = whole.get(competency, 0)
        if designation is not None:
            answered = answers.get((competency, None), 0) + answers.get((competency, designation), 0)
        scored.append((competency, designation, counted, matter, score(counted, matter.value), answered))
    scored.sort(key=lambda one: (-one[4].rank, -one[2].missing, names[one[0]][0], one[1] or 0))
    return [
        Ranked(
            place, competency, *names[competency], designation=titles[designation] if designation is not None else None,
            counted=counted, matter=matter, score=points, answered=answered,
        )
        for place, (competency, designation, counted, matter, points, answered) in enumerate(scored, 1)
    ]  # fmt: skip
