"""Days on which many were not on duty, from one sheet: an act on many (kernel.bulk), looked at before it is applied.

The act lies over the organisation of its page: whoever may enter absences there asks, approves and undoes. A row is
refused by the same rules by which `enter_absence` refuses one; and nobody brings days of her own.
"""

import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.kernel import bulk, clock, files, rows
from karmayogi.kernel.access import Actor, Refused, System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.talent.actions.absences import LONGEST
from karmayogi.talent.engine.absences import COLUMNS, day_of, places
from karmayogi.talent.policies import WRITE
from karmayogi.talent.queries.wording import away_in_words
from karmayogi.talent.queries.years import access_body
from karmayogi.talent.types import Away

KIND = "talent.absences"
MOST_BYTES, MOST_ROWS = 10 * 1024 * 1024, 20_000
LANGUAGES = ("en", "hi", "ur")


def bring_absences(
    *, actor: Actor, organisation: uuids.UUID, filename: str, content: bytes, at: dt.datetime
) -> uuids.UUID:
    """Asks for the plan; the uuid of the act. The same sheet again finds every row entered."""
    body = access_body(actor, organisation)
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than 10 MB. Split it, or remove pictures and unused sheets."))
    source = files.put(content, files.UNCHECKED)
    act = bulk.propose(
        KIND, actor=actor, label=files.plain_name(filename), scope_path=body.path, params={"organisation": body.id},
        source=source, at=at,
    )  # fmt: skip
    return act.uuid


def plan(act: bulk.Act, at: dt.datetime) -> Iterator[bulk.Planned]:
    """A row for each line of the sheet."""
    lines = list(_lines(act))
    known = people.find_people([cells["who"] for _number, cells in lines if cells["who"]])
    within = _within(act, sorted(set(known.values())), clock.day(at))
    names = {one.id: one.name for one in people.persons(sorted(within)).values()}
    kinds = _kinds()
    entered = _entered(sorted(within))
    seen: set[tuple[Any, ...]] = set()
    for number, cells in lines:
        person = known.get(cells["who"])
        found, faults = _read(cells, kinds)
        if person not in within:
            faults = [(_("Officer"), _("Nobody of this organisation and below is known by this.")), *faults]
        elif person == act.asked_by_id:
            faults = [(_("Officer"), _("Days of your own are entered by somebody else.")), *faults]
        label = names.get(person, cells["who"]) if person is not None else cells["who"]
        raw = list(cells.values())
        if faults or person is None:
            yield bulk.Planned(number, "error", label, raw=raw, messages=faults)
            continue
        key = (person, found["kind"], found["from_on"], found["until_on"])
        if key in entered or key in seen:
            told = _("Entered already.") if key in entered else _("Named twice.")
            yield bulk.Planned(number, "unchanged", label, raw=raw, messages=[(_("Officer"), told)])
            continue
        seen.add(key)
        days = f"{found['from_on']} – {found['until_on']}"
        yield bulk.Planned(
            number, "new", label, data=found | {"person": person}, raw=raw,
            diff={away_in_words(found["kind"]): (None, days), _("Order number"): (None, found["order_number"])},
        )  # fmt: skip


def _lines(act: bulk.Act) -> Iterator[tuple[int, dict[str, str]]]:
    """(number of the row, column -> text). Refused: columns are missing, no row, or too many."""
    sheet = orgs.open_sheet(files.path_of(act.source_sha256), most_bytes=MOST_BYTES, most_rows=MOST_ROWS + 10)
    where = places([orgs.cell_text(cell) for cell in sheet.headings])
    missing = [names[0] for key, names in COLUMNS.items() if key not in where]
    if missing:
        raise Refused(
            _("These columns are missing: %(names)s. Use the template: its headings must stay as they are.")
            % {"names": ", ".join(missing)}
        )
    count = 0
    for number, raw in sheet.rows:
        cells = {key: orgs.cell_text(raw[place]) if place < len(raw) else "" for key, place in where.items()}
        if any(cells.values()):
            count += 1
            if count > MOST_ROWS:
                raise Refused(_("There are more than 20,000 rows. Split the file."))
            yield number, cells
    if not count:
        raise Refused(_("There are headings and nobody below them."))


def _kinds() -> dict[str, str]:
    """What a kind is called in any of the languages, and its own name -> kind."""
    found = {one.value: one.value for one in Away}
    for language in LANGUAGES:
        with translation.override(language):
            found |= {away_in_words(one).lower(): one.value for one in Away}
    return found


