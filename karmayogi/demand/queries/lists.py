"""Lists of lacks and of requests, paged by key in each order."""

import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator, Sequence
from typing import Any

from karmayogi.demand.types import Figures
from karmayogi.kernel import rows
from karmayogi.kernel.web.choices import MOST_DIGITS

PAGE = 25
PIECE = 1_000  # of a file
# What a list can be ordered by -> a number that grows along it; the id tells equal ones apart.
LACKS_BY = {"greatest": "-l.lacking::bigint", "newest": "('2000-01-01'::date - l.since)::bigint"}
REQUESTS_BY = {
    "due": "(r.due_on - '2000-01-01'::date)::bigint",
    "newest": "-r.id",
    "greatest": "-r.lacking::bigint",
}

FIGURES = """{0}.people, {0}.lacking, {0}.courses, {0}.in_language, {0}.lower, {0}.languages, {0}.rated,
  {0}.stars::float, {0}.plans"""


@dataclasses.dataclass(frozen=True, slots=True)
class LackLine:
    """request: the live one, with its state; None without."""

    id: int
    uuid: uuids.UUID
    kind: str
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    level: int
    language: str
    since: dt.date
    ended_on: dt.date | None
    counted_on: dt.date
    request: uuids.UUID | None
    state: str
    terms_id: int
    figures: Figures


_LACKS = f"""
select {{key}}, l.id, l.uuid, l.kind, c.code, c.name_en, c.name_hi, c.name_ur, l.level, l.language, l.since, l.ended_on,
  l.counted_on, r.uuid, coalesce(r.state, ''), l.terms_id, {FIGURES.format("l")}
from demand_lackrow l join competencies_competency c on c.id = l.competency_id
left join demand_contentrequest r on r.lack_id = l.id and r.state in ('open', 'accepted', 'declined', 'lapsed')
"""


def lack_lines(
    *, q: str = "", kind: str = "", asked: str = "", by: str = "greatest", after: str = "", limit: int = PAGE
) -> tuple[list[LackLine], str | None]:
    """Those that stand; and the key of the next page. asked: "no" without a live request, "yes" with one."""
    k, last = _place(after)
    sql = f"""
    select * from (
      {_LACKS.format(key=LACKS_BY[by] + " as k")}
      where l.ended_on is null and (%(kind)s::text = '' or l.kind = %(kind)s::text)
        and (%(asked)s::text = '' or (r.id is not null) = (%(asked)s::text = 'yes'))
        and (%(q)s::text = '' or c.name_en ilike %(like)s or c.name_hi ilike %(like)s or c.name_ur ilike %(like)s
             or c.code ilike %(like)s)
    ) x where %(k)s::bigint is null or (x.k, x.id) > (%(k)s::bigint, %(last)s::bigint)
    order by x.k, x.id limit %(limit)s
    """
    asked_for = {
        "kind": kind, "asked": asked, "q": q.strip(), "like": rows.like(q), "k": k, "last": last, "limit": limit + 1,
    }  # fmt: skip
    return _page(rows.fetch(_lack, sql, asked_for), limit)


def every_lack(**asked: str) -> Iterator[LackLine]:
    """All of the list, a piece at a time."""
    after: str | None = ""
    while after is not None:
        lines, after = lack_lines(**asked, after=after, limit=PIECE)
        yield from lines


def lack(uuid: uuids.UUID) -> LackLine | None:
    found = rows.first(_lack, _LACKS.format(key="0::bigint as k") + " where l.uuid = %s", [uuid])
    return found[1] if found else None


@dataclasses.dataclass(frozen=True, slots=True)
class RequestLine:
    """provider: uuid and names, None and "" where it is open to all. course: that the provider named."""

    id: int
    uuid: uuids.UUID
    lack: uuids.UUID
    kind: str
    code: str
    name_en: str
    name_hi: str
    name_ur: str
    level: int
    language: str
    provider: uuids.UUID | None
    provider_en: str
    provider_hi: str
    provider_ur: str
    state: str
    accepted: bool
    due_on: dt.date
    note: str
    asked_by: str
    asked_at: dt.datetime
    course: uuids.UUID | None
    course_code: str
    course_en: str
    course_hi: str
    course_ur: str
    version: int | None
    ended_at: dt.datetime | None
    reason: str
    stands: bool
    counted_on: dt.date
    terms_id: int
    figures: Figures


_REQUESTS = f"""
select {{key}}, r.id, r.uuid, l.uuid as lack, l.kind, c.code, c.name_en, c.name_hi, c.name_ur, l.level, l.language,
  p.uuid as provider, coalesce(p.name_en, ''), coalesce(p.name_hi, ''), coalesce(p.name_ur, ''), r.state, r.accepted,
  r.due_on, r.note, coalesce(a.name, ''), r.asked_at, co.uuid as course, coalesce(co.code, ''),
  coalesce(e.title_en, ''), coalesce(e.title_hi, ''), coalesce(e.title_ur, ''), v.number, r.ended_at, r.reason,
  l.ended_on is null, r.counted_on, r.terms_id, {FIGURES.format("r")}
from demand_contentrequest r join demand_lackrow l on l.id = r.lack_id
join competencies_competency c on c.id = l.competency_id
left join learning_provider p on p.id = r.provider_id
left join people_person a on a.id = r.asked_by_id
left join learning_courseversion v on v.id = r.fulfilled_by_id
left join learning_course co on co.id = coalesce(v.course_id, r.course_id)
left join learning_catalogueentry e on e.course_id = co.id
"""
# What a provider's people see: what is theirs, and what is open to all.
_HERS = """(%(all)s::boolean or r.provider_id = any(%(providers)s::bigint[])
  or (r.provider_id is null and r.state = 'open' and cardinality(%(providers)s::bigint[]) > 0))"""


