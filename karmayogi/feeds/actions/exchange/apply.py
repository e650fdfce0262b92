"""Applying a chunk of a feed: persons, postings and the accepted state, each in a handful of statements."""

import dataclasses
import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.feeds.actions.exchange import state, words
from karmayogi.feeds.actions.exchange.reach import check_breaker, organisation_of, wait_for_others
from karmayogi.feeds.queries.officers import accepted, identities, own_contacts, postings, recorded
from karmayogi.kernel import clock
from karmayogi.kernel.access import System
from karmayogi.kernel.bulk import Act, Chunk, Entry, Result, Row, record_many
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.people import api as people

# (path, office, designation, since) of the post by which somebody sits.
type Posting = tuple[str, int, int, dt.date]

_FACTS = ("name", "email", "mobile", "group", "gender", "category", "birth_on")


@dataclasses.dataclass(slots=True)
class Officer:
    row: Row
    person_id: int
    undo: dict[str, Any]


def agent_of(act: Act) -> System:
    return System(f"feed of {act.asked_by_name}")


def apply_chunk(chunk: Chunk) -> list[Result]:
    """Raises IntegrityError where a contact or a seat was taken meanwhile: the frame then goes row by row."""
    organisation = organisation_of(chunk.act, chunk.at)
    check_breaker(chunk.act)
    wait_for_others(organisation.path)
    before = accepted(organisation.id, [row.data["code"] for row in chunk.rows])
    good, results = _as_planned(chunk.rows, before)
    # Locks them: until the end nobody else gives them a post.
    facts = recorded([row.data["person"] for row in good if row.data["what"] != "gone" and row.data["person"]])
    held = postings(list(facts), clock.day(chunk.at))
    good, elsewhere = _within_reach(good, held, organisation, clock.day(chunk.at))
    results += elsewhere
    officers = _enter(chunk, [row for row in good if row.data["what"] == "joined" and not row.data["person"]])
    officers += _amend(chunk, [row for row in good if row.data["what"] != "gone" and row.data["person"]], facts)
    officers = _seat(chunk, officers, held)
    gone = _relieve(chunk, organisation, [row for row in good if row.data["what"] == "gone"])
    state.put(organisation.id, [(one.row.data["code"], one.person_id, one.row.data["is"]) for one in officers])
    state.drop(organisation.id, [one.row.data["code"] for one in gone])
    done = officers + gone
    uuids = identities([one.person_id for one in done])
    record_many(
        "feeds:officer:apply",
        [
            Entry(uuids[one.person_id], one.row.label, one.person_id,
                  {"what": one.row.data["what"], "fields": sorted(one.row.diff)})
            for one in done
        ],
        account_id=chunk.act.asked_by_account_id, agent_label=chunk.act.asked_by_name, kind="person",
        why=chunk.act.label, at=chunk.at,
    )  # fmt: skip
    return results + [Result(one.row.number, undo=one.undo, subject_uuid=uuids[one.person_id]) for one in done]


def _as_planned(rows_: list[Row], before: dict[str, tuple[int, dict[str, Any]]]) -> tuple[list[Row], list[Result]]:
    """Rows whose accepted state is still the one that the plan saw; the others get their sentence."""
    good, results = [], []
    for row in rows_:
        _person, now = before.get(row.data["code"], (None, {}))
        if now == row.data["was"]:
            good.append(row)
        else:
            results.append(
                Result(row.number, problem=_("The record was changed since the plan was made. Upload again."))
            )
    return good, results


def _within_reach(
    good: list[Row], held: dict[int, Posting], organisation: OrganisationRow, on: dt.date
) -> tuple[list[Row], list[Result]]:
    """Who took a post elsewhere since the plan, or hers today, waits: nothing about her is touched."""
    stay, results = [], []
    last_days = orgs.last_days([row.data["person"] for row in good if row.data["person"]])
    for row in good:
        posting = held.get(row.data["person"]) if row.data["person"] else None
        last_day = last_days.get(row.data["person"])
        if row.data["what"] in ("joined", "moved") and last_day is not None and last_day <= on:
            results.append(Result(row.number, problem=words.problem("retired", f"{last_day:%d-%m-%Y}")))
        elif row.data["what"] == "gone" or posting is None:
            stay.append(row)
        elif not posting[0].startswith(organisation.path):
            results.append(Result(row.number, problem=words.problem("elsewhere")))
        elif row.data["what"] != "changed" and posting[3] >= on and not _sits(row, posting):
            results.append(Result(row.number, problem=words.problem("today")))
        else:
            stay.append(row)
    return stay, results