def _read(cells: dict[str, str], kinds: dict[str, str]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """(what a line says, what to fix in it)."""
    faults = []
    kind = kinds.get(cells["kind"].lower(), "")
    if not kind:
        said = ", ".join(away_in_words(one) for one in Away)
        faults.append((_("Kind"), _("One of: %(kinds)s.") % {"kinds": said}))
    first, last = (day_of(orgs.cell_digits(cells[key])) for key in ("from_on", "until_on"))
    for day, field in ((first, _("First day")), (last, _("Last day"))):
        if day is None:
            faults.append((field, _("A day is written 30-04-2026.")))
    if first and last and (last < first or (last - first).days > LONGEST):
        faults.append((_("Last day"), _("The last day lies before the first, or years after it.")))
    order = cells["order_number"][:120]
    if not order:
        faults.append((_("Order number"), _("Name the order by which it was granted.")))
    found = {"kind": kind, "from_on": str(first), "until_on": str(last), "order_number": order}
    return found, faults


_PLACES = f"""
select distinct on (i.person_id) i.person_id, i.organisation_path from orgs_incumbency i
where i.person_id = any(%(people)s::bigint[]) and i.valid_from <= %(on)s and (i.valid_to is null or i.valid_to > %(on)s)
order by i.person_id, {orgs.main_first("i")}
"""


def _within(act: bulk.Act, persons: Sequence[int], on: dt.date) -> set[int]:
    """Of these persons whose main post is in the organisation of the act or below."""
    found = rows.fetch(lambda *row: row, _PLACES, {"people": list(persons), "on": on})
    return {person for person, path in found if path.startswith(act.scope_path)}


def _entered(persons: Sequence[int]) -> set[tuple[Any, ...]]:
    return set(
        rows.fetch(
            lambda person, kind, first, last: (person, kind, str(first), str(last)),
            "select person_id, kind, from_on, until_on from talent_absence"
            " where person_id = any(%s::bigint[]) and removed_at is null",
            [list(persons)],
        )
    )


_ENTER = """
insert into talent_absence (uuid, person_id, kind, from_on, until_on, order_number, recorded_by_id, entered_at)
select x.uuid, x.person, x.kind, x.first, x.last, x.number, %(by)s, %(at)s
from unnest(%(uuids)s::uuid[], %(people)s::bigint[], %(kinds)s::text[], %(first)s::date[], %(last)s::date[],
  %(numbers)s::text[]) as x (uuid, person, kind, first, last, number)
on conflict (person_id, kind, from_on, until_on) where removed_at is null do nothing returning uuid
"""


def apply_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Who left the organisation since the plan, or has these days by now, is told in her row."""
    given = [(uuid7(), row) for row in chunk.rows]
    within = _within(chunk.act, [int(row.data["person"]) for _uuid, row in given], clock.day(chunk.at))
    there = [(uuid, row) for uuid, row in given if row.data["person"] in within]
    columns = {
        name: [row.data[key] for _uuid, row in there]
        for name, key in (
            ("people", "person"), ("kinds", "kind"), ("first", "from_on"), ("last", "until_on"),
            ("numbers", "order_number"),
        )
    }  # fmt: skip
    values: dict[str, Any] = {"uuids": [uuid for uuid, _row in there], "by": chunk.act.asked_by_id, "at": chunk.at}
    made = set(rows.fetch(lambda uuid: uuid, _ENTER, values | columns))
    _note("enter", chunk, [(uuid, row) for uuid, row in there if uuid in made])
    return [
        bulk.Result(row.number, undo={"absence": str(uuid)}, subject_uuid=uuid)
        if uuid in made
        else bulk.Result(
            row.number,
            problem=_("Entered already.")
            if row.data["person"] in within
            else _("Nobody of this organisation and below is known by this."),
        )
        for uuid, row in given
    ]


def undo_chunk(chunk: bulk.Chunk) -> list[bulk.Result]:
    """Taken back, but for what somebody took back meanwhile."""
    given = [(uuids.UUID(row.undo["absence"]), row) for row in chunk.rows]
    removed = set(
        rows.fetch(
            lambda uuid: uuid,
            "update talent_absence set removed_at = %s where uuid = any(%s::uuid[]) and removed_at is null"
            " returning uuid",
            [chunk.at, [uuid for uuid, _row in given]],
        )
    )
    _note("remove", chunk, [(uuid, row) for uuid, row in given if uuid in removed])
    return [
        bulk.Result(row.number, problem="" if uuid in removed else _("It was changed since.")) for uuid, row in given
    ]


def _note(act: str, chunk: bulk.Chunk, lines: Sequence[tuple[uuids.UUID, bulk.Row]]) -> None:
    agent = System(f"absences brought by {chunk.act.asked_by_name}")
    bulk.record_many(
        f"talent:absence:{act}",
        [
            bulk.Entry(
                uuid, label=row.label, concerns=row.data["person"],
                detail={
                    "kind": row.data["kind"], "from": row.data["from_on"], "until": row.data["until_on"],
                    "order": row.data["order_number"], "act": str(chunk.act.uuid),
                },
            )
            for uuid, row in lines
        ],
        account_id=chunk.act.asked_by_account_id, agent_label=agent.label, kind="absence", at=chunk.at,
    )  # fmt: skip


ABSENCES = bulk.register(
    bulk.Kind(
        name=KIND, plan=plan, apply_chunk=apply_chunk, undo_chunk=undo_chunk, roles=WRITE, second_person_above=1_000
    )
)
