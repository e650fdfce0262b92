"""Scores of guests to the platforms from which they came (AGS 2.0, 3.4), from a queue: later when it cannot be now."""

import datetime as dt
import logging
import time
from urllib.parse import urlsplit

from karmayogi.kernel import clock, rows
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.pauses import pause
from karmayogi.lti.actions import fetch, keys
from karmayogi.lti.models import Placement, Platform
from karmayogi.lti.queries.platforms import due, standing
from karmayogi.lti.types import Scope

MOST_FAILURES = 20
LEASE = dt.timedelta(minutes=10)
BATCH = 100
LONGEST = 45  # seconds of a run: the next one goes on, and other work gets the thread
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


def send_scores() -> int:
    """Sends what is due; how many were taken. Two workers never send the same: whoever moves the time has it, from the
    moment when its turn comes, since the ones before it may have taken long. Each platform is asked for one token, and
    one that does not answer is not asked again in the run."""
    sent = 0
    tokens = _Tokens()
    until = time.monotonic() + LONGEST
    for place_id in due(clock.now(), BATCH):
        if time.monotonic() > until:
            break
        at = clock.now()
        if rows.run(_CLAIM, [at + LEASE, place_id, at]):
            sent += _send(Placement.objects.select_related("guest__platform").get(id=place_id), tokens, at)
    return sent


class _Tokens:
    """Of a run: a token for each platform, or why there is none. A platform that is down is asked once."""

    def __init__(self) -> None:
        self._found: dict[int, str | fetch.Unreachable | _Never] = {}

    def of(self, platform: Platform, at: dt.datetime) -> str:
        """Raises Unreachable and _Never, the same again for the next score of that platform."""
        if platform.id not in self._found:
            try:
                self._found[platform.id] = _token(platform, at)
            except (fetch.Unreachable, _Never) as error:
                self._found[platform.id] = error
        found = self._found[platform.id]
        if isinstance(found, str):
            return found
        raise found

    def forget(self, platform: Platform) -> None:
        self._found.pop(platform.id, None)

    def give_up(self, platform: Platform, why: fetch.Unreachable) -> None:
        self._found[platform.id] = why


def _send(place: Placement, tokens: _Tokens, at: dt.datetime) -> bool:
    platform = place.guest.platform
    try:
        if platform.state != Platform.State.ACTIVE:
            raise _Never("The platform is switched off.")
        _tell(place, tokens, at)
    except _Never as never:
        _park(place, str(never))
        return False
    except fetch.Unreachable as error:
        place.failures += 1
        if place.failures >= MOST_FAILURES:
            _park(place, str(error))
            return False
        place.next_at = clock.now() + pause(place.failures)
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


def _tell(place: Placement, tokens: _Tokens, at: dt.datetime) -> None:
    try:
        parts = urlsplit(place.line_item)
    except ValueError as error:
        raise _Never("The platform gave no address to which a score could go.") from error
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
    token = tokens.of(place.guest.platform, at)
    try:
        answer = fetch.post_json(address, score, token=token, media_type="application/vnd.ims.lis.v1.score+json")
    except fetch.Unreachable as error:
        tokens.give_up(place.guest.platform, error)
        raise
    if answer.status == 401:  # it may have ended meanwhile
        tokens.forget(place.guest.platform)
    if answer.status != 409:  # a later score is there already: then ours has nothing to add
        _good(answer, "score")


def _good(answer: fetch.Answer, what: str) -> None:
    if 200 <= answer.status < 300:
        return
    why = f"{what}: {answer.status} {answer.body[:200].decode(errors='replace')}"
    if 400 <= answer.status < 500 and answer.status not in (401, 408, 425, 429):
        raise _Never(why)
    raise fetch.Unreachable(why)
