"""Drafts and publication: what every change of a framework goes through."""

import datetime as dt
import json
import uuid as uuids
from collections.abc import Sequence

from django.utils.translation import gettext as _

from karmayogi.competencies.engine.governance.scales import SAME
from karmayogi.competencies.engine.governance.wording import FIELDS, Wording, difference
from karmayogi.competencies.events import FrameworkChanged
from karmayogi.competencies.queries.governance.frameworks import (
    StatementRow,
    descriptors_of,
    statements,
    version_by_id,
)
from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, Agent, Refused
from karmayogi.kernel.ids import uuid7

_COPY = """
with copied as (
  insert into competencies_competencystatement (version_id, competency_id, area, "group", theme_number, theme_en,
    theme_hi, theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi, guna, status, replaced_by_id)
  select %(draft)s, competency_id, area, "group", theme_number, theme_en, theme_hi, theme_ur, name_en, name_hi, name_ur,
    gloss_en, gloss_hi, guna, status, replaced_by_id
  from competencies_competencystatement where version_id = %(latest)s
  returning id, competency_id)
insert into competencies_leveldescriptor (statement_id, level, text_en, text_hi, text_ur)
select copied.id, d.level, d.text_en, d.text_hi, d.text_ur
from copied
join competencies_competencystatement s on s.version_id = %(latest)s and s.competency_id = copied.competency_id
join competencies_leveldescriptor d on d.statement_id = s.id
"""

_STATE = """
insert into competencies_competencystatement (version_id, competency_id, area, "group", theme_number, theme_en,
  theme_hi, theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi, guna, status)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (version_id, competency_id) do update set area = excluded.area, "group" = excluded."group",
  theme_number = excluded.theme_number, theme_en = excluded.theme_en, theme_hi = excluded.theme_hi,
  theme_ur = excluded.theme_ur, name_en = excluded.name_en, name_hi = excluded.name_hi, name_ur = excluded.name_ur,
  gloss_en = excluded.gloss_en, gloss_hi = excluded.gloss_hi, guna = excluded.guna
returning id
"""

# A competency carries the wording of the version that was published last.
_CARRY = """
update competencies_competency c set area = s.area, "group" = s."group", theme_number = s.theme_number,
  theme_en = s.theme_en, theme_hi = s.theme_hi, theme_ur = s.theme_ur, name_en = s.name_en, name_hi = s.name_hi,
  name_ur = s.name_ur, gloss_en = s.gloss_en, gloss_hi = s.gloss_hi, guna = s.guna, status = s.status,
  replaced_by_id = s.replaced_by_id
from competencies_competencystatement s
where s.version_id = %s and c.id = s.competency_id
  and (c.area, c."group", c.theme_number, c.theme_en, c.theme_hi, c.theme_ur, c.name_en, c.name_hi, c.name_ur,
       c.gloss_en, c.gloss_hi, c.guna, c.status, c.replaced_by_id) is distinct from
      (s.area, s."group", s.theme_number, s.theme_en, s.theme_hi, s.theme_ur, s.name_en, s.name_hi, s.name_ur,
       s.gloss_en, s.gloss_hi, s.guna, s.status, s.replaced_by_id)
"""


def lock_framework(framework_id: int, competencies: Sequence[uuids.UUID] = ()) -> None:
    """Until the end of the transaction nobody else proposes, publishes or drafts in it, nor in the frameworks of these
    competencies."""
    rows.fetch(
        int,
        """
        select f.id from competencies_framework f
        where f.id = %s or f.id in (
          select v.framework_id from competencies_competency c
          join competencies_frameworkversion v on v.id = c.version_id where c.uuid = any(%s::uuid[]))
        order by f.id for update
        """,
        [framework_id, list(competencies)],
    )


def open_draft(*, framework_id: int, person_id: int | None, at: dt.datetime) -> int:
    """The draft of the framework, begun as a copy of the latest version when there is none. Locks the framework."""
    lock_framework(framework_id)
    draft: int | None = rows.scalar(
        "select id from competencies_frameworkversion where framework_id = %s and published_at is null", [framework_id]
    )
    if draft is not None:
        return draft
    draft_id: int = rows.scalar(
        "insert into competencies_frameworkversion (uuid, framework_id, number, note, drafted_by_id)"
        " values (%s, %s, %s, '', %s) returning id",
        [uuid7(), framework_id, next_number(framework_id, at), person_id],
    )
    latest = latest_version(framework_id)
    if latest is not None:
        rows.run(_COPY, {"draft": draft_id, "latest": latest})
    return draft_id


def latest_version(framework_id: int) -> int | None:
    """The id of the version published last."""
    found: int | None = rows.scalar(
        "select id from competencies_frameworkversion where framework_id = %s and published_at is not null"
        " order by published_at desc, id desc limit 1",
        [framework_id],
    )
    return found


def next_number(framework_id: int, at: dt.datetime) -> str:
    """The year and a number in it: 2026.1, 2026.2, ..."""
    year = clock.day(at).year
    taken = rows.fetch(
        str, "select number from competencies_frameworkversion where framework_id = %s and number like %s",
        [framework_id, f"{year}.%"],
    )  # fmt: skip
    return f"{year}.{max((int(number.partition('.')[2] or 0) for number in taken), default=0) + 1}"


