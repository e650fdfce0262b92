"""Crosswalks: links between competencies of two frameworks, with source and confidence, accepted by a person."""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.imports.read_file import table
from karmayogi.competencies.engine.governance.overlap import overlaps
from karmayogi.competencies.engine.governance.sheet_columns import LINKS
from karmayogi.competencies.models import CrosswalkLink
from karmayogi.competencies.policies import OVER_FRAMEWORK
from karmayogi.competencies.queries.governance.crosswalk import codes_of, said_of
from karmayogi.competencies.queries.governance.frameworks import access_framework, framework_by_id
from karmayogi.kernel import audit, bulk, files, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.bulk import Act, Chunk, Planned, Result
from karmayogi.kernel.ids import uuid7

Relation = CrosswalkLink.Relation
_MACHINE = "likeness of names and glosses"
_INSERT = """
insert into competencies_crosswalklink
  (uuid, origin_id, target_id, relation, confidence, source, status, proposed_by_id)
values (%s, %s, %s, %s, %s, %s, 'open', %s)
on conflict (origin_id, target_id) do update set relation = excluded.relation, confidence = excluded.confidence,
  source = excluded.source where competencies_crosswalklink.status = 'open'
returning uuid
"""


@transaction.atomic
def suggest_links(*, actor: Actor, framework: uuids.UUID, other: uuids.UUID, at: dt.datetime) -> int:
    """Proposes for each competency the most alike of the other framework; how many are new. Decides nothing."""
    mine, theirs = access_framework(actor, framework, to="admin"), access_framework(actor, other)
    against = said_of(theirs.id)
    asked = set(rows.fetch(lambda *pair: pair, "select origin_id, target_id from competencies_crosswalklink"))
    made = 0
    for one in said_of(mine.id):
        for found in overlaps(one, against, limit=1, floor=70):
            if (one.id, found.id) in asked:
                continue
            relation = Relation.EXACT if found.score >= 97 else Relation.RELATED
            rows.run(_INSERT, [uuid7(), one.id, found.id, relation, int(found.score), _MACHINE, actor.person_id])
            made += 1
    audit.record(
        "competencies:crosswalk:suggest", agent=actor, at=at, kind="framework", subject=mine.uuid,
        label=f"{mine.code} – {theirs.code}", detail={"links": made},
    )  # fmt: skip
    return made


@transaction.atomic
def decide_link(*, actor: Actor, link: uuids.UUID, decision: str, at: dt.datetime) -> None:
    """decision: accept | refuse | reopen, by who looks after the framework that the link begins in."""
    row = CrosswalkLink.objects.select_for_update(of=("self",)).filter(uuid=link).first()
    if row is None:
        raise NotFound
    framework = framework_by_id(
        rows.scalar(
            "select v.framework_id from competencies_competency c join competencies_frameworkversion v"
            " on v.id = c.version_id where c.id = %s",
            [row.origin_id],
        )
    )
    access_framework(actor, framework.uuid, to="admin")
    status = {"accept": "accepted", "refuse": "refused", "reopen": "open"}.get(decision)
    if status is None:
        raise NotFound
    row.status, row.decided_by_id, row.decided_at = status, actor.person_id, at
    row.save(update_fields=["status", "decided_by_id", "decided_at"])
    audit.record(
        "competencies:crosswalk:decide", agent=actor, at=at, kind="crosswalk_link", subject=row.uuid,
        label=framework.code, detail={"status": status},
    )  # fmt: skip


def import_links(
    *, actor: Actor, framework: uuids.UUID, other: uuids.UUID, filename: str, content: bytes, at: dt.datetime
) -> bulk.Act:
    """Asks for the plan of a spreadsheet with the columns origin, target, relation, confidence, source."""
    mine, theirs = access_framework(actor, framework, to="admin"), access_framework(actor, other)
    if len(content) > 10 * 1024 * 1024:
        raise Refused(_("The file is larger than 10 MB."))
    return bulk.propose(
        CROSSWALK.name, actor=actor, label=filename, scope_path=mine.path,
        params={"framework_id": mine.id, "other_id": theirs.id},
        source=files.put(content, "application/octet-stream"), at=at,
    )  # fmt: skip


