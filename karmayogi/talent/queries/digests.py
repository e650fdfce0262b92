"""Whom there is something to tell today, what, and how each wants to be told."""

import dataclasses
import datetime as dt
import uuid as uuids

from karmayogi.kernel import rows
from karmayogi.orgs import api as orgs
from karmayogi.talent.models import AppraisalYear
from karmayogi.talent.queries.standing import standing_sql
from karmayogi.talent.queries.years import asked_of

QUIET_FROM, QUIET_UNTIL = 20, 8  # where somebody has said nothing


@dataclasses.dataclass(frozen=True, slots=True)
class Missing:
    """An officer who has something left in a year."""

    person_id: int
    done: int
    needed: int
    tested: bool


def missing(row: AppraisalYear, on: dt.date) -> list[Missing]:
    """Officers of whom the year still asks something."""
    sql, params = standing_sql(asked_of(row), on)
    return rows.fetch(
        Missing,
        f"select x.person_id, x.done, x.needed, x.test_on is not null from ({sql}) x where x.standing = 'open'"
        " order by x.person_id",
        params,
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Stuck:
    """Somebody who was reminded, has not moved since, and reports to `superior_id`."""

    reminded_id: int
    superior_id: int
    name: str
    name_native: str
    done: int
    needed: int


def stuck(row: AppraisalYear, on: dt.date) -> list[Stuck]:
    """Whose first reminder since her last step, if nobody was told of it, lies so many days back as the year says."""
    sql, params = standing_sql(asked_of(row), on)
    return rows.fetch(
        Stuck,
        f"""
        select r.id, up.person_id, p.name, p.name_native, x.done, x.needed
        from ({sql}) x
        join lateral (
          select r.* from talent_reminded r where r.year_id = %(appraisal)s and r.person_id = x.person_id
            and r.told_up_on is null and r."on" <= %(today)s::date - %(escalate)s::int
            and r.done = x.done and r.tested = (x.test_on is not null)
            and not exists (select from talent_reminded t where t.year_id = r.year_id and t.person_id = r.person_id
              and t.told_up_on > %(today)s::date - %(escalate)s::int)
          order by r."on" limit 1
        ) r on true
        join {orgs.POSTS_AS_ON} post on post.id = x.post_id
        join lateral (
          select i.person_id from orgs_incumbency i where i.post_id = post.reports_to_id and i.valid_from <= %(on)s
            and (i.valid_to is null or i.valid_to > %(on)s) order by {orgs.main_first("i")} limit 1
        ) up on up.person_id <> x.person_id
        join people_person p on p.id = x.person_id
        where x.standing = 'open' order by up.person_id, p.name, p.id
        """,
        params | {"escalate": row.escalate_days},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Decided:
    """A contest, told to who contested, or (waiting) to whoever may decide."""

    person_id: int
    state: str
    year: int


def decided_since(after: dt.datetime, until: dt.datetime) -> list[Decided]:
    """Contests that were decided, for those who contested."""
    return rows.fetch(
        Decided,
        "select c.person_id, c.state, y.year from talent_contest c join talent_appraisalyear y on y.id = c.year_id"
        " where c.state in ('upheld', 'refused') and c.decided_at > %s and c.decided_at <= %s order by c.id",
        [after, until],
    )


def asked_since(after: dt.datetime, until: dt.datetime, roles: tuple[str, ...]) -> list[tuple[int, int]]:
    """(who may decide, how many contests came in within reach): holders of these roles over the officer's office."""
    return rows.fetch(
        lambda *row: row,
        """
        select d.person_id, count(distinct c.id)::int from talent_contest c
        join orgs_delegatedauthority d on starts_with(c.organisation_path, d.path) and d.role = any(%s::text[])
          and d.valid_from <= c.asked_at and (d.valid_to is null or d.valid_to > %s) and d.person_id <> c.person_id
        where c.state = 'waiting' and c.asked_at > %s and c.asked_at <= %s group by 1 order by 1
        """,
        [list(roles), until, after, until],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Reader:
    person_id: int
    language: str
    email: str | None
    mobile: str | None
    by_mail: bool
    by_sms: bool
    quiet_from: int
    quiet_until: int


def readers(person_ids: list[int]) -> dict[int, Reader]:
    """Person -> language, confirmed contacts and wishes. Without an active account: in the application alone."""
    return {
        one.person_id: one
        for one in rows.fetch(
            Reader,
            """
            select p.id, coalesce(a.language, 'en'), case when a.email_verified_at is not null then a.email end,
              case when a.mobile_verified_at is not null then a.mobile end, coalesce(w.by_mail, true),
              coalesce(w.by_sms, true), coalesce(w.quiet_from, %s), coalesce(w.quiet_until, %s)
            from people_person p left join people_account a on a.person_id = p.id and a.is_active
            left join talent_digestwish w on w.person_id = p.id where p.id = any(%s::bigint[])
            """,
            [QUIET_FROM, QUIET_UNTIL, person_ids],
        )
    }


@dataclasses.dataclass(frozen=True, slots=True)
class DigestRow:
    id: int
    uuid: uuids.UUID
    on: dt.date
    text: str
    mail: str
    sms: str


def digests_of(person_id: int, since: dt.date) -> list[DigestRow]:
    """Hers, the latest first."""
    return rows.fetch(
        DigestRow,
        'select id, uuid, "on", text, mail, sms from talent_digest where person_id = %s and "on" >= %s'
        ' order by "on" desc limit 30',
        [person_id, since],
    )


@dataclasses.dataclass(frozen=True, slots=True)
class PushNoteRow:
    digest_id: int
    name: str
    state: str


def push_notes(digests: list[int]) -> dict[int, list[PushNoteRow]]:
    """Digest -> what became of it in each browser."""
    found: dict[int, list[PushNoteRow]] = {one: [] for one in digests}
    sql = "select digest_id, name, state from talent_pushnote where digest_id = any(%s::bigint[]) order by id"
    for row in rows.fetch(PushNoteRow, sql, [digests]):
        found[row.digest_id].append(row)
    return found


@dataclasses.dataclass(frozen=True, slots=True)
class Reached:
    """How many messages are in a state; kind: sms, push."""

    kind: str
    state: str
    count: int


def sms_states(digests: list[int]) -> dict[int, str]:
    """Digest -> what became of its text message, where one was made."""
    sql = "select digest_id, state from talent_smsnote where digest_id = any(%s::bigint[]) order by id"
    return dict(rows.fetch(lambda *row: row, sql, [digests]))


def reached(since: dt.datetime) -> list[Reached]:
    """What became of text and push messages since then, by state."""
    return rows.fetch(
        Reached,
        """
        select 'sms', s.state, count(*) from talent_smsnote s where s.at >= %(since)s group by 2
        union all
        select 'push', n.state, count(*) from talent_pushnote n where n.next_at >= %(since)s group by 2
        order by 1 desc, 3 desc, 2
        """,
        {"since": since},
    )
