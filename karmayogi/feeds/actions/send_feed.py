"""Sending a drop for a whole organisation, letting it through the circuit breaker, and how its breaker is set."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.feeds.actions.exchange.kind import FEED
from karmayogi.feeds.actions.exchange.reach import one_at_a_time
from karmayogi.feeds.engine.drop import MOST_BYTES
from karmayogi.feeds.models import Feed, FeedSetting
from karmayogi.feeds.queries.feeds import feed_by_act, open_feed, setting_of
from karmayogi.feeds.types import FeedRow
from karmayogi.kernel import audit, bulk, files
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs


def send_feed(
    *, actor: Actor, organisation_uuid: uuids.UUID, filename: str, content: bytes, trial: bool = False, at: dt.datetime
) -> bulk.Act:
    """Keeps the drop and asks for the difference; nothing changes before somebody approves it. trial: never.

    Raises NotFound for who does not administer the organisation; Refused while another feed of the ministry is under
    way, since two at once would each take the other's officers for gone.
    """
    organisation = orgs.access_organisation(actor, organisation_uuid, to="staff")
    if not content:
        raise Refused(_("The file is empty."))
    if len(content) > MOST_BYTES:
        raise Refused(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024 // 1024})
    with transaction.atomic():
        one_at_a_time(organisation.path)
        other = open_feed(organisation.path)
        if other is not None and not trial:
            raise Refused(
                _("The feed “%(label)s” of %(name)s is not finished. Approve or discard it first.")
                % {"label": other.label, "name": other.sent_by}
            )
        stored = files.put(content, "application/octet-stream")
        act = bulk.propose(
            FEED.name, actor=actor, label=filename, scope_path=organisation.path,
            params={"organisation_id": organisation.id}, source=stored, at=at,
        )  # fmt: skip
        Feed.objects.create(
            organisation_id=organisation.id, path=organisation.path, act_uuid=act.uuid, trial=trial,
            sha256=stored.sha256, sent_at=at,
        )  # fmt: skip
    return act


def approve_feed(*, actor: Actor, act_uuid: uuids.UUID, reason: str = "", at: dt.datetime) -> bulk.Act:
    """Starts it. A feed that the breaker stopped needs somebody other than its sender, and a reason that is recorded.

    Raises NotFound for who has no authority over the organisation, Refused otherwise.
    """
    bulk.access_act(actor, act_uuid, to="approve")
    with transaction.atomic():
        row = Feed.objects.select_for_update().filter(act_uuid=act_uuid).first()
        if row is None:
            raise NotFound
        feed = access_feed(actor, act_uuid)
        if row.trial:
            raise Refused(_("This was a trial: it cannot be applied."))
        if row.stopped and row.override_by_id is None:
            reason = " ".join(reason.split())
            if feed.asked_by_id == actor.person_id:
                raise Refused(_("The circuit breaker has stopped it: somebody else has to let it through."))
            if len(reason) < 10:
                raise Refused(_("Give the reason why so many leave or move, in a sentence."))
            row.override_by_id, row.override_reason, row.override_at = actor.person_id, reason[:500], at
            row.save(update_fields=["override_by_id", "override_reason", "override_at"])
            audit.record(
                "feeds:feed:override", agent=actor, at=at, kind="feed", subject=row.uuid, label=feed.label, why=reason,
                detail={"gone": row.gone, "moved": row.moved, "of": row.before},
            )  # fmt: skip
        return bulk.approve(actor=actor, uuid=act_uuid, at=at)


def access_feed(actor: Actor, act_uuid: uuids.UUID) -> FeedRow:
    """The feed of a bulk act that the actor may see. Raises NotFound."""
    bulk.access_act(actor, act_uuid)
    feed = feed_by_act(act_uuid)
    if feed is None:
        raise NotFound
    return feed


def set_breaker(*, actor: Actor, organisation_uuid: uuids.UUID, percent: int, system: str, at: dt.datetime) -> bool:
    """The share of officers who may leave or move in one feed, 1 to 100, and the name of the organisation's system.

    A smaller share counts at once. A larger one waits until somebody else sets the same, and counts for feeds sent a
    day after that: whoever has a feed at hand cannot open the breaker for it. Saving the share that holds, as for a new
    name of the system, leaves what a colleague wishes. False: the share given waits for somebody else.
    """
    organisation = orgs.access_organisation(actor, organisation_uuid, to="staff")
    system = " ".join(system.split())[:60]
    if not 1 <= percent <= 100 or not system:
        raise Refused(_("Choose a share from 1 to 100 per cent, and name the system."))
    with transaction.atomic():
        FeedSetting.objects.get_or_create(organisation_id=organisation.id)
        row = FeedSetting.objects.select_for_update().get(organisation_id=organisation.id)
        was = (row.breaker_percent, row.system, row.wanted_percent)
        row.system = system
        wish_of_another = row.wanted_percent is not None and row.wanted_by_id != actor.person_id
        if percent == row.breaker_percent and wish_of_another:
            pass
        elif percent <= row.breaker_percent:
            row.breaker_percent, row.wanted_percent, row.wanted_by_id = percent, None, None
        elif row.wanted_percent == percent and row.wanted_by_id != actor.person_id:
            row.percent_before = setting_of(organisation.id).percent_for(at)
            row.breaker_percent, row.wanted_percent, row.wanted_by_id, row.raised_at = percent, None, None, at
        elif row.wanted_percent != percent:
            row.wanted_percent, row.wanted_by_id = percent, actor.person_id
        if was != (row.breaker_percent, row.system, row.wanted_percent):
            row.save()
            audit.record(
                "feeds:setting:change", agent=actor, at=at, kind="organisation", subject=organisation.uuid,
                label=organisation.name_en,
                detail={
                    "was": was[0], "percent": row.breaker_percent, "wanted": row.wanted_percent, "system": system,
                },
            )  # fmt: skip
        return percent <= row.breaker_percent
