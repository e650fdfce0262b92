"""Taking back an import of officers: what it entered goes, what it changed is as it was, unless life went on since."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel import clock, events, rows
from karmayogi.kernel.bulk import Chunk, Entry, Result, Row, record_many
from karmayogi.orgs.actions.officers.apply import agent_of, gone, person_import
from karmayogi.orgs.actions.officers.plan import office_and_reach, recorded
from karmayogi.orgs.events import Appointed, Relieved
from karmayogi.orgs.queries.officers import known_by_id
from karmayogi.orgs.queries.records import Record
from karmayogi.people import api as people


def undo_chunk(chunk: Chunk) -> list[Result]:
    """Raises IntegrityError when something else refers to a person that was entered; the frame then goes row by row."""
    _office, reach = office_and_reach(chunk.act, chunk.at)
    problems = _problems(chunk, reach)
    good = [row for row in chunk.rows if row.number not in problems]
    _delete_appointments(good)
    _reopen(good)
    entered = [row for row in good if row.undo.get("entered")]
    people.remove_people(agent=agent_of(chunk.act), person_ids=[row.undo["person"] for row in entered])
    people.amend_people(
        agent=agent_of(chunk.act), at=chunk.at,
        people=[
            (row.undo["person"], person_import(row.data["was"])) for row in good if not row.undo.get("entered")
        ],
    )  # fmt: skip
    _announce([row for row in good if not row.undo.get("entered") and "incumbency" in row.undo], chunk.at)
    record_many(
        "orgs:officer:undo",
        [Entry(row.subject_uuid, row.label, row.undo["person"]) for row in good if row.subject_uuid],
        account_id=chunk.act.asked_by_account_id, agent_label=chunk.act.asked_by_name, kind="person",
        why=chunk.act.label, at=chunk.at,
    )  # fmt: skip
    return [Result(row.number, undo=row.undo, problem=problems.get(row.number, "")) for row in chunk.rows]


def _problems(chunk: Chunk, reach: tuple[str, ...]) -> dict[int, str]:
    """Rows that must stay: she has signed in, was corrected by hand, or moved on."""
    known = known_by_id([row.undo["person"] for row in chunk.rows], clock.day(chunk.at))
    signed_in = {
        person_id
        for (person_id,) in rows.fetch(
            Record,
            """
            select a.person_id from people_account a where a.person_id = any(%s::bigint[])
              and (a.last_login is not null or exists (select from people_session s where s.account_id = a.id))
            """,
            [[row.undo["person"] for row in chunk.rows if row.undo.get("entered")]],
        )
    }
    open_ = {
        incumbency_id
        for (incumbency_id,) in rows.fetch(
            Record,
            "select id from orgs_incumbency where id = any(%s::bigint[]) and valid_to is null",
            [[row.undo["incumbency"] for row in chunk.rows if "incumbency" in row.undo]],
        )
    }
    found: dict[int, str] = {}
    for row in chunk.rows:
        person = known.get(row.undo["person"])
        if person is None:
            found[row.number] = _("This person is not there any more.")
        elif gone(person, reach):
            found[row.number] = _("This person works elsewhere since.")
        elif row.undo["person"] in signed_in:
            found[row.number] = _("This person has signed in since. Relieve them of the post instead.")
        elif "incumbency" in row.undo and row.undo["incumbency"] not in open_:
            found[row.number] = _("The appointment was changed since.")
        elif not row.undo.get("entered") and recorded(person) != row.data["person"]:
            found[row.number] = _("The record was corrected since.")
        elif person.holds_authority and (row.undo.get("entered") or _other_contacts(row)):
            # As on the way in: whoever can set the contacts of an account can open it.
            found[row.number] = _("This person holds a delegated authority, so only they can change this.")
    return found


def _other_contacts(row: Row) -> bool:
    return any(row.data["was"][key] != row.data["person"][key] for key in ("email", "mobile"))


def _ids(chosen: list[Row], key: str) -> list[Any]:
    return [row.undo[key] for row in chosen if key in row.undo]


def _delete_appointments(good: list[Row]) -> None:
    rows.run("delete from orgs_incumbency where id = any(%s::bigint[])", [_ids(good, "incumbency")])
    rows.run(
        """
        delete from orgs_post p where p.id = any(%s::bigint[]) and not p.sanctioned
          and not exists (select from orgs_incumbency i where i.post_id = p.id)
          and not exists (select from orgs_post below where below.reports_to_id = p.id)
        """,
        [_ids(good, "made")],
    )


def _announce(moved: list[Row], at: dt.datetime) -> None:
    """Whoever was moved by the import holds her earlier post again, or none: packages above keep copies of her office.
    Those who were entered are gone, and with them all that could refer to them."""
    since = "select id, valid_from from orgs_incumbency where id = any(%s::bigint[])"
    reopened: dict[int, dt.date] = dict(rows.fetch(Record, since, [_ids(moved, "closed")]))
    told: list[Any] = [
        Relieved(row.undo["incumbency"], row.undo["person"], row.undo["post"], clock.day(at), at) for row in moved
    ]
    told += [
        Appointed(row.undo["closed"], row.undo["person"], row.undo["left"], reopened[row.undo["closed"]], at)
        for row in moved
        if row.undo.get("closed")
    ]
    events.announce_many(told)


def _reopen(good: list[Row]) -> None:
    rows.run("update orgs_incumbency set valid_to = null where id = any(%s::bigint[])", [_ids(good, "closed")])
