"""A tool tells a score. It is kept as a claim; a final one marks the part that it belongs to."""

import datetime as dt
import uuid as uuids

from django.db import transaction

from karmayogi.kernel import audit, events, rows
from karmayogi.kernel.access import NotFound, System
from karmayogi.learning import api as learning
from karmayogi.lti.engine.grades import Told
from karmayogi.lti.events import ScoreReceived
from karmayogi.lti.models import LineItem
from karmayogi.lti.queries.places import Place, members

# An older score than the one on record changes nothing (AGS 2.0, 3.4.7); the same again is fine.
_STORE = """
insert into lti_score as s (person_id, line_item_id, given, maximum, activity, grading, comment, told_at, received_at)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (person_id, line_item_id) do update set given = excluded.given, maximum = excluded.maximum,
  activity = excluded.activity, grading = excluded.grading, comment = excluded.comment, told_at = excluded.told_at,
  received_at = excluded.received_at
where s.told_at <= excluded.told_at
"""


class Stale(Exception):
    """A later score is on record."""


@transaction.atomic
def take_score(where: Place, line: LineItem, told: Told, at: dt.datetime) -> None:
    """Raises NotFound for somebody who is not a member of the course as the tool sees it, and Stale."""
    try:
        sub = uuids.UUID(told.user)
    except ValueError as error:
        raise NotFound from error
    found = members(where, sub=sub, limit=1)
    if not found:
        raise NotFound
    person = found[0].person_id
    stored = rows.run(
        _STORE,
        [person, line.id, told.given, told.maximum, told.activity, told.grading, told.comment, told.told_at, at],
    )
    if not stored:
        raise Stale
    tool = where.deployment.tool
    audit.record(
        "lti:score:take", agent=System(f"tool {tool.name}"), at=at, kind="lti_line_item", subject=line.uuid,
        label=line.label, concerns=person,
        detail={"activity": told.activity, "grading": told.grading, "per_cent": told.percent},
    )  # fmt: skip
    if line.coupled and line.link is not None and told.grading == "FullyGraded":
        done = told.final and line.link.completes == "grade"
        learning.record_claim(person_id=person, link=line.link.uuid, done=done, score=told.percent, at=at)
    events.announce(ScoreReceived(person, line.uuid, at))
