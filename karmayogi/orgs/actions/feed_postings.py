"""Postings by the thousand, as the systems of offices report them: seated, relieved and taken back set by set.

Only the system itself may call these: whoever asked has been checked, row by row, by the package above, which also
writes the audit trail (kernel.bulk.record_many). The constraints of the database have the last word.
"""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from karmayogi.kernel import events, rows
from karmayogi.kernel.access import Agent, NotFound, Refused, System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.events import Appointed, PostingChanged, Relieved
from karmayogi.orgs.queries.officers import last_days, vacant_seats
from karmayogi.orgs.queries.organisations import organisations
from karmayogi.orgs.queries.records import Record
from karmayogi.orgs.queries.then import FILLS, main_first


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is to sit. post_id: that seat; None: a vacant one of the designation there, or a new one."""

    person_id: int
    office_id: int
    designation_id: int
    post_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Seated:
    """What became of a Place. closed, left: the incumbency that ended and its post; closed_until: the end that it had
    before; made: a seat without sanction."""

    person_id: int
    incumbency_id: int
    post_id: int
    closed: int | None
    left: int | None
    closed_until: dt.date | None
    made: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Ended:
    """An incumbency that ended before its time; until: the end that it had before."""

    person_id: int
    incumbency_id: int
    post_id: int
    until: dt.date | None


def seat_many(*, agent: Agent, places: Sequence[Place], on: dt.date, at: dt.datetime) -> list[Seated]:
    """Each holds a seat of her Place substantively from that day, until her recorded retirement at the latest; the
    posting by which she sat until then ends.

    One place for a person at most. Raises IntegrityError when a named seat is held, or a posting began that day;
    Refused when one of them no longer serves on that day.
    """
    if not isinstance(agent, System):
        raise NotFound
    if not places:
        return []
    until = last_days([place.person_id for place in places], lock=True)
    if any(day <= on for day in until.values()):
        raise Refused(_("Retired by that day. Correct the retirement first."))
    before = _close(places, on)
    posts, made = _seats(places, on, at)
    ids: list[int] = rows.scalar(
        "select array_agg(nextval(pg_get_serial_sequence('orgs_incumbency', 'id'))) from generate_series(1, %s::int)",
        [len(places)],
    )
    rows.run(
        """
        insert into orgs_incumbency (id, uuid, person_id, post_id, organisation_path, kind, valid_from, valid_to,
          order_number, created_at)
        select x.id, x.uuid, x.person, x.post, p.organisation_path, 'substantive', %s::date, x.until, '',
          %s::timestamptz
        from unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::bigint[], %s::date[])
          as x (id, uuid, person, post, until)
        join orgs_post p on p.id = x.post
        """,
        [
            on, at, ids, [uuid7() for _id in ids], [place.person_id for place in places], posts,
            [until.get(place.person_id) for place in places],
        ],
    )  # fmt: skip
    seated = [
        _seated(place.person_id, incumbency_id, post_id, before.get(place.person_id), made=post_id in made)
        for place, incumbency_id, post_id in zip(places, ids, posts, strict=True)
    ]
    # Another day of retirement finds them here, as it finds those that one appointed by hand.
    _note_ends([(one.person_id, one.incumbency_id, None) for one in seated if one.person_id in until])
    _end_authorities([(one.person_id, one.left, on) for one in seated if one.left], at)
    events.announce_many(
        [Relieved(one.closed, one.person_id, one.left, on, at) for one in seated if one.closed and one.left]
        + [Appointed(one.incumbency_id, one.person_id, one.post_id, on, at) for one in seated]
        + [PostingChanged(one.person_id, one.left, one.post_id, on, at) for one in seated]
    )
    return seated


def relieve_many(*, agent: Agent, person_ids: Sequence[int], path: str, on: dt.date, at: dt.datetime) -> list[Ended]:
    """Ends what they hold at `path` and below; returns what ended.

    What began that very day ends with that day, since no appointment can end before it began.
    """
    if not isinstance(agent, System):
        raise NotFound
    ended = rows.fetch(
        Record,
        """
        with held as (
          select id, valid_to from orgs_incumbency i
          where i.person_id = any(%s::bigint[]) and i.organisation_path >= %s and i.organisation_path < %s
            and i.valid_from <= %s::date and (i.valid_to is null or i.valid_to > greatest(%s::date, i.valid_from + 1))
          order by id for update
        )
        update orgs_incumbency i set valid_to = greatest(%s::date, i.valid_from + 1) from held where held.id = i.id
        returning i.person_id, i.id, i.post_id, i.valid_to, held.valid_to
        """,
        [list(person_ids), path, path + "~", on, on, on],
    )
    _end_authorities([(person, post, end) for person, _incumbency, post, end, _until in ended], at)
    events.announce_many(
        [Relieved(incumbency, person, post, end, at) for person, incumbency, post, end, _until in ended]
        + [PostingChanged(person, post, None, end, at) for person, _incumbency, post, end, _until in ended]
    )
    return [Ended(person, incumbency, post, until) for person, incumbency, post, _end, until in ended]


def take_back_postings(
    *,
    agent: Agent,
    incumbency_ids: Sequence[int],
    made_post_ids: Sequence[int],
    reopen: Mapping[int, dt.date | None],
    removed_person_ids: Sequence[int],
    on: dt.date,
    at: dt.datetime,
) -> None:
    """Undoes seat_many and relieve_many: those postings go, seats made for them too, those that ended go on.

    reopen: incumbency -> the end that it had before; a retirement recorded since ends it earlier.
    removed_person_ids: persons who are about to be removed altogether; about them nothing is announced.
    """
    if not isinstance(agent, System):
        raise NotFound
    look = "select id, person_id, post_id, valid_from from orgs_incumbency where id = any(%s::bigint[])"
    removed = set(removed_person_ids)
    gone = [row for row in rows.fetch(Record, look, [list(incumbency_ids)]) if row[1] not in removed]
    back = rows.fetch(Record, look, [list(reopen)])
    rows.run("delete from orgs_incumbency where id = any(%s::bigint[])", [list(incumbency_ids)])
    rows.run(
        """
        delete from orgs_post p where p.id = any(%s::bigint[]) and not p.sanctioned
          and not exists (select from orgs_incumbency i where i.post_id = p.id)
          and not exists (select from orgs_post below where below.reports_to_id = p.id)
        """,
        [list(made_post_ids)],
    )
    opened = rows.fetch(
        Record,
        """
        update orgs_incumbency i
        set valid_to = case when r."on" > i.valid_from then least(x.until, r."on") else x.until end
        from unnest(%s::bigint[], %s::date[]) as x (id, until)
        join orgs_incumbency same on same.id = x.id left join orgs_retirement r on r.person_id = same.person_id
        where i.id = x.id
        returning i.person_id, i.id, x.until, i.valid_to
        """,
        [list(reopen), list(reopen.values())],
    )
    _note_ends([(person, incumbency, until) for person, incumbency, until, end in opened if end != until])
    events.announce_many(
        [Relieved(incumbency, person, post, on, at) for incumbency, person, post, _since in gone]
        + [Appointed(incumbency, person, post, since, at) for incumbency, person, post, since in back]
        + [PostingChanged(person, post, None, on, at) for _incumbency, person, post, _since in gone]
        + [PostingChanged(person, None, post, on, at) for _incumbency, person, post, _since in back]
    )


def _end_authorities(left: Sequence[tuple[int, int, dt.date]], at: dt.datetime) -> None:
    """What they hold only while on the post that they leave ends on that day, not before now."""
    rows.run(
        """
        update orgs_delegatedauthority d set valid_to = greatest(x.ends, d.valid_from)
        from unnest(%s::bigint[], %s::bigint[], %s::timestamptz[]) as x (person, post, ends)
        where d.person_id = x.person and d.while_on_post_id = x.post and (d.valid_to is null or d.valid_to > x.ends)
        """,
        [
            [person for person, _post, _on in left],
            [post for _person, post, _on in left],
            [max(at, hold.midnight(on)) for _person, _post, on in left],
        ],
    )


def _seated(person_id: int, incumbency_id: int, post_id: int, before: Ended | None, *, made: bool) -> Seated:
    if before is None:
        return Seated(person_id, incumbency_id, post_id, None, None, None, made)
    return Seated(person_id, incumbency_id, post_id, before.incumbency_id, before.post_id, before.until, made)


def _note_ends(ended: Sequence[tuple[int, int, dt.date | None]]) -> None:
    """The retirement of each (person, incumbency, the end that it had without) knows what ended with it."""
    rows.run(
        """
        update orgs_retirement r set ended = r.ended || x.also
        from (
          select person, jsonb_object_agg(incumbency::text, until::text) as also
          from unnest(%s::bigint[], %s::bigint[], %s::date[]) as n (person, incumbency, until) group by person
        ) x where r.person_id = x.person
        """,
        [[row[0] for row in ended], [row[1] for row in ended], [row[2] for row in ended]],
    )


def _close(places: Sequence[Place], on: dt.date) -> dict[int, Ended]:
    ended = rows.fetch(
        Ended,
        f"""
        with sat as (
          select distinct on (s.person_id) s.id, s.valid_to from orgs_incumbency s
          where s.person_id = any(%(persons)s::bigint[]) and (s.valid_to is null or s.valid_to > %(on)s::date)
            and (s.kind = 'substantive' or s.kind in {FILLS} and s.valid_from < %(on)s::date)
          order by s.person_id, {main_first("s")}
        )
        update orgs_incumbency i set valid_to = %(on)s::date from sat where sat.id = i.id
        returning i.person_id, i.id, i.post_id, sat.valid_to
        """,
        {"on": on, "persons": [place.person_id for place in places]},
    )
    return {one.person_id: one for one in ended}


def _seats(places: Sequence[Place], on: dt.date, at: dt.datetime) -> tuple[list[int], set[int]]:
    """A seat for each place, in their order, and which of them were made."""
    wanted = Counter((place.office_id, place.designation_id) for place in places if place.post_id is None)
    taken = {place.post_id for place in places if place.post_id is not None}
    seats = vacant_seats(
        sorted({office for office, _d in wanted}), sorted({designation for _o, designation in wanted}), on, lock=True
    )
    seats = {key: [post for post in posts if post not in taken] for key, posts in seats.items()}
    missing = [key for key, count in wanted.items() for _ in range(count - len(seats.get(key, [])))]
    made = _make([office for office, _d in missing], [designation for _o, designation in missing], on, at)
    for key, post_id in zip(missing, made, strict=True):
        seats.setdefault(key, []).append(post_id)
    return [
        place.post_id if place.post_id is not None else seats[(place.office_id, place.designation_id)].pop(0)
        for place in places
    ], set(made)


def _make(offices: list[int], designations: list[int], on: dt.date, at: dt.datetime) -> list[int]:
    if not offices:
        return []
    paths = {office.id: office.path for office in organisations(set(offices)).values()}
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
    return ids
