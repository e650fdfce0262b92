"""O*NET as a reference framework: elements → competencies, anchors → descriptors, occupations → positions, tasks →
activities, skills and knowledge → needs. Rows stream from the workbooks into COPY; the rest is set-based."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from karmayogi.competencies.actions.governance.versions import add_competency, publish_draft
from karmayogi.competencies.engine.governance import onet
from karmayogi.competencies.engine.governance.scales import onet_importance, onet_level
from karmayogi.competencies.models import Framework
from karmayogi.kernel import rows
from karmayogi.kernel.access import Agent, Refused
from karmayogi.kernel.ids import uuid7

FILES = (
    "Read Me.txt", "Level Scale Anchors.xlsx", "Skills.xlsx", "Knowledge.xlsx", "Occupation Data.xlsx",
    "Job Zones.xlsx", "Task Statements.xlsx", "Alternate Titles.xlsx",
)  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Counts:
    """Rows there now, of each kind."""

    competencies: int
    descriptors: int
    occupations: int
    titles: int
    tasks: int
    needs: int


@transaction.atomic
def import_onet(*, agent: Agent, folder: Path, at: dt.datetime) -> Counts:
    """Loads a folder of the O*NET database in Excel. Loading it again changes nothing.

    Raises Refused, naming them, when files are missing or do not look like O*NET.
    """
    missing = [name for name in FILES if not (folder / name).exists()]
    if missing:
        raise Refused(f"missing: {', '.join(missing)}")
    number = onet.release((folder / "Read Me.txt").read_text(encoding="utf-8"))
    if number is None:
        raise Refused("Read Me.txt names no release of O*NET")
    framework, _made = Framework.objects.get_or_create(
        code=f"ONET-{number}",
        defaults={
            "name": f"O*NET {number}", "kind": Framework.Kind.REFERENCE, "prefix": onet.PREFIX,
            "publisher": "U.S. Department of Labor, Employment and Training Administration", "licence": "CC BY 4.0",
            "licence_uri": "https://creativecommons.org/licenses/by/4.0/", "attribution": onet.attribution(number),
            "source_uri": "https://www.onetcenter.org/database.html",
        },
    )  # fmt: skip
    ratings = _ratings(folder)
    _competencies(agent, framework.id, number, folder, at)
    _occupations(framework.id, folder)
    _needs(framework.id, ratings)
    found = rows.first(
        Counts,
        """
        select (select count(*) from competencies_competencystatement where version_id = v.id),
          (select count(*) from competencies_leveldescriptor d join competencies_competencystatement s
             on s.id = d.statement_id where s.version_id = v.id),
          (select count(*) from competencies_occupation o where o.framework_id = v.framework_id),
          (select count(*) from competencies_occupationtitle t join competencies_occupation o on o.id = t.occupation_id
           where o.framework_id = v.framework_id),
          (select count(*) from competencies_occupationtask t join competencies_occupation o on o.id = t.occupation_id
           where o.framework_id = v.framework_id),
          (select count(*) from competencies_occupationneed n join competencies_occupation o on o.id = n.occupation_id
           where o.framework_id = v.framework_id)
        from competencies_frameworkversion v where v.framework_id = %s and v.published_at is not null
        """,
        [framework.id],
    )
    assert found is not None
    return found


def sheet_rows(file: Path) -> Iterator[dict[str, Any]]:
    """The rows of the first sheet by the names of its heading."""
    lines = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows()
    heading = [str(cell) for cell in next(lines)]
    for line in lines:
        yield dict(zip(heading, line, strict=False))


def _competencies(agent: Agent, framework_id: int, number: str, folder: Path, at: dt.datetime) -> None:
    elements: dict[str, onet.Element] = {}
    for line in sheet_rows(folder / "Level Scale Anchors.xlsx"):
        was = elements.get(line["Element ID"], onet.Element(line["Element ID"], line["Element Name"]))
        anchor = (float(line["Anchor Value"]), str(line["Anchor Description"]))
        elements[was.id] = dataclasses.replace(was, anchors=(*was.anchors, anchor))
    for element_id, name in rows.fetch(lambda *row: row, "select distinct element, name from onet_rating"):
        elements.setdefault(element_id, onet.Element(element_id, name))
    known = set(
        rows.fetch(
            str, "select code from competencies_competency c join competencies_frameworkversion v"
            " on v.id = c.version_id where v.framework_id = %s", [framework_id],
        )
    )  # fmt: skip
    new = [element for element in elements.values() if onet.PREFIX + element.id not in known]
    if known and new:
        raise Refused(f"release {number} is published already and has no element {new[0].id}")
    if not new:
        return
    draft: int = rows.scalar(
        "insert into competencies_frameworkversion (uuid, framework_id, number, note) values (%s, %s, %s, '')"
        " returning id",
        [uuid7(), framework_id, number],
    )
    for element in sorted(new, key=lambda one: one.id):
        add_competency(
            draft, onet.PREFIX + element.id, onet.wording(element), uuid=onet.identity(number, element.id),
            source_uri=f"https://www.onetonline.org/find/descriptor/result/{element.id}",
        )  # fmt: skip
    publish_draft(agent=agent, framework_id=framework_id, label="O*NET", at=at, note="")


def _ratings(folder: Path) -> str:
    """Importance and level of skills and knowledge, as they are rated, into a temporary table."""
    rows.run("drop table if exists onet_rating")
    rows.run(
        """
        create temp table onet_rating (occupation text, element text, name text, scale text, value float8,
          suppressed boolean, relevant boolean, basis text) on commit drop
        """
    )

    def lines() -> Iterator[tuple[Any, ...]]:
        for name in ("Skills.xlsx", "Knowledge.xlsx"):
            for line in sheet_rows(folder / name):
                yield (
                    line["O*NET-SOC Code"], line["Element ID"], line["Element Name"], line["Scale ID"],
                    line["Data Value"], line["Recommend Suppress"] == "Y", line["Not Relevant"] != "Y",
                    f"{line['Domain Source']} {line['Date']}",
                )  # fmt: skip

    _copy("onet_rating (occupation, element, name, scale, value, suppressed, relevant, basis)", lines())
    rows.run("analyze onet_rating")
    return "onet_rating"


def _occupations(framework_id: int, folder: Path) -> None:
    zones = {line["O*NET-SOC Code"]: int(line["Job Zone"]) for line in sheet_rows(folder / "Job Zones.xlsx")}
    rows.run("drop table if exists onet_occupation, onet_title, onet_task")
    rows.run("create temp table onet_occupation (code text, title text, description text, zone int) on commit drop")
    rows.run("create temp table onet_title (code text, title text, short text, sources text) on commit drop")
    rows.run("create temp table onet_task (code text, number int, text text, kind text, answers int) on commit drop")
    _copy(
        "onet_occupation (code, title, description, zone)",
        (
            (one["O*NET-SOC Code"], one["Title"], one["Description"], zones.get(one["O*NET-SOC Code"]))
            for one in sheet_rows(folder / "Occupation Data.xlsx")
        ),
    )
    _copy(
        "onet_title (code, title, short, sources)",
        (
            (one["O*NET-SOC Code"], one["Alternate Title"], one["Short Title"], str(one["Source(s)"]))
            for one in sheet_rows(folder / "Alternate Titles.xlsx")
        ),
    )
    _copy(
        "onet_task (code, number, text, kind, answers)",
        (
            (
                one["O*NET-SOC Code"],
                int(one["Task ID"]),
                one["Task"],
                _text(one["Task Type"]),
                _whole(one["Incumbents Responding"]),
            )
            for one in sheet_rows(folder / "Task Statements.xlsx")
        ),
    )
    for statement in _LOAD:
        rows.run(statement, {"framework": framework_id})


_LOAD = (
    """
    insert into competencies_occupation (uuid, framework_id, code, title, description, zone)
    select gen_random_uuid(), %(framework)s, code, title, description, zone from onet_occupation
    on conflict (framework_id, code) do update
      set title = excluded.title, description = excluded.description, zone = excluded.zone
      where (competencies_occupation.title, competencies_occupation.description, competencies_occupation.zone)
        is distinct from (excluded.title, excluded.description, excluded.zone)
    """,
    """
    insert into competencies_occupationtitle (occupation_id, title, short, sources)
    select o.id, t.title, max(t.short), string_agg(distinct t.sources, ',') from onet_title t
    join competencies_occupation o on o.framework_id = %(framework)s and o.code = t.code
    group by o.id, t.title on conflict (occupation_id, title) do nothing
    """,
    """
    insert into competencies_occupationtask (occupation_id, number, text, kind, answers)
    select o.id, t.number, t.text, t.kind, t.answers from onet_task t
    join competencies_occupation o on o.framework_id = %(framework)s and o.code = t.code
    on conflict (occupation_id, number) do update
      set text = excluded.text, kind = excluded.kind, answers = excluded.answers
      where (competencies_occupationtask.text, competencies_occupationtask.kind, competencies_occupationtask.answers)
        is distinct from (excluded.text, excluded.kind, excluded.answers)
    """,
)

_NEEDS = """
insert into competencies_occupationneed (occupation_id, competency_id, importance_raw, level_raw, importance, level,
  suppressed, relevant, basis)
