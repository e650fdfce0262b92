"""Postings by the thousand, as the systems of offices report them: seated, relieved and taken back set by set.

Only the system itself may call these: whoever asked has been checked, row by row, by the package above, which also
writes the audit trail (kernel.bulk.record_many). The constraints of the database have the last word.
"""

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Sequence

from karmayogi.kernel import events, rows
from karmayogi.kernel.access import Agent, NotFound, System
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.events import Appointed, PostingChanged, Relieved
from karmayogi.orgs.queries.officers import vacant_seats
from karmayogi.orgs.queries.organisations import organisations
from karmayogi.orgs.queries.records import Record


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is to sit. post_id: that seat; None: a vacant one of the designation there, or a new one."""

    person_id: int
    office_id: int
    designation_id: int
    post_id: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Seated:
    """What became of a Place. closed, left: the incumbency that ended and its post; made: a seat without sanction."""

    person_id: int
    incumbency_id: int
    post_id: int
    closed: int | None
    left: int | None
    made: bool


def seat_many(*, agent: Agent, places: Sequence[Place], on: dt.date, at: dt.datetime) -> list[Seated]:
    """Each holds a seat of her Place substantively from that day; the posting by which she sat until then ends.

    One place for a person at most. Raises IntegrityError when a named seat is held, or a posting began that day.
    """
    if not isinstance(agent, System):
        raise NotFound
    if not places:
        return []
    before = _close(places, on)
    posts, made = _seats(places, on, at)
    ids: list[int] = rows.scalar(
        "select array_agg(nextval(pg_get_serial_sequence('orgs_incumbency', 'id'))) from generate_series(1, %s::int)",
        [len(places)],
    )
    rows.run(
        """
        insert into orgs_incumbency (id, uuid, person_id, post_id, organisation_path, kind, valid_from, order_number,
          created_at)
        select x.id, x.uuid, x.person, x.post, p.organisation_path, 'substantive', %s::date, '', %s::timestamptz
        from unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::bigint[]) as x (id, uuid, person, post)
        join orgs_post p on p.id = x.post
        """,
        [on, at, ids, [uuid7() for _ in ids], [place.person_id for place in places], posts],
    )
    seated = [
        Seated(place.person_id, incumbency_id, post_id, *_ended(before, place.person_id), made=post_id in made)
        for place, incumbency_id, post_id in zip(places, ids, posts, strict=True)
    ]
    _end_authorities([(one.person_id, one.left, on) for one in seated if one.left], at)
    events.announce_many(
        [Relieved(one.closed, one.person_id, one.left, on, at) for one in seated if one.closed and one.left]
        + [Appointed(one.incumbency_id, one.person_id, one.post_id, on, at) for one in seated]
        + [PostingChanged(one.person_id, one.left, one.post_id, on, at) for one in seated]
    )
    return seated


def relieve_many(
    *, agent: Agent, person_ids: Sequence[int], path: str, on: dt.date, at: dt.datetime
) -> list[tuple[int, int, int]]:
    """Ends what they hold at `path` and below; (person, incumbency, post) of each that ended.

    What began that very day ends with that day, since no appointment can end before it began.
    """
    if not isinstance(agent, System):
        raise NotFound
    ended = rows.fetch(
        Record,
        """
        update orgs_incumbency i set valid_to = greatest(%s::date, i.valid_from + 1)
        where i.person_id = any(%s::bigint[]) and i.organisation_path >= %s and i.organisation_path < %s
          and i.valid_from <= %s::date and (i.valid_to is null or i.valid_to > greatest(%s::date, i.valid_from + 1))
        returning i.person_id, i.id, i.post_id, i.valid_to
        """,
        [on, list(person_ids), path, path + "~", on, on],
    )
    _end_authorities([(person, post, end) for person, _incumbency, post, end in ended], at)
    events.announce_many(
        [Relieved(incumbency, person, post, end, at) for person, incumbency, post, end in ended]
        + [PostingChanged(person, post, None, end, at) for person, _incumbency, post, end in ended]
    )
    return [(person, incumbency, post) for person, incumbency, post, _end in ended]


def take_back_postings(
    *,
    agent: Agent,
    incumbency_ids: Sequence[int],
    made_post_ids: Sequence[int],
    reopen_ids: Sequence[int],
    removed_person_ids: Sequence[int],
    on: dt.date,
    at: dt.datetime,
) -> None:
    """Undoes seat_many and relieve_many: those postings go, seats made for them too, those that ended go on.

    removed_person_ids: persons who are about to be removed altogether; about them nothing is announced.
    """
    if not isinstance(agent, System):
        raise NotFound
    look = "select id, person_id, post_id, valid_from from orgs_incumbency where id = any(%s::bigint[])"
    removed = set(removed_person_ids)
    gone = [row for row in rows.fetch(Record, look, [list(incumbency_ids)]) if row[1] not in removed]
    back = rows.fetch(Record, look, [list(reopen_ids)])
    rows.run("delete from orgs_incumbency where id = any(%s::bigint[])", [list(incumbency_ids)])
    rows.run(
        """
        delete from orgs_post p where p.id = any(%s::bigint[]) and not p.sanctioned
          and not exists (select from orgs_incumbency i where i.post_id = p.id)
          and not exists (select from orgs_post below where below.reports_to_id = p.id)
        """,
        [list(made_post_ids)],
    )
    rows.run("update orgs_incumbency set valid_to = null where id = any(%s::bigint[])", [list(reopen_ids)])
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


def _ended(before: dict[int, tuple[int, int]], person_id: int) -> tuple[int | None, int | None]:
    return before.get(person_id, (None, None))


def _close(places: Sequence[Place], on: dt.date) -> dict[int, tuple[int, int]]:
    ended = rows.fetch(
        Record,
        """
        update orgs_incumbency set valid_to = %(on)s::date
        where id in (
          select distinct on (person_id) id from orgs_incumbency
          where person_id = any(%(persons)s::bigint[]) and (valid_to is null or valid_to > %(on)s::date)
            and (kind = 'substantive' or kind in ('deputation', 'contract', 'elected') and valid_from < %(on)s::date)
          order by person_id, kind = 'substantive' desc, valid_from
        )
        returning person_id, id, post_id
        """,
        {"on": on, "persons": [place.person_id for place in places]},
    )
    return {person: (incumbency, post) for person, incumbency, post in ended}


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
