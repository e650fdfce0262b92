"""Applying a chunk of planned officers: accounts, seats and appointments, each in a handful of statements."""

import dataclasses
import datetime as dt
from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.kernel import clock, events, rows
from karmayogi.kernel.access import System
from karmayogi.kernel.bulk import Act, Chunk, Entry, Result, Row, record_many
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.actions.officers.plan import office_and_reach, recorded
from karmayogi.orgs.events import Appointed, Relieved
from karmayogi.orgs.queries.officers import Known, known_by_id, vacant_seats
from karmayogi.orgs.queries.organisations import organisations
from karmayogi.people import api as people


@dataclasses.dataclass(slots=True)
class Officer:
    """A row on its way: who she is, which seat she takes."""

    row: Row
    person_id: int
    person_uuid: Any
    label: str
    undo: dict[str, Any]
    moves: bool
    post_id: int = 0
    incumbency_id: int = 0
    account_id: int = 0  # of an account that was opened just now


def agent_of(act: Act) -> System:
    return System(f"import of officers for {act.asked_by_name}")


def apply_chunk(chunk: Chunk) -> list[Result]:
    """Enters the new ones, amends the changed ones, seats those who take a post. Raises IntegrityError on a clash."""
    _office, reach = office_and_reach(chunk.act, chunk.at)
    on = clock.day(chunk.at)
    results: list[Result] = []
    officers = _enter([row for row in chunk.rows if row.outcome == "new"], chunk)
    changed = [row for row in chunk.rows if row.outcome == "changed"]
    known = known_by_id([row.data["person_id"] for row in changed], on) if changed else {}
    for row in changed:
        person = known.get(row.data["person_id"])
        if (
            person is None
            or recorded(person) != row.data["was"]
            or not _same_post(person, row)
            or not _may_amend(person, row)
            or gone(person, reach)
        ):
            results.append(
                Result(row.number, problem=_("The record was changed since the plan was made. Upload again."))
            )
        else:
            officers.append(_changed(row, person))
    amended = [officer for officer in officers if officer.row.outcome == "changed"]
    people.amend_people(
        agent=agent_of(chunk.act), at=chunk.at,
        people=[(officer.person_id, person_import(officer.row.data["person"])) for officer in amended],
    )  # fmt: skip
    movers = [officer for officer in officers if officer.moves]
    _close([officer.undo["closed"] for officer in movers if officer.undo.get("closed")], on)
    _seat(movers, on, chunk.at)
    _appoint(movers, on, chunk.at)
    _tell(officers, chunk, on)
    people.invite_later(agent=agent_of(chunk.act), account_ids=[one.account_id for one in officers if one.account_id])
    results += [Result(one.row.number, undo=one.undo, subject_uuid=one.person_uuid) for one in officers]
    return results


def person_import(values: dict[str, Any]) -> people.PersonImport:
    """The JSON of a plan as people takes it."""
    born = values.get("birth_on")
    return people.PersonImport(
        **values | {"birth_on": dt.date.fromisoformat(born) if born else None, "tags": tuple(values.get("tags", ()))}
    )


def _enter(new: list[Row], chunk: Chunk) -> list[Officer]:
    entered = people.import_people(
        agent=agent_of(chunk.act), people=[person_import(row.data["person"]) for row in new], at=chunk.at
    )
    return [
        Officer(
            row, person.person_id, person.person_uuid, row.label, {"entered": True, "person": person.person_id}, True,
            account_id=person.account_id,
        )
        for row, person in zip(new, entered, strict=True)
    ]  # fmt: skip


def _may_amend(person: Known, row: Row) -> bool:
    """The contacts of who holds a delegated authority, perhaps only since the plan was made, are hers to change."""
    becomes = row.data["person"]
    return not person.holds_authority or (person.email, person.mobile) == (becomes["email"], becomes["mobile"])


def gone(person: Known, reach: tuple[str, ...]) -> bool:
    """Whether she has left, since the plan was made, for an office that the asker does not administer."""
    return person.last_path is None or not person.last_path.startswith(reach)


def _same_post(person: Known, row: Row) -> bool:
    return "incumbency_id" not in row.data or person.incumbency_id == row.data["incumbency_id"]