def person_import(values: dict[str, Any]) -> people.PersonImport:
    born = values.get("birth_on")
    day = dt.date.fromisoformat(born) if isinstance(born, str) else born
    return people.PersonImport(
        **values | {
            "birth_on": day, "tags": tuple(values.get("tags") or ()), "email": values.get("email") or None,
            "mobile": values.get("mobile") or None,
        }
    )  # fmt: skip


def _enter(chunk: Chunk, new: list[Row]) -> list[Officer]:
    entered = people.import_people(
        agent=agent_of(chunk.act), at=chunk.at,
        people=[
            person_import(
                {field: row.data["is"][field] for field in _FACTS}
                | {"external_system": row.data["system"], "external_code": row.data["code"],
                   "employee_code": row.data["code"]}
            )
            for row in new
        ],
    )  # fmt: skip
    people.invite_later(agent=agent_of(chunk.act), account_ids=[person.account_id for person in entered])
    return [
        Officer(row, person.person_id, {"person": person.person_id, "entered": True})
        for row, person in zip(new, entered, strict=True)
    ]


def plain(value: Any) -> Any:
    """As JSON has it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def _amend(chunk: Chunk, changed: list[Row], facts: dict[int, dict[str, Any]]) -> list[Officer]:
    """Sets what the feed says anew; what it said before and somebody corrected since is not set back, and contacts that
    are hers to change are left alone."""
    fixed = own_contacts([row.data["person"] for row in changed], chunk.at)
    officers, amended = [], []
    for row in changed:
        was = facts[row.data["person"]]
        news = {
            field: row.data["is"][field]
            for field in _FACTS
            if row.data["is"][field] not in ("", None)
            and row.data["is"][field] != row.data["was"].get(field)
            and not (field in ("email", "mobile") and row.data["person"] in fixed)
        }
        if row.data["what"] == "joined":
            news |= {"external_system": row.data["system"], "external_code": row.data["code"]}
        undo = {"person": row.data["person"], "was": {field: plain(was[field]) for field in news}}
        officers.append(Officer(row, row.data["person"], undo))
        if news:
            amended.append((row.data["person"], person_import(was | news)))
    people.amend_people(agent=agent_of(chunk.act), people=amended, at=chunk.at)
    now = recorded([person_id for person_id, _values in amended])
    for one in officers:
        one.undo["is"] = {field: plain(now[one.person_id][field]) for field in one.undo["was"]}
    return officers


def _seat(chunk: Chunk, officers: list[Officer], held: dict[int, Posting]) -> list[Officer]:
    """Those who joined or moved take their seat, unless they sit there."""
    movers, places, stay = [], [], []
    for one in officers:
        if one.row.data["what"] == "changed" or _sits(one.row, held.get(one.person_id)):
            stay.append(one)
        else:
            movers.append(one)
            places.append(orgs.Place(one.person_id, one.row.data["is"]["office"], one.row.data["is"]["designation"]))
    seated = orgs.seat_many(agent=agent_of(chunk.act), places=places, on=clock.day(chunk.at), at=chunk.at)
    for one, seat in zip(movers, seated, strict=True):
        one.undo |= {"incumbency": seat.incumbency_id, "closed": seat.closed, "until": plain(seat.closed_until)}
        if seat.made:
            one.undo["made"] = seat.post_id
    return movers + stay


def _sits(row: Row, posting: Posting | None) -> bool:
    return posting is not None and posting[1:3] == (row.data["is"]["office"], row.data["is"]["designation"])


def _relieve(chunk: Chunk, organisation: OrganisationRow, gone: list[Row]) -> list[Officer]:
    ended = orgs.relieve_many(
        agent=agent_of(chunk.act), person_ids=[row.data["person"] for row in gone], path=organisation.path,
        on=clock.day(chunk.at), at=chunk.at,
    )  # fmt: skip
    return [
        Officer(
            row, row.data["person"],
            {
                "person": row.data["person"],
                "relieved": [
                    (one.incumbency_id, plain(one.until)) for one in ended if one.person_id == row.data["person"]
                ],
            },
        )
        for row in gone
    ]  # fmt: skip
