"""Inviting people from outside, inviting one again, and letting one be forgotten."""

import dataclasses
import datetime as dt
import re
import secrets
import uuid as uuids

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from karmayogi.assessment.models import Candidate, CandidatePlea
from karmayogi.assessment.queries.invited.candidates import PublicTestRow, access_public_test, to_forget
from karmayogi.credentials import api as credentials
from karmayogi.kernel import audit, mail, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused, System
from karmayogi.kernel.digests import digest
from karmayogi.people import api as people
from karmayogi.ui.api import when

MOST_AT_ONCE, MOST = 200, 5_000
LANGUAGES = ("en", "hi", "ur")
# Names and addresses go when the test is over for so long.
KEPT = dt.timedelta(days=180)


@dataclasses.dataclass(frozen=True, slots=True)
class Invited:
    """known: had been invited before and got nothing new."""

    new: int
    known: int


@transaction.atomic
def invite(*, actor: Actor, test: uuids.UUID, text: str, language: str, at: dt.datetime) -> Invited:
    """One a line: "Name, address" or the address alone. Each gets a link of their own by mail. Twice invites once.

    Raises NotFound for a test of another office, Refused with the lines that hold no address.
    """
    row = access_public_test(actor, test)
    if at >= row.closes_at:
        raise Refused(_("The days of this test are over."))
    wanted: dict[str, str] = {}
    bad: list[str] = []
    for line in filter(None, (" ".join(one.replace("\0", "").split()) for one in text.splitlines())):
        found = re.search(r"[^\s,;<>]+@[^\s,;<>]+", line)
        email = people.clean_email(found[0]) if found else None
        if found is None or not email:
            bad.append(line[:80])
            continue
        wanted.setdefault(email.lower(), line.replace(found[0], "").strip(" ,;<>\t")[:200])
    if bad:
        raise Refused(_("No e-mail address in: %(lines)s") % {"lines": "; ".join(bad[:10])})
    if not wanted or len(wanted) > MOST_AT_ONCE:
        raise Refused(_("Name 1 to %(most)s people at a time.") % {"most": MOST_AT_ONCE})
    rows.run("select from assessment_publictest where id = %s for update", [row.id])
    there = set(rows.fetch(str, "select email from assessment_candidate where test_id = %s and email <> ''", [row.id]))
    new = {email: name for email, name in wanted.items() if email not in there}
    if len(there) + len(new) > MOST:
        raise Refused(_("At most %(most)s people are invited to one test.") % {"most": MOST})
    for email, name in new.items():
        token = secrets.token_urlsafe(24)
        made = Candidate.objects.create(
            test_id=row.id, name=name, email=email, language=language if language in LANGUAGES else "en",
            token_digest=digest(token), invited_at=at,
        )  # fmt: skip
        _write(row, made, token)
        _note(actor, "invite", made, row, at)
    return Invited(len(new), len(wanted) - len(new))


@transaction.atomic
def invite_again(*, actor: Actor, test: uuids.UUID, candidate: uuids.UUID, at: dt.datetime) -> None:
    """A new link; the one before, and the browser where it was used, open nothing any more. What was answered stays."""
    row, found = _access(actor, test, candidate)
    if found.removed_at is not None or at >= row.closes_at:
        raise Refused(_("The days of this test are over."))
    token = secrets.token_urlsafe(24)
    found.token_digest, found.door_digest, found.code_digest = digest(token), None, ""
    found.invited_at = at
    found.save()
    _write(row, found, token)
    _note(actor, "invite_again", found, row, at)


@transaction.atomic
def remove(*, actor: Actor, test: uuids.UUID, candidate: uuids.UUID, at: dt.datetime) -> None:
    """Name, address and certificate go for good; a running test is left as it is and closed by its clock. Twice is
    fine: of somebody who was forgotten long ago, the certificate may still be there."""
    row, found = _access(actor, test, candidate)
    credentials.erase(agent=actor, ref_uuid=found.uuid, at=at)
    if found.removed_at is None:
        _forget(found, at)
        _note(actor, "remove", found, row, at)


def forget_candidates(*, at: dt.datetime, limit: int = 1_000) -> int:
    """Those whose test ended long ago; how many. A certificate that one of them asked for has days of its own."""
    gone = 0
    for id in to_forget(at - KEPT, limit):
        with transaction.atomic():
            found = Candidate.objects.select_for_update().get(id=id)
            if found.removed_at is None:
                _forget(found, at)
                audit.record(
                    "assessment:candidate:forget", agent=System("retention of candidates"), at=at, kind="candidate",
                    subject=found.uuid,
                )  # fmt: skip
                gone += 1
    return gone


def _forget(found: Candidate, at: dt.datetime) -> None:
    found.name = found.email = found.code_digest = ""
    found.token_digest = found.door_digest = found.code_until = None
    found.removed_at = at
    found.save()
    CandidatePlea.objects.filter(candidate=found).update(why="", note="")


def _access(actor: Actor, test: uuids.UUID, candidate: uuids.UUID) -> tuple[PublicTestRow, Candidate]:
    row = access_public_test(actor, test)
    found = Candidate.objects.select_for_update().filter(test_id=row.id, uuid=candidate).first()
    if found is None:
        raise NotFound
    return row, found


def _write(row: PublicTestRow, to: Candidate, token: str) -> None:
    link = settings.PUBLIC_ORIGIN + reverse("assessment:invited", args=[token])
    with translation.override(to.language):
        titles = {"hi": row.title_hi, "ur": row.title_ur}
        offices = {"hi": row.office_hi, "ur": row.office_ur}
        text = _(
            "%(office)s invites you to a test: %(title)s.\n\nYou can take it from %(from)s to %(until)s, Indian"
            " time, without an account. The link is yours alone and works once:\n%(link)s\n\nYour name and address are"
            " kept for this test alone and go %(days)s days after it has ended, or earlier if you ask the office."
        ) % {
            "office": offices.get(to.language) or row.office_en, "title": titles.get(to.language) or row.title_en,
            "from": when(row.opens_at), "until": when(row.closes_at), "link": link, "days": KEPT.days,
        }  # fmt: skip
        mail.send(to=to.email, subject=_("Invitation to a test"), text=text)


def _note(agent: Agent, act: str, found: Candidate, row: PublicTestRow, at: dt.datetime) -> None:
    """Without the name: the trail is for ever."""
    audit.record(
        f"assessment:candidate:{act}", agent=agent, at=at, kind="candidate", subject=found.uuid, label=row.title_en,
        detail={"test": row.uuid},
    )  # fmt: skip