def state(version_id: int, competency_id: int, wording: Wording, status: str = "published") -> int:
    """Writes what the draft says of a competency; the id of the statement. status counts for a new one only."""
    statement: int = rows.scalar(
        _STATE, [version_id, competency_id, *(getattr(wording, name) for name in FIELDS), status]
    )
    rows.run("delete from competencies_leveldescriptor where statement_id = %s", [statement])
    levels = sorted(wording.descriptors.items())
    rows.run(
        "insert into competencies_leveldescriptor (statement_id, level, text_en, text_hi, text_ur)"
        " select %s::bigint, * from unnest(%s::smallint[], %s::text[], %s::text[], %s::text[])",
        [statement, [level for level, _texts in levels], *([texts[i] for _level, texts in levels] for i in range(3))],
    )
    return statement


def add_competency(version_id: int, code: str, wording: Wording, *, source_uri: str = "", uuid: object = None) -> int:
    """A new competency, still a draft, with its statement; its id. Raises Refused for a code that is taken."""
    made: int | None = rows.scalar(
        """
        insert into competencies_competency (uuid, version_id, code, area, "group", theme_number, theme_en, theme_hi,
          theme_ur, name_en, name_hi, name_ur, gloss_en, gloss_hi, guna, status, provenance, source_uri)
        values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'draft', '', %s)
        on conflict do nothing returning id
        """,
        [uuid or uuid7(), version_id, code, *(getattr(wording, name) for name in FIELDS), source_uri],
    )
    if made is None:
        raise Refused(_("The code %(code)s is taken.") % {"code": code})
    state(version_id, made, wording)
    return made


def wording_of(row: StatementRow, descriptors: dict[int, tuple[str, str, str]]) -> Wording:
    return Wording(**{name: getattr(row, name) for name in FIELDS}, descriptors=descriptors)


def wordings(version_id: int | None) -> dict[int, tuple[StatementRow, Wording]]:
    """Competency id -> (row, wording) of everything that a version says; nothing for None."""
    if version_id is None:
        return {}
    said = statements(version_id)
    texts = descriptors_of([row.id for row in said])
    return {row.competency_id: (row, wording_of(row, texts.get(row.id, {}))) for row in said}


def publish_draft(
    *,
    agent: Agent,
    framework_id: int,
    label: str,
    at: dt.datetime,
    note: str = "",
    proposals: Sequence[tuple[int, Sequence[int], str]] = (),
) -> int:
    """Publishes the draft: writes its change log, freezes it, and lets the competencies carry its wording.

    proposals: (proposal id, the competencies it touched, its kind), for the log. Returns the version's id.
    Raises Refused when the draft says the same as the latest version.
    """
    draft: int | None = rows.scalar(
        "select id from competencies_frameworkversion where framework_id = %s and published_at is null for update",
        [framework_id],
    )
    if draft is None:
        raise Refused(_("There is no draft to publish."))
    before, after = wordings(latest_version(framework_id)), wordings(draft)
    of = {competency: (proposal, kind) for proposal, touched, kind in proposals for competency in touched}
    relevelled = dict(
        rows.fetch(
            lambda competency, levels: (competency, levels),
            "select was_id, levels from competencies_competencyreplacement where version_id = %s and was_id = now_id",
            [draft],
        )
    )
    entries = []
    for competency, (row, wording) in after.items():
        was_row, was = before.get(competency, (None, None))
        changed = difference(was, wording) if was else {}
        if was_row is not None and (was_row.status, was_row.replaced_by) != (row.status, row.replaced_by):
            changed |= {
                "status": (was_row.status, row.status),
                "replaced_by": (was_row.replaced_by, row.replaced_by),
            }
        if competency in relevelled:
            changed["levels"] = (list(SAME), relevelled[competency])
        if was is not None and not changed:
            continue
        proposal, kind = of.get(competency, (None, "reword" if was else "add"))
        entries.append((competency, proposal, kind, changed))
    if not entries:
        raise Refused(_("The draft says the same as the version in force."))
    rows.run(
        """
        insert into competencies_changeentry (version_id, competency_id, proposal_id, kind, was, becomes, at)
        select %s::bigint, x.competency, x.proposal, x.kind, x.was::jsonb, x.becomes::jsonb, %s::timestamptz
        from unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[])
          as x (competency, proposal, kind, was, becomes)
        """,
        [
            draft, at,
            [competency for competency, _p, _k, _c in entries],
            [proposal for _c, proposal, _k, _d in entries],
            [kind for _c, _p, kind, _d in entries],
            [_json({name: pair[0] for name, pair in changed.items()}) for _c, _p, _k, changed in entries],
            [_json({name: pair[1] for name, pair in changed.items()}) for _c, _p, _k, changed in entries],
        ],
    )  # fmt: skip
    rows.run(
        "update competencies_frameworkversion set published_at = %s, published_by_id = %s, note = %s where id = %s",
        [at, agent.person_id if isinstance(agent, Actor) else None, note, draft],
    )
    rows.run(_CARRY, [draft])
    version = version_by_id(draft)
    audit.record(
        "competencies:framework:publish", agent=agent, at=at, kind="framework_version", subject=version.uuid,
        label=f"{label} {version.number}", detail={"changes": len(entries)},
    )  # fmt: skip
    events.announce(FrameworkChanged(framework_id, at))
    return draft


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
