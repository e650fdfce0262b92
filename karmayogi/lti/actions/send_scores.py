"""Scores of guests to the platforms from which they came (AGS 2.0, 3.4), from a queue: later when it cannot be now."""

import datetime as dt
import logging
from urllib.parse import urlsplit

from karmayogi.kernel import rows
from karmayogi.kernel.ids import uuid7
from karmayogi.lti.actions import fetch, keys
from karmayogi.lti.models import Placement, Platform
from karmayogi.lti.queries.platforms import due, standing
from karmayogi.lti.types import Scope

LONGEST_PAUSE = dt.timedelta(hours=4)
MOST_FAILURES = 20
LEASE = dt.timedelta(minutes=10)
BATCH = 100
log = logging.getLogger("karmayogi.lti")

_CLAIM = "update lti_placement set next_at = %s where id = %s and next_at <= %s"


class _Never(Exception):
    """Trying again would not help."""


def note_completed(*, person_id: int, course_id: int, at: dt.datetime) -> int:
    """Scores of that course are due now. Doing it twice changes nothing. How many."""
    done = standing(person_id, course_id)
    if done is None:
        return 0
    waiting = Placement.objects.filter(guest__person_id=person_id, course_id=course_id, completed_at__isnull=True)
    return waiting.update(completed_at=done[0], score=done[1], next_at=at)


def send_scores(*, at: dt.datetime) -> int:
    """Sends what is due; how many were taken. Two workers never send the same: whoever moves the time has it."""
    sent = 0
    for place_id in due(at, BATCH):
        if rows.run(_CLAIM, [at + LEASE, place_id, at]):
            sent += _send(Placement.objects.select_related("guest__platform").get(id=place_id), at)
    return sent


def _send(place: Placement, at: dt.datetime) -> bool:
    platform = place.guest.platform
    try:
        if platform.state != Platform.State.ACTIVE:
            raise _Never("The platform is switched off.")
        _tell(place, _token(platform, at), at)
    except _Never as never:
        _park(place, str(never))
        return False
    except fetch.Unreachable as error:
        place.failures += 1
        if place.failures >= MOST_FAILURES:
            _park(place, str(error))
            return False
        place.next_at = at + min(LONGEST_PAUSE, dt.timedelta(minutes=2 ** min(place.failures - 1, 10)))
        place.save(update_fields=["failures", "next_at"])
        log.warning("lti: a score waits", extra={"platform": platform.name, "why": str(error)[:300]})
        return False
    place.sent_at, place.next_at, place.failures = at, None, 0
    place.save(update_fields=["sent_at", "next_at", "failures"])
    return True


def _park(place: Placement, why: str) -> None:
    place.parked, place.next_at = why.replace("\0", "")[:500], None
    place.save(update_fields=["parked", "next_at", "failures"])
    log.warning("lti: a score is parked", extra={"placement": place.id, "why": place.parked})


def _token(platform: Platform, at: dt.datetime) -> str:
    now = int(at.timestamp())
    assertion = keys.sign(
        {
            "iss": platform.client_id, "sub": platform.client_id, "aud": platform.audience or platform.token_url,
            "iat": now, "exp": now + 300, "jti": uuid7().hex,
        },
        at,
    )  # fmt: skip
    answer = fetch.post_form(
        platform.token_url,
        {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": assertion,
            "scope": str(Scope.SCORES),
        },
    )
    _good(answer, "token")
    found = answer.json()
    token = found.get("access_token") if isinstance(found, dict) else None
    if not isinstance(token, str) or not token.isascii() or len(token) > 8000 or "\n" in token or "\r" in token:
        raise fetch.Unreachable("The platform answered no token.")
    return token


def _tell(place: Placement, token: str, at: dt.datetime) -> None:
    parts = urlsplit(place.line_item)
    address = parts._replace(path=f"{parts.path.rstrip('/')}/scores").geturl()
    assert place.completed_at is not None
    score = {
        "userId": place.guest.sub,
        "scoreGiven": place.score,
        "scoreMaximum": 100,
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "timestamp": place.completed_at.isoformat(),
    }
    answer = fetch.post_json(address, score, token=token, media_type="application/vnd.ims.lis.v1.score+json")
    if answer.status != 409:  # a later score is there already: then ours has nothing to add
        _good(answer, "score")


def _good(answer: fetch.Answer, what: str) -> None:
    if 200 <= answer.status < 300:
        return
    why = f"{what}: {answer.status} {answer.body[:200].decode(errors='replace')}"
    if 400 <= answer.status < 500 and answer.status not in (401, 408, 425, 429):
        raise _Never(why)
    raise fetch.Unreachable(why)
