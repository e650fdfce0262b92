"""A framework from a file, as a bulk act into its draft: planned row by row, approved, applied, undone within a day."""

import datetime as dt
import re
import uuid as uuids
from collections.abc import Iterator

from django.utils.translation import gettext as _

from karmayogi.competencies.actions.governance.imports.read_file import Line, read
from karmayogi.competencies.actions.governance.versions import add_competency, open_draft, state, wordings
from karmayogi.competencies.engine.governance.wording import Wording, as_json, difference, faults, from_json
from karmayogi.competencies.policies import OVER_FRAMEWORK
from karmayogi.competencies.queries.governance.frameworks import FrameworkRow, access_framework, framework_by_id
from karmayogi.kernel import bulk, files, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.bulk import Act, Chunk, Planned, Result, Row

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,29}")


def import_framework(
    *, actor: Actor, framework: uuids.UUID, filename: str, content: bytes, at: dt.datetime
) -> bulk.Act:
    """Asks for the plan of taking a spreadsheet or a CASE package into the draft.

    Raises NotFound without the right to; Refused for a framework of ours that is published: it changes by proposals.
    """
    found = access_framework(actor, framework, to="admin")
    _check_open(found)
    file = files.put(content, "application/octet-stream")
    return bulk.propose(
        IMPORT.name, actor=actor, label=filename, scope_path=found.path, params={"framework_id": found.id}, source=file,
        at=at,
    )  # fmt: skip


def _check_open(framework: FrameworkRow) -> None:
    if framework.version_id is not None and framework.kind != "reference":
        raise Refused(_("This framework is published: it changes by proposals only."))


def plan(act: Act, at: dt.datetime) -> Iterator[Planned]:
    framework = framework_by_id(act.params["framework_id"])
    _check_open(framework)
    there = {row.code: wording for row, wording in wordings(framework.draft_id or framework.version_id).values()}
    first: dict[str, int] = {}
    for line in read(files.read(act.source_sha256)):
        yield _planned(framework, line, there, first)


def _planned(framework: FrameworkRow, line: Line, there: dict[str, Wording], first: dict[str, int]) -> Planned:
    code = line.code if line.code.startswith(framework.prefix) else f"{framework.prefix}{line.code}"
    label = f"{code} {line.wording.name_en}"
    messages = [(field, _fault_in_words(what)) for field, what in faults(line.wording)]
    if line.problem:
        messages.insert(0, ("", line.problem))
    if not _CODE.fullmatch(code.removeprefix(framework.prefix)):
        messages.insert(0, ("code", _("A code has up to 30 letters, digits, points, hyphens and underscores.")))
    elif code in first:
        messages.insert(0, ("code", _("The same code as in row %(row)s.") % {"row": first[code]}))
    first.setdefault(code, line.number)
    if messages:
        return Planned(line.number, "error", label, raw=line.raw, messages=messages)
    data = {
        "code": code, "wording": as_json(line.wording), "uri": line.uri,
        "identifier": str(line.identifier) if line.identifier else "",
    }  # fmt: skip
    was = there.get(code)
    if was is None:
        return Planned(line.number, "new", label, data, line.raw)
    changed = difference(was, line.wording)
    return Planned(line.number, "changed" if changed else "unchanged", label, data, line.raw, changed)


def _fault_in_words(what: str) -> str:
    return {
        "missing": _("This must be filled."),
        "long": _("This is too long."),
        "choice": _("This is not one of the allowed values."),
        "level": _("A level is described in English at least."),
    }[what]


def apply_chunk(chunk: Chunk) -> list[Result]:
    framework = framework_by_id(chunk.act.params["framework_id"])
    _check_open(framework)
    draft = open_draft(framework_id=framework.id, person_id=chunk.act.asked_by_id, at=chunk.at)
    there = {row.code: (row.competency_id, wording) for row, wording in wordings(draft).values()}
    results: list[Result] = []
    for row in chunk.rows:
        said = from_json(row.data["wording"])
        if row.data["code"] in there:
            competency, was = there[row.data["code"]]
            state(draft, competency, said)
            undo = {"competency": competency, "was": as_json(was)}
        else:
            identifier = _free(row, framework)
            competency = add_competency(draft, row.data["code"], said, source_uri=row.data["uri"], uuid=identifier)
            undo = {"competency": competency}
        results.append(Result(row.number, undo={**undo, "draft": draft}))
    return results


def _free(row: Row, framework: FrameworkRow) -> uuids.UUID | None:
    """The identifier at the source, unless a competency here has it: then one derived from it for this framework."""
    if not row.data["identifier"]:
        return None
    identifier = uuids.UUID(row.data["identifier"])
    if rows.scalar("select 1 from competencies_competency where uuid = %s", [identifier]):
        return uuids.uuid5(framework.uuid, str(identifier))
    return identifier


def undo_chunk(chunk: Chunk) -> list[Result]:
    results: list[Result] = []
    for row in chunk.rows:
        draft, competency = row.undo["draft"], row.undo["competency"]
        if rows.scalar("select published_at from competencies_frameworkversion where id = %s", [draft]) is not None:
            results.append(Result(row.number, problem=_("The draft is published since; it stays.")))
        elif "was" in row.undo:
            state(draft, competency, from_json(row.undo["was"]))
            results.append(Result(row.number))
        else:
            rows.run(
                "delete from competencies_competencystatement where version_id = %s and competency_id = %s",
                [draft, competency],
            )
            rows.run("delete from competencies_competency where id = %s and status = 'draft'", [competency])
            results.append(Result(row.number))
    return results


IMPORT = bulk.register(
    bulk.Kind(
        name="competencies.framework",
        plan=plan,
        apply_chunk=apply_chunk,
        undo_chunk=undo_chunk,
        roles=OVER_FRAMEWORK["admin"],
        second_person_above=2000,
        chunk=500,
    )
)
