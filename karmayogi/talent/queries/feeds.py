"""Feeds to appraisal systems, as who looks after them sees them."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from karmayogi.kernel import addresses, rows
from karmayogi.kernel.access import Actor, NotFound
from karmayogi.orgs import api as orgs
from karmayogi.talent.models import Feed
from karmayogi.talent.policies import CONNECT, WRITE, can_connect, can_write


def access_feed(actor: Actor, uuid: uuids.UUID, to: str = "send", *, lock: bool = False) -> Feed:
    """to: send (admins of the organisation, and who connects) | connect."""
    found = Feed.objects.select_for_update() if lock else Feed.objects.all()
    row = found.filter(uuid=uuid).first()
    if row is None:
        raise NotFound
    path = orgs.organisations([row.organisation_id])[row.organisation_id].path
    if not (can_connect(actor, path) or (to == "send" and can_write(actor, path))):
        raise NotFound
    return row


LOOPBACK = ("127.0.0.1", "::1", "localhost")


def sendable(url: str) -> bool:
    """Whether standings may be posted there: over https, by the rules for addresses of other systems. This machine
    itself, without TLS too, only where nothing real is at stake. What was entered under other rules may not be."""
    if not addresses.acceptable(url, plain_allowed=settings.PLAIN_LOOPBACK):
        return False
    parts = urlsplit(url)
    here = parts.hostname in LOOPBACK
    return bool(settings.PLAIN_LOOPBACK) if here else parts.scheme == "https"


@dataclasses.dataclass(frozen=True, slots=True)
class FeedRow:
    id: int
    uuid: uuids.UUID
    name: str
    url: str
    parked: str
    ended_at: dt.datetime | None
    organisation_en: str
    organisation_hi: str
    organisation_ur: str
    waiting: int
    sent: int
    taken: int
    refused: int

    @property
    def unsafe(self) -> bool:
        """It has an address to which nothing is sent (any more)."""
        return bool(self.url) and self.ended_at is None and not sendable(self.url)


_FEED = """
select f.id, f.uuid, f.name, f.url, f.parked, f.ended_at, o.name_en, o.name_hi, o.name_ur, {} from talent_feed f
join orgs_organisation o on o.id = f.organisation_id
""".format(
    ", ".join(
        f"(select count(*)::int from talent_feedline l where l.feed_id = f.id and l.state = '{state}'"
        + (" and not exists (select from talent_feedline a where a.corrects_id = l.id)" if state == "refused" else "")
        + ")"
        for state in ("waiting", "sent", "taken", "refused")
    )
)


def feeds_within(actor: Actor) -> list[FeedRow]:
    """Those that the actor looks after, the latest first."""
    return rows.fetch(
        FeedRow,
        f"{_FEED} where exists (select from unnest(%s::text[]) as mine (path) where starts_with(o.path, mine.path))"
        " order by f.ended_at is not null, f.id desc limit 100",
        [list(actor.paths(*WRITE, *CONNECT))],
    )


def feed_row(id: int) -> FeedRow:
    """Whoever asks; the page authorises."""
    return rows.fetch(FeedRow, f"{_FEED} where f.id = %s", [id])[0]


@dataclasses.dataclass(frozen=True, slots=True)
class BatchRow:
    sequence: int
    lines: int
    made_at: dt.datetime
    sent_at: dt.datetime | None
    tries: int
    acknowledged_at: dt.datetime | None
    refused: int


def batches_of(feed_id: int, *, before: int | None = None, limit: int = 50) -> list[BatchRow]:
    """The latest first; before: a sequence, for the next page."""
    return rows.fetch(
        BatchRow,
        "select b.sequence, b.lines, b.made_at, b.sent_at, b.tries, b.acknowledged_at, (select count(*)::int from"
        " talent_feedline l where l.batch_id = b.id and l.state = 'refused') from talent_feedbatch b"
        " where b.feed_id = %(feed)s and (%(before)s::bigint is null or b.sequence < %(before)s)"
        " order by b.sequence desc limit %(limit)s",
        {"feed": feed_id, "before": before, "limit": limit},
    )


@dataclasses.dataclass(frozen=True, slots=True)
class LineRow:
    """again: number of the line that took its place, or None."""

    number: int
    state: str
    standing: str
    contested: bool
    done: int
    prescribed: int
    needed: int
    as_on: dt.date
    reason: str
    sequence: int | None
    corrects: int | None
    again: int | None
    name: str
    name_native: str
    employee_code: str


def lines_of(
    feed_id: int, *, state: str = "", q: str = "", before: int | None = None, limit: int = 50
) -> list[LineRow]:
    """The latest first; before: a number, for the next page."""
    return rows.fetch(
        LineRow,
        """
        select l.number, l.state, l.standing, l.contested, l.done, l.prescribed, l.needed, l.as_on, l.reason,
          b.sequence, c.number, (select max(a.number) from talent_feedline a where a.corrects_id = l.id),
          p.name, p.name_native, p.employee_code
        from talent_feedline l join people_person p on p.id = l.person_id
        left join talent_feedbatch b on b.id = l.batch_id left join talent_feedline c on c.id = l.corrects_id
        where l.feed_id = %(feed)s and (%(state)s::text = '' or l.state = %(state)s)
          and (%(before)s::bigint is null or l.number < %(before)s)
          and (%(plain)s::text = '' or lower(p.name || ' ' || p.name_native) like lower(%(q)s)
               or p.employee_code = %(plain)s)
        order by l.number desc limit %(limit)s
        """,
        {
            "feed": feed_id, "state": state, "before": before, "plain": q.strip(), "q": rows.like(q), "limit": limit,
        },
    )  # fmt: skip


def every_line(feed_id: int, *, state: str, q: str) -> Iterator[LineRow]:
    """All of them, a piece at a time."""
    before = None
    while found := lines_of(feed_id, state=state, q=q, before=before, limit=rows.PIECE):
        yield from found
        before = found[-1].number


def told_last(person_id: int, year_id: int) -> tuple[str, bool, dt.date, str] | None:
    """(standing, contested, as on, state) of the line that an appraisal system was told of her last."""
    return rows.first(
        lambda *row: row,
        "select l.standing, l.contested, l.as_on, l.state from talent_feedline l where l.year_id = %s"
        " and l.person_id = %s and l.state <> 'waiting' order by l.id desc limit 1",  # numbers are counted in each feed
        [year_id, person_id],
    )