select o.id, c.id, i.value, l.value, si.becomes, case when l.relevant then sl.becomes else 0 end,
  i.suppressed or l.suppressed, l.relevant, l.basis
from onet_rating i
join onet_rating l on (l.occupation, l.element) = (i.occupation, i.element) and l.scale = 'LV'
join competencies_occupation o on o.framework_id = %(framework)s and o.code = i.occupation
join competencies_competency c on c.code = %(prefix)s || i.element
join onet_scale si on si.scale = 'IM' and si.value = i.value
join onet_scale sl on sl.scale = 'LV' and sl.value = l.value
where i.scale = 'IM'
on conflict (occupation_id, competency_id) do nothing
"""


def _needs(framework_id: int, ratings: str) -> None:
    """The mapping to our scale is made once for each value that occurs, by the same functions as everywhere."""
    rows.run("drop table if exists onet_scale")
    rows.run("create temp table onet_scale (scale text, value float8, becomes smallint) on commit drop")
    values = rows.fetch(lambda *row: row, f"select distinct scale, value from {ratings}")
    _copy(
        "onet_scale (scale, value, becomes)",
        ((scale, value, (onet_level if scale == "LV" else onet_importance)(value)) for scale, value in values),
    )
    rows.run("analyze onet_scale")
    rows.run(_NEEDS, {"framework": framework_id, "prefix": onet.PREFIX})


def _copy(into: str, lines: Iterable[tuple[Any, ...]]) -> None:
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"copy {into} from stdin") as copy,
    ):
        for line in lines:
            copy.write_row(line)


def _text(cell: Any) -> str:
    return "" if cell is None or cell == "n/a" else str(cell)


def _whole(cell: Any) -> int | None:
    return int(cell) if isinstance(cell, int | float) else None
