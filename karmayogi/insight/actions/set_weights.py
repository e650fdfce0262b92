"""The Commission lays down how much each part of the score of a ministry weighs."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.insight.engine.scoring import WHOLE
from karmayogi.insight.models import Weighting
from karmayogi.insight.policies import can_freeze
from karmayogi.insight.queries.scores import weighting
from karmayogi.insight.registry.scores import PARTS_OF_SCORE
from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs

LONGEST = 500  # letters of a reason
LOCK = 1_010_2027  # of pg_advisory_xact_lock: one change at a time


def set_weights(*, actor: Actor, number: uuid.UUID, points: Mapping[str, int], reason: str, at: dt.datetime) -> None:
    """From now on, for scores of today and of what is frozen later. number: of the form, so that sending it twice lays
    it down once; the same weights again change nothing."""
    if not can_freeze(actor, orgs.country_path()):
        raise NotFound
    why = " ".join(reason.replace("\0", "").split())
    codes = [metric.code for metric in PARTS_OF_SCORE]
    if set(points) != set(codes) or any(not 0 <= value <= WHOLE for value in points.values()):
        raise Refused(_("Each weight is a whole number from 0 to 100."))
    if sum(points.values()) != WHOLE:
        raise Refused(_("The weights add up to %(sum)s, and not to 100.") % {"sum": sum(points.values())})
    if not why or len(why) > LONGEST:
        raise Refused(_("Give the reason in at most %(most)s letters.") % {"most": LONGEST})
    with transaction.atomic():
        rows.scalar("select 1 from pg_advisory_xact_lock(%s::bigint)", [LOCK])
        now = weighting(at)
        if Weighting.objects.filter(uuid=number).exists() or now.points == dict(points):
            return
        row = Weighting.objects.create(
            uuid=number, points={code: points[code] for code in codes}, reason=why, from_at=at
        )
        audit.record(
            "insight:weights:set", agent=actor, at=at, kind="weighting", subject=row.uuid, why=why[:300],
            detail={"points": row.points, "before": now.points},
        )  # fmt: skip
