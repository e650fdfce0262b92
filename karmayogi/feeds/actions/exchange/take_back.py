"""Taking back a feed: what it entered goes, what it changed is as it was, unless life went on since."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from karmayogi.feeds.actions.exchange import state
from karmayogi.feeds.actions.exchange.apply import agent_of, person_import, plain
from karmayogi.feeds.actions.exchange.reach import organisation_of, wait_for_others
from karmayogi.feeds.queries.officers import accepted, own_contacts, recorded, signed_in, still_open
from karmayogi.kernel import clock
from karmayogi.kernel.bulk import Chunk, Entry, Result, Row, record_many
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people


def undo_chunk(chunk: Chunk) -> list[Result]:
    """Raises IntegrityError where a seat is held by somebody else now; the frame then goes row by row."""
    organisation = organisation_of(chunk.act, chunk.at)
    wait_for_others(organisation.path)
    problems = _problems(organisation.id, chunk.rows)
    good = [row for row in chunk.rows if row.number not in problems]
    agent = agent_of(chunk.act)
    orgs.take_back_postings(
        agent=agent,
        incumbency_ids=_ids(good, "incumbency"),
        made_post_ids=_ids(good, "made"),
        reopen=_ends(good),
        removed_person_ids=[row.undo["person"] for row in good if row.undo.get("entered")],
        on=clock.day(chunk.at),
        at=chunk.at,
    )
    state.drop(organisation.id, [row.data["code"] for row in good if not row.data["was"]])
    state.put(
        organisation.id, [(row.data["code"], row.undo["person"], row.data["was"]) for row in good if row.data["was"]]
    )
    people.remove_people(agent=agent, person_ids=[row.undo["person"] for row in good if row.undo.get("entered")])
    people.amend_people(agent=agent, people=_as_before(good, chunk.at), at=chunk.at)
    record_many(
        "feeds:officer:undo",
        [Entry(row.subject_uuid, row.label, row.undo["person"]) for row in good if row.subject_uuid],
        account_id=chunk.act.asked_by_account_id, agent_label=chunk.act.asked_by_name, kind="person",
        why=chunk.act.label, at=chunk.at,
    )  # fmt: skip
    return [Result(row.number, undo=row.undo, problem=problems.get(row.number, "")) for row in chunk.rows]


def _as_before(good: list[Row], at: dt.datetime) -> list[tuple[int, people.PersonImport]]:
    """What the feed changed and nobody changed since is as it was; contacts that are hers to change by now stay."""
    undos = [row.undo for row in good if row.undo.get("is")]
    facts = recorded([undo["person"] for undo in undos])
    fixed = own_contacts(list(facts), at)
    found = []
    for undo in undos:
        person_id, now = undo["person"], facts[undo["person"]]
        back = {
            field: undo["was"][field]
            for field, value in undo["is"].items()
            if plain(now[field]) == value and not (field in ("email", "mobile") and person_id in fixed)
        }
        if back:
            found.append((person_id, person_import(now | back)))
    return found


def _problems(organisation_id: int, rows_: list[Row]) -> dict[int, str]:
    """Rows that must stay: a later feed said something else, she has signed in, or her posting was changed since."""
    now = accepted(organisation_id, [row.data["code"] for row in rows_])
    used = signed_in([row.undo["person"] for row in rows_ if row.undo.get("entered")])
    open_ = still_open(_ids(rows_, "incumbency"))
    found = {}
    for row in rows_:
        ours = None if row.data["what"] == "gone" else (row.undo["person"], row.data["is"])
        if now.get(row.data["code"]) != ours:
            found[row.number] = _("A later feed changed what is accepted of this officer. Take that one back first.")
        elif row.undo["person"] in used and row.undo.get("entered"):
            found[row.number] = _("This person has signed in since. Relieve them of the post instead.")
        elif "incumbency" in row.undo and row.undo["incumbency"] not in open_:
            found[row.number] = _("The appointment was changed since.")
    return found


def _ends(good: list[Row]) -> dict[int, dt.date | None]:
    """Incumbency that the feed ended -> the end that it had before."""
    ends = [(row.undo["closed"], row.undo["until"]) for row in good if row.undo.get("closed")]
    ends += [(incumbency, until) for row in good for incumbency, until in row.undo.get("relieved", [])]
    return {incumbency: dt.date.fromisoformat(until) if until else None for incumbency, until in ends}


def _ids(chosen: list[Row], key: str) -> list[Any]:
    return [row.undo[key] for row in chosen if row.undo.get(key)]
