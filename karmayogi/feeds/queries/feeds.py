"""Feeds with their bulk acts."""

import uuid as uuids

from karmayogi.feeds.types import FeedRow
from karmayogi.kernel import rows

_FEED = """
select f.act_uuid, f.organisation_id, f.path, a.label, a.status, f.trial, f.before, f.joined, f.gone, f.moved,
  f.changed, f.unchanged, f.queued, f.limit_percent, f.stopped, f.override_reason, p.name, a.asked_by_id,
  a.asked_by_name, f.sent_at
from feeds_feed f join kernel_bulkact a on a.uuid = f.act_uuid left join people_person p on p.id = f.override_by_id
"""


def feed_by_act(act_uuid: uuids.UUID) -> FeedRow | None:
    return rows.first(FeedRow, _FEED + "where f.act_uuid = %s", [act_uuid])


def feeds_within(path: str, limit: int = 20) -> list[FeedRow]:
    """Of the organisation at `path` and below, newest first."""
    return rows.fetch(
        FeedRow, _FEED + "where f.path >= %s and f.path < %s order by f.id desc limit %s", [path, path + "~", limit]
    )


def open_feed(path: str) -> FeedRow | None:
    """A feed under way that could touch the same officers: of this organisation, of one above or of one below."""
    return rows.first(
        FeedRow,
        _FEED
        + """
        where not f.trial and (f.path >= %s and f.path < %s or starts_with(%s::text, f.path))
          and a.status in ('planning', 'planned', 'running', 'undoing')
          and not (a.status = 'planned' and a.new_rows + a.changed_rows = 0)
        order by f.id desc limit 1
        """,
        [path, path + "~", path],
    )


def setting_of(organisation_id: int) -> tuple[int, str]:
    """(per cent, system) of an organisation."""
    found = rows.first(
        lambda percent, system: (percent, system),
        "select breaker_percent, system from feeds_feedsetting where organisation_id = %s", [organisation_id],
    )  # fmt: skip
    return found or (10, "eHRMS")