def _changed(row: Row, person: Known) -> Officer:
    undo: dict[str, Any] = {"person": person.person_id}
    moves = "designation_id" in row.data
    if moves and person.incumbency_id:
        undo |= {"closed": person.incumbency_id, "left": person.post_id}
    return Officer(row, person.person_id, person.person_uuid, row.label, undo, moves)


def _close(incumbency_ids: list[int], on: dt.date) -> None:
    if incumbency_ids:
        rows.run("update orgs_incumbency set valid_to = %s where id = any(%s::bigint[])", [on, incumbency_ids])


def _seat(movers: list[Officer], on: dt.date, at: dt.datetime) -> None:
    """Gives each a vacant seat of her designation in her office, or a new one without sanction."""
    if not movers:
        return
    wanted = Counter((one.row.data["organisation_id"], one.row.data["designation_id"]) for one in movers)
    seats = vacant_seats(
        sorted({office for office, _d in wanted}), sorted({designation for _o, designation in wanted}), on, lock=True
    )
    missing = {key: count - len(seats.get(key, [])) for key, count in wanted.items()}
    offices = [office for (office, _d), count in missing.items() for _ in range(count)]
    designations = [designation for (_o, designation), count in missing.items() for _ in range(count)]
    paths = {office.id: office.path for office in organisations(set(offices)).values()}
    made: set[int] = set()
    if offices:
        ids: list[int] = rows.scalar(
            "select array_agg(nextval(pg_get_serial_sequence('orgs_post', 'id'))) from generate_series(1, %s::int)",
            [len(offices)],
        )
        rows.run(
            """
            insert into orgs_post (id, uuid, code, organisation_id, organisation_path, designation_id, label,
              reports_to_id, sanctioned, sanction_order, valid_from, created_at)
            select x.id, x.uuid, 'P-' || x.id, x.office, x.path, x.designation, '', null, false, '', %s::date,
              %s::timestamptz
            from unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::text[], %s::bigint[])
              as x (id, uuid, office, path, designation)
            """,
            [on, at, ids, [uuid7() for _ in ids], offices, [paths[office] for office in offices], designations],
        )
        made = set(ids)
        for post_id, office, designation in zip(ids, offices, designations, strict=True):
            seats.setdefault((office, designation), []).append(post_id)
    for one in movers:
        one.post_id = seats[(one.row.data["organisation_id"], one.row.data["designation_id"])].pop(0)
        if one.post_id in made:
            one.undo["made"] = one.post_id


def _appoint(movers: list[Officer], on: dt.date, at: dt.datetime) -> None:
    if not movers:
        return
    ids: list[int] = rows.scalar(
        "select array_agg(nextval(pg_get_serial_sequence('orgs_incumbency', 'id'))) from generate_series(1, %s::int)",
        [len(movers)],
    )
    rows.run(
        """
        insert into orgs_incumbency (id, uuid, person_id, post_id, organisation_path, kind, valid_from, order_number,
          created_at)
        select x.id, x.uuid, x.person, x.post, p.organisation_path, 'substantive', %s::date, '', %s::timestamptz
        from unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::bigint[]) as x (id, uuid, person, post)
        join orgs_post p on p.id = x.post
        """,
        [on, at, ids, [uuid7() for _ in ids], [one.person_id for one in movers], [one.post_id for one in movers]],
    )
    for one, incumbency_id in zip(movers, ids, strict=True):
        one.incumbency_id = one.undo["incumbency"] = incumbency_id
        one.undo["post"] = one.post_id


def _tell(officers: list[Officer], chunk: Chunk, on: dt.date) -> None:
    record_many(
        "orgs:officer:import",
        [
            Entry(
                one.person_uuid, one.label, one.person_id,
                {"fields": sorted(one.row.diff)} if one.row.diff else {"entered": True},
            )
            for one in officers
        ],
        account_id=chunk.act.asked_by_account_id, agent_label=chunk.act.asked_by_name, kind="person",
        why=chunk.act.label, at=chunk.at,
    )  # fmt: skip
    left = [one for one in officers if one.undo.get("closed")]
    took = [one for one in officers if one.moves]
    events.announce_many(
        [Relieved(one.undo["closed"], one.person_id, one.undo["left"], on, chunk.at) for one in left]
        + [Appointed(one.incumbency_id, one.person_id, one.post_id, on, chunk.at) for one in took]
    )
