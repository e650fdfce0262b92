"""The door of somebody who was invited: the link, the address, the code. Whatever is wrong is answered alike."""

import datetime as dt
import hmac
import secrets

from django.db import transaction
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from karmayogi.assessment.engine.sitting_code import typed
from karmayogi.assessment.models import Candidate, PublicTest
from karmayogi.kernel import audit, mail
from karmayogi.kernel.access import System
from karmayogi.kernel.digests import digest

LASTS = dt.timedelta(minutes=15)
BETWEEN = dt.timedelta(minutes=1)  # two codes
TRIES = 5
OUTSIDE = System("invited person")


@transaction.atomic
def ask_code(*, token: str, email: str, at: dt.datetime) -> None:
    """Mails a code to the address, where the link was sent to it. Says nothing: nobody learns who was invited."""
    found = _by_token(token, at)
    if found is None or not hmac.compare_digest(found.email.encode(), email.strip().lower()[:254].encode()):
        return
    if found.code_until is not None and at < found.code_until - LASTS + BETWEEN:
        return
    code = "".join(secrets.choice("0123456789") for _digit in range(6))
    found.code_digest, found.code_until, found.code_tries = _mark(found, code), at + LASTS, TRIES
    found.save(update_fields=["code_digest", "code_until", "code_tries"])
    with translation.override(found.language):
        text = _("%(code)s is your code for the test. It is good for 15 minutes. Tell it to nobody.") % {"code": code}
        mail.send(to=found.email, subject=_("Your code for the test"), text=text)


@transaction.atomic
def prove(*, token: str, code: str, at: dt.datetime) -> str | None:
    """The key of her door, for her browser; the link is used up with it. None for whatever is not right, and then a
    wrong code was counted. Of two at once with the right code, one gets in."""
    found = _by_token(token, at)
    if found is None or not found.code_digest or found.code_until is None or at > found.code_until:
        return None
    if found.code_tries <= 0:
        return None
    found.code_tries -= 1
    if not hmac.compare_digest(found.code_digest, _mark(found, typed(code))):
        found.save(update_fields=["code_tries"])
        return None
    key = secrets.token_urlsafe(24)
    found.token_digest, found.code_digest, found.code_until = None, "", None
    found.door_digest = digest(key)
    found.came_at = found.came_at or at
    found.save()
    audit.record(
        "assessment:candidate:come", agent=OUTSIDE, at=at, kind="candidate", subject=found.uuid,
    )  # fmt: skip
    return key


def _by_token(token: str, at: dt.datetime) -> Candidate | None:
    """Locked. None for a link that is unknown, used, taken back, or whose test is over."""
    found = Candidate.objects.select_for_update().filter(token_digest=digest(token[:100]), removed_at=None).first()
    if found is None or at >= PublicTest.objects.values_list("closes_at", flat=True).get(id=found.test_id):
        return None
    return found


def _mark(found: Candidate, code: str) -> str:
    return salted_hmac("assessment.candidate", f"{found.uuid}:{code}", algorithm="sha256").hexdigest()
