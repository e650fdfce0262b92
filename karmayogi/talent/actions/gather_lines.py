"""What an appraisal system has still to be told: a line for each officer of whom something else is true."""

import datetime as dt
from typing import Any

from django.db import transaction

from karmayogi.kernel import clock, rows
from karmayogi.talent.models import AppraisalYear, Feed, FeedLine
from karmayogi.talent.queries.standing import standing_sql
from karmayogi.talent.queries.years import asked_of

_LAST = """
select distinct on (l.person_id) l.id, l.person_id, l.standing, l.contested, l.prescribed, l.done, l.needed, l.days,
  l.test_on, l.eligible_on, l.state
from talent_feedline l where l.year_id = %(appraisal)s and l.feed_id = %(feed)s order by l.person_id, l.number desc
"""
# Who contests is told once more, as before but marked; then nothing of her until it is decided. Who is in the year no
# more is told as that. What was refused waits for a person.
_NEWS = f"""
with now as ({{standing}}), last as ({_LAST}),
frozen as (select c.person_id from talent_contest c where c.year_id = %(appraisal)s and c.state = 'waiting'),
news as (
  select n.person_id, l.id as corrects_id, n.standing, false as contested, n.prescribed, n.done, n.needed, n.days,
    n.test_on, n.eligible_on
  from now n left join last l using (person_id)
  where n.person_id not in (select person_id from frozen) and (l.id is null or (l.standing, l.contested, l.prescribed,
    l.done, l.needed, l.days, l.test_on, l.eligible_on) is distinct from (n.standing::text, false,
    n.prescribed::smallint, n.done::smallint, n.needed::smallint, n.days::smallint, n.test_on, n.eligible_on))
  union all
  select f.person_id, l.id, coalesce(l.standing, n.standing), true, coalesce(l.prescribed, n.prescribed),
    coalesce(l.done, n.done), coalesce(l.needed, n.needed), coalesce(l.days, n.days),
    case when l.id is null then n.test_on else l.test_on end,
    case when l.id is null then n.eligible_on else l.eligible_on end
  from frozen f left join last l using (person_id) left join now n using (person_id)
  where not coalesce(l.contested, false) and (l.id is not null or n.person_id is not null)
  union all
  select l.person_id, l.id, 'left', false, 0, 0, 0, 0, null, null
  from last l where l.standing <> 'left' and l.person_id not in (select person_id from now)
    and l.person_id not in (select person_id from frozen)
)
insert into talent_feedline (feed_id, number, year_id, person_id, corrects_id, standing, contested, prescribed, done,
  needed, days, test_on, eligible_on, as_on, state, reason)
select %(feed)s, %(from)s + row_number() over (order by person_id), %(appraisal)s, person_id, corrects_id, standing,
  contested, prescribed, done, needed, days, test_on, eligible_on, %(today)s, 'waiting', ''
from news
"""

# The nearest feed tells a year. o: the organisation of the year, f: of the feed.
_NEARER = """exists (
  select from talent_feed g join orgs_organisation n on n.id = g.organisation_id where g.ended_at is null
    and starts_with(o.path, n.path) and starts_with(n.path, f.path) and n.path <> f.path)"""


def gather_lines(feed: Feed, at: dt.datetime) -> int:
    """Of all years of the organisation and below that are told by now; how many lines there are to send more."""
    on, made = clock.day(at), 0
    _leave_to_nearer(feed)
    for year in _years(feed, on):
        with transaction.atomic():
            Feed.objects.select_for_update().get(pk=feed.pk)
            _drop_waiting(feed, year)
            sql, params = standing_sql(asked_of(year), on)
            given: dict[str, Any] = params | {"feed": feed.pk, "from": last_number(feed)}
            made += rows.run(_NEWS.format(standing=sql), given)
    return made


def _leave_to_nearer(feed: Feed) -> None:
    """Lines that nobody was told yet, of years that a feed tells which was connected since, nearer to them."""
    rows.run(
        "delete from talent_feedline l using talent_appraisalyear y, orgs_organisation o, orgs_organisation f"
        " where l.feed_id = %s and l.state = 'waiting' and y.id = l.year_id and o.id = y.organisation_id and f.id = %s"
        f" and {_NEARER}",
        [feed.pk, feed.organisation_id],
    )


def _drop_waiting(feed: Feed, year: AppraisalYear) -> None:
    """Lines that nobody was told yet: what is true now takes their place. One that a person sends again stays named."""
    rows.run(
        "delete from talent_feedline l where l.feed_id = %s and l.year_id = %s and l.state = 'waiting'"
        " and not exists (select from talent_feedline r where r.id = l.corrects_id and r.state = 'refused')",
        [feed.pk, year.pk],
    )


def last_number(feed: Feed) -> int:
    """Of lines; a number of a line that was dropped unsent was told to nobody."""
    return int(rows.scalar("select coalesce(max(number), 0) from talent_feedline where feed_id = %s", [feed.pk]))


def _years(feed: Feed, on: dt.date) -> list[AppraisalYear]:
    ids = rows.fetch(
        int,
        "select y.id from talent_appraisalyear y join orgs_organisation o on o.id = y.organisation_id"
        " join orgs_organisation f on f.id = %s where starts_with(o.path, f.path) and y.state <> 'draft'"
        " and y.feeds_from <= %s and (y.state = 'open' or y.closed_at > %s::date - 400)"
        f" and not {_NEARER} order by y.id",
        [feed.organisation_id, on, on],
    )
    return list(AppraisalYear.objects.select_related("order").filter(pk__in=ids).order_by("pk"))


def send_again(line: FeedLine, at: dt.datetime) -> FeedLine:
    """A refused line as a new one, with what it said; a gathering brings it up to date. Under the lock of the feed. A
    line that took its place already stays the one: what the refused line said is older than that."""
    again = FeedLine.objects.filter(corrects=line).order_by("-number").first()
    if again is not None:
        return again
    copied = {
        name: getattr(line, name)
        for name in (
            "feed_id", "year_id", "person_id", "standing", "contested", "prescribed", "done", "needed", "days",
            "test_on", "eligible_on",
        )
    }  # fmt: skip
    return FeedLine.objects.create(
        **copied, number=last_number(line.feed) + 1, corrects=line, as_on=clock.day(at), state="waiting"
    )