def plan(act: Act, at: dt.datetime) -> Iterator[Planned]:
    mine, theirs = codes_of(act.params["framework_id"]), codes_of(act.params["other_id"])
    known = dict(
        rows.fetch(
            lambda origin, target, *rest: ((origin, target), rest),
            "select origin_id, target_id, relation, confidence, source, status from competencies_crosswalklink",
        )
    )
    lines = table(files.read(act.source_sha256))
    heading = next(lines)
    if not set(LINKS) <= set(heading):
        raise Refused(_("The first row must name the columns %(names)s.") % {"names": ", ".join(LINKS)})
    for number, cells in enumerate(lines, 2):
        cell = {name: value.strip().lstrip("'") for name, value in zip(heading, cells, strict=False)}
        if not any(cell.values()):
            continue
        origin, target = mine.get(cell.get("origin", "")), theirs.get(cell.get("target", ""))
        percent = cell.get("confidence", "").rstrip("%").strip()
        messages = [
            (name, text)
            for name, bad, text in (
                ("origin", origin is None, _("This code is not in use in the framework.")),
                ("target", target is None, _("This code is not in use in the framework.")),
                ("relation", cell.get("relation") not in Relation.values, _("This is not one of the allowed values.")),
                ("confidence", not (percent.isascii() and percent.isdigit() and int(percent) <= 100), _("0 to 100.")),
                ("source", not cell.get("source"), _("This must be filled.")),
            )
            if bad
        ]
        label = f"{cell.get('origin', '')} → {cell.get('target', '')}"
        if messages:
            yield Planned(number, "error", label, raw=cells, messages=messages)
            continue
        now = (cell["relation"], int(percent), cell["source"][:200])
        was = known.get((origin, target))
        data = {"origin": origin, "target": target, "values": now}
        if was is None:
            yield Planned(number, "new", label, data, cells)
        elif was[:3] == now or was[3] != "open":
            yield Planned(number, "unchanged", label, data, cells)
        else:
            changed = {name: pair for name, *pair in zip(LINKS[2:], was, now, strict=False) if pair[0] != pair[1]}
            yield Planned(number, "changed", label, data, cells, {name: (a, b) for name, (a, b) in changed.items()})


def apply_chunk(chunk: Chunk) -> list[Result]:
    results: list[Result] = []
    for row in chunk.rows:
        origin, target = row.data["origin"], row.data["target"]
        was = rows.first(
            lambda *values: list(values),
            "select relation, confidence, source from competencies_crosswalklink"
            " where origin_id = %s and target_id = %s",
            [origin, target],
        )
        uuid = rows.scalar(_INSERT, [uuid7(), origin, target, *row.data["values"], chunk.act.asked_by_id])
        problem = "" if uuid else _("This link is decided already.")
        results.append(Result(row.number, {"was": was}, uuid, problem))
    return results


def undo_chunk(chunk: Chunk) -> list[Result]:
    results: list[Result] = []
    for row in chunk.rows:
        if row.undo["was"]:
            done = rows.run(
                "update competencies_crosswalklink set relation = %s, confidence = %s, source = %s"
                " where uuid = %s and status = 'open'",
                [*row.undo["was"], row.subject_uuid],
            )
        else:
            done = rows.run(
                "delete from competencies_crosswalklink where uuid = %s and status = 'open'", [row.subject_uuid]
            )
        results.append(Result(row.number, problem="" if done else _("This link is decided already.")))
    return results


CROSSWALK = bulk.register(
    bulk.Kind(
        name="competencies.crosswalk",
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=OVER_FRAMEWORK["admin"],
        second_person_above=2000,
    )
)
