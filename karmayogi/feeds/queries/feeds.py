"""Feeds with their bulk acts."""

import uuid as uuids

from karmayogi.feeds.types import DEFAULT_PERCENT, DEFAULT_SYSTEM, FeedRow, SettingRow
from karmayogi.kernel import rows

_FEED = """
select f.act_uuid, f.organisation_id, f.path, a.label, a.status, f.trial, f.before, f.joined, f.gone, f.moved,
  f.changed, f.unchanged, f.queued, f.limit_percent, f.stopped, f.override_reason, p.name, p.name_native,
  a.asked_by_id, a.asked_by_name, a.asked_by_native, f.sent_at
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


def setting_of(organisation_id: int) -> SettingRow:
    """How feeds of an organisation are taken; the default where nobody has set anything."""
    found = rows.first(
        SettingRow,
        """
        select s.breaker_percent, s.system, s.wanted_percent, s.wanted_by_id, p.name, p.name_native, s.raised_at,
          s.percent_before
        from feeds_feedsetting s left join people_person p on p.id = s.wanted_by_id where s.organisation_id = %s
        """,
        [organisation_id],
    )
    return found or SettingRow(DEFAULT_PERCENT, DEFAULT_SYSTEM, None, None, None, None, None, None)
