"""Ratings: given by who has seen enough of a course, reported by anybody signed in, hidden by a moderator."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, events, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.learning.events import CourseRated
from karmayogi.learning.models import CourseRating, RatingReport
from karmayogi.learning.policies import can_license
from karmayogi.learning.queries.admitted import check_finds
from karmayogi.learning.queries.ratings import may_rate

MOST_TEXT = 2000


@transaction.atomic
def rate_course(*, actor: Actor, course: uuids.UUID, stars: int, text: str, at: dt.datetime) -> None:
    """One rating a person and course; given again it replaces the first. A hidden one stays hidden when it is changed.

    Raises Refused before half of the parts are done, and NotFound for a course in which the actor is not enrolled.
    """
    allowed = may_rate(actor.person_id, course)
    if allowed is None:
        raise NotFound
    course_id, enough = allowed
    if not enough:
        raise Refused(_("You can rate a course once you have done half of its parts."))
    if not 1 <= stars <= 5:
        raise Refused(_("Choose one to five stars."))
    rating, new = CourseRating.objects.select_for_update().get_or_create(
        course_id=course_id, person_id=actor.person_id,
        defaults={"stars": stars, "text": _plain(text), "given_at": at, "changed_at": at},
    )  # fmt: skip
    if not new:
        rating.stars, rating.text, rating.changed_at = stars, _plain(text), at
        rating.save(update_fields=["stars", "text", "changed_at"])
    audit.record(
        "learning:rating:give" if new else "learning:rating:change", agent=actor, at=at, kind="rating",
        subject=rating.uuid, concerns=actor.person_id, detail={"stars": stars},
    )  # fmt: skip
    events.announce(CourseRated(actor.person_id, course_id, at))


@transaction.atomic
def report_rating(*, actor: Actor, rating: uuids.UUID, reason: str, at: dt.datetime) -> None:
    """To the moderators. Once a person; repeating changes nothing. Raises NotFound for a hidden one."""
    found = CourseRating.objects.select_related("course").filter(uuid=rating, hidden_at=None).first()
    if found is None:
        raise NotFound
    check_finds(actor, found.course.uuid, clock.day(at))
    if not reason.strip():
        raise Refused(_("Say what is wrong with this review."))
    _row, new = RatingReport.objects.get_or_create(
        rating=found, person_id=actor.person_id, defaults={"reason": _plain(reason), "at": at}
    )
    if new:
        audit.record("learning:rating:report", agent=actor, at=at, kind="rating", subject=found.uuid)


@transaction.atomic
def moderate_rating(*, actor: Actor, rating: uuids.UUID, hide: bool, reason: str, at: dt.datetime) -> None:
    """Hides a review with a reason that its writer reads, or leaves it; either way its reports are decided.

    Nobody decides on a review of their own. Raises NotFound without the authority.
    """
    if not can_license(actor):
        raise NotFound
    found = CourseRating.objects.select_for_update().filter(uuid=rating).first()
    if found is None:
        raise NotFound
    if found.person_id == actor.person_id:
        raise Refused(_("This is your own review. Another person has to decide."))
    if not reason.strip():
        raise Refused(_("Give the reason."))
    if hide:
        found.hidden_at, found.hidden_by_id, found.hidden_reason = at, actor.person_id, _plain(reason)
    else:
        found.hidden_at, found.hidden_by_id, found.hidden_reason = None, None, ""
    found.save(update_fields=["hidden_at", "hidden_by", "hidden_reason"])
    rows.run(
        "update learning_ratingreport set decided_at = %s where rating_id = %s and decided_at is null", [at, found.id]
    )
    audit.record(
        "learning:rating:hide" if hide else "learning:rating:keep", agent=actor, at=at, kind="rating",
        subject=found.uuid, concerns=found.person_id, why=reason.strip()[:300],
    )  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\0", "").replace("\r\n", "\n").strip()[:MOST_TEXT]