def request_lines(
    providers: Sequence[int] | None, *, q: str = "", state: str = "", by: str = "due", after: str = "",
    limit: int = PAGE,
) -> tuple[list[RequestLine], str | None]:  # fmt: skip
    """Of these providers, with what is open to all; None: every one. And the key of the next page. state: one of them,
    or "live"."""
    k, last = _place(after)
    sql = f"""
    select y.* from (
      {_REQUESTS.format(key=REQUESTS_BY[by])}
      where {_HERS} and (%(state)s::text = '' or r.state = %(state)s::text
          or (%(state)s::text = 'live' and r.state in ('open', 'accepted', 'declined', 'lapsed')))
        and (%(q)s::text = '' or c.name_en ilike %(like)s or c.name_hi ilike %(like)s or c.name_ur ilike %(like)s
             or c.code ilike %(like)s or p.name_en ilike %(like)s or p.name_hi ilike %(like)s)
        and (%(k)s::bigint is null or ({REQUESTS_BY[by]}, r.id) > (%(k)s::bigint, %(last)s::bigint))
      order by 1, 2 limit %(limit)s
    ) y
    """
    asked_for = {
        "all": providers is None, "providers": list(providers or ()), "state": state, "q": q.strip(),
        "like": rows.like(q), "k": k, "last": last, "limit": limit + 1,
    }  # fmt: skip
    return _page(rows.fetch(_request, sql, asked_for), limit)


def every_request(providers: Sequence[int] | None, **asked: str) -> Iterator[RequestLine]:
    """All of the list, a piece at a time."""
    after: str | None = ""
    while after is not None:
        lines, after = request_lines(providers, **asked, after=after, limit=PIECE)
        yield from lines


def request_line(uuid: uuids.UUID, providers: Sequence[int] | None) -> RequestLine | None:
    """That one; None where it is not there, or not theirs."""
    sql = f"{_REQUESTS.format(key='0::bigint')} where r.uuid = %(uuid)s and {_HERS}"
    found = rows.first(_request, sql, {"uuid": uuid, "all": providers is None, "providers": list(providers or ())})
    return found[1] if found else None


@dataclasses.dataclass(frozen=True, slots=True)
class StepLine:
    act: str
    by: str
    provider_en: str
    provider_hi: str
    provider_ur: str
    reason: str
    short: str
    at: dt.datetime


def steps_of(request_id: int, providers: Sequence[int] | None) -> list[StepLine]:
    """What happened, as it went. What other providers than these said, and what they name, is not theirs to read;
    None: all of it."""
    return rows.fetch(
        StepLine,
        "select s.act, coalesce(a.name, ''), coalesce(p.name_en, ''), coalesce(p.name_hi, ''), coalesce(p.name_ur, ''),"
        " s.reason, s.short, s.at from demand_requeststep s left join people_person a on a.id = s.by_id"
        " left join learning_provider p on p.id = s.provider_id where s.request_id = %(request)s"
        " and (%(all)s::boolean or s.provider_id is null or s.provider_id = any(%(providers)s::bigint[]))"
        " order by s.id",
        {"request": request_id, "all": providers is None, "providers": list(providers or ())},
    )


def counts(providers: Sequence[int] | None) -> dict[str, int]:
    """State -> how many live requests, as far as they are theirs."""
    sql = f"select r.state, count(*)::int from demand_contentrequest r where {_HERS} and r.state in"
    found = rows.fetch(
        lambda state, count: (state, count),
        f"{sql} ('open', 'accepted', 'declined', 'lapsed') group by 1",
        {"all": providers is None, "providers": list(providers or ())},
    )
    return dict(found)


def _figures(cells: Sequence[Any]) -> Figures:
    people, lacking, courses, in_language, lower, languages, rated, stars, plans = cells
    return Figures(people, lacking, courses, in_language, lower, tuple(languages), rated, stars, plans)


def _lack(k: int, *cells: Any) -> tuple[int, LackLine]:
    fields: Any = (*cells[:15], _figures(cells[15:]))
    return k, LackLine(*fields)


def _request(k: int, *cells: Any) -> tuple[int, RequestLine]:
    fields: Any = (*cells[:31], _figures(cells[31:]))
    return k, RequestLine(*fields)


def _place(after: str) -> tuple[int | None, int]:
    """The key of the last line of the page before; None where it cannot be read."""
    k, _, last = after.partition("_")
    digits = k.removeprefix("-")
    if all(part.isascii() and part.isdigit() and len(part) <= MOST_DIGITS for part in (digits, last)):
        return int(k), int(last)
    return None, 0


def _page[Line: (LackLine, RequestLine)](found: list[tuple[int, Line]], limit: int) -> tuple[list[Line], str | None]:
    lines = [line for _k, line in found[:limit]]
    return lines, f"{found[limit - 1][0]}_{lines[-1].id}" if len(found) > limit else None
