"""The tables of a room, made once when it is opened: two looks on different days tell nothing of who came between.

The key of the pseudonyms is drawn here and forgotten when the job ends: nobody can make the same pseudonyms again,
join two rooms, or say who somebody was.
"""

import csv
import datetime as dt
import io
import secrets
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.evaluation.actions.end_room import end_unmade
from karmayogi.evaluation.engine import coarse
from karmayogi.evaluation.engine.dictionary import PERSON, Kind, chosen, tables_of
from karmayogi.evaluation.models import Room, RoomAssessor, RoomFile
from karmayogi.evaluation.queries import extract
from karmayogi.evaluation.types import RoomState
from karmayogi.kernel import audit, clock, files, mail, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.jobs import LONG, SOON, task, when_lost
from karmayogi.people import api as people
from karmayogi.ui.api import when


@task(queue_name=LONG, priority=SOON)
def make_extracts(room: str) -> None:
    """A repeated delivery finds them made."""
    with transaction.atomic():
        row = (
            Room.objects.select_for_update(of=("self",)).select_related("organisation")
            .filter(uuid=room, state=RoomState.OPEN, people__isnull=True).first()
        )  # fmt: skip
        if row is None or row.opened_at is None:
            return
        # One room after the other: each counts with what the others were given.
        rows.run("select pg_advisory_xact_lock(hashtextextended('evaluation rooms', 0))")
        tables, people, suppressed = _tables(row, clock.day(row.opened_at))
        made = [
            (table, form, content, len(lines) - 1)
            for table, lines in tables.items()
            for form, content in (("csv", _csv(lines)), ("parquet", _parquet(lines)))
        ]
        row.people, row.suppressed = people, suppressed
        row.save(update_fields=["people", "suppressed"])
        audit.record(
            "evaluation:room:extract", agent=System("assessment room"), at=row.opened_at, kind="assessment_room",
            subject=row.uuid, label=row.title, detail={"people": people, "suppressed": suppressed},
        )  # fmt: skip
        _write(row)
        # Last: a file whose row is rolled back stays on the disk, and nobody would destroy it.
        for table, form, content, count in made:
            kept = files.put(content, files.UNCHECKED)
            RoomFile.objects.create(room=row, table=table, form=form, file_id=kept.id, rows=count)


@when_lost(make_extracts)
def make_extracts_lost(room: str) -> None:
    end_unmade(room, clock.now())


def _write(row: Room) -> None:
    """To each assessor who can be written to, in the language of the account."""
    persons = RoomAssessor.objects.filter(room=row, person__isnull=False).values_list("person_id", flat=True)
    link = f"{settings.PUBLIC_ORIGIN}{reverse('evaluation:room', args=[row.uuid])}"
    for person in persons:
        account = people.account_of(person) if person else None
        if account is not None and account.email:
            with translation.override(account.language):
                mail.send(
                    to=account.email,
                    subject=_("A room is open to you as an assessor"),
                    text=_("%(title)s: you may read in it without names until %(when)s.\n\n%(link)s\n")
                    % {"title": row.title, "when": when(row.ends_at), "link": link},
                )


def _tables(row: Room, on: dt.date) -> tuple[dict[str, list[list[str]]], int, int]:
    """Table -> its lines, the headings first; how many people are in it, and how many were left out."""
    key = secrets.token_bytes(32)
    everybody = extract.people_of(row.organisation.path, on)
    told = {one.id: _officer(one, on) for one in everybody}
    earlier = extract.earlier_rooms(row.pk, row.organisation.path)
    # By all that could tell who somebody is, together: a pseudonym joins the tables of a room. And what she has learned
    # joins rooms: so what others of these people were given counts too, and who was in them and who was not.
    keys = {key for keys in (row.columns, *(one.columns for one in earlier)) for key in keys}
    quasi = [column.name for column in chosen(list(keys), "officers") if column.kind is Kind.QUASI]
    looks = {(one.path, one.on) for one in earlier}
    inside = [extract.there(path, day, list(told)) for path, day in sorted(looks)]
    out = coarse.few({
        person: [*(said[name] for name in quasi), *(str(person in those) for those in inside)]
        for person, said in told.items()
    })  # fmt: skip
    names = {one.id: coarse.pseudonym(key, str(one.uuid)) for one in everybody if one.id not in out}
    found: dict[str, list[list[str]]] = {}
    for table in tables_of(row.columns):
        columns = [column.name for column in chosen(row.columns, table)]
        lines = [
            [names[person], *(said[name] for name in columns)]
            for person, said in _said(table, told, list(names))
            if person in names
        ]
        # Sorted by pseudonym: the order of the database tells who came first.
        found[table] = [[PERSON, *columns], *sorted(lines)]
    return found, len(names), len(out)


def _said(table: str, told: dict[int, dict[str, str]], persons: list[int]) -> list[tuple[int, dict[str, str]]]:
    if table == "officers":
        return list(told.items())
    if table == "enrolments":
        held = extract.enrolments_of(persons)
        courses, languages = (coarse.common((row[0], row[place]) for row in held) for place in (1, 2))
        return [
            (person, {
                "course": course if course in courses else coarse.OTHER,
                "language": language if language in languages else coarse.OTHER, "status": status,
                "begun": coarse.quarter(clock.day(begun)), "ended": coarse.quarter(clock.day(ended) if ended else None),
            })
            for person, course, language, status, begun, ended in held
        ]  # fmt: skip
    shown = extract.evidence_of(persons)
    competencies = coarse.common((row[0], row[1]) for row in shown)
    return [
        (person, {
            "competency": code if code in competencies else coarse.OTHER, "level": str(level), "source": source,
            "observed": coarse.quarter(clock.day(at)),
        })
        for person, code, level, source, at in shown
    ]  # fmt: skip


def _officer(one: Any, on: dt.date) -> dict[str, str]:
    return {
        "state": one.state, "unit_kind": one.unit_kind, "group": one.group, "gender": one.gender,
        "age": coarse.age_band(one.birth_on, on), "completed": coarse.band(one.completed, (1, 3, 6, 11)),
        "hours": coarse.band(one.hours, (1, 10, 50)),
    }  # fmt: skip


def _csv(lines: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(lines)
    return out.getvalue().encode()


def _parquet(lines: list[list[str]]) -> bytes:
    import pyarrow as pa  # the job alone has the library in its memory, not whoever shows a page
    import pyarrow.parquet as pq

    head, *rest = lines
    columns = list(zip(*rest, strict=True)) or [()] * len(head)
    table = pa.table({name: pa.array(cells, pa.string()) for name, cells in zip(head, columns, strict=True)})
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    return out.getvalue().to_pybytes()
