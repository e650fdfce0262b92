"""An officer asks her office to correct her record, or an office to confirm that it gains her."""

import datetime as dt
import uuid as uuids

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.feeds.engine.drop import CHOICES, choose, plausible_birth
from karmayogi.feeds.models import ProfileRequest
from karmayogi.feeds.queries.requests import request as request_row
from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import DesignationRow, OrganisationRow

# What the office keeps and an officer may ask to correct; e-mail and mobile she confirms herself by a code.
FIELDS = ("name", "group", "designation", "birth_on", "gender", "category", "employee_code")
_COLUMNS = {
    "name": "name", "group": '"group"', "birth_on": "birth_on::text", "gender": "gender", "category": "category",
    "employee_code": "employee_code",
}  # fmt: skip


def ask_correction(
    *, actor: Actor, field: str, value: str, reason: str = "", again_of: uuids.UUID | None = None, at: dt.datetime
) -> uuids.UUID:
    """Sends it to her present office. Raises Refused for a value that cannot be, and while one of that field waits."""
    if field not in FIELDS:
        raise Refused(_("Choose what is to be corrected."))
    on = clock.day(at)
    post = orgs.current_post(actor.person_id, on)
    if post is None:
        raise Refused(_("You hold no post, so no office can correct your record. Ask for a transfer instead."))
    wanted, designation = _checked(field, value, on)
    if field == "designation":
        was = post.designation_en
    else:
        was = rows.scalar(f"select {_COLUMNS[field]} from people_person where id = %s", [actor.person_id]) or ""
    if wanted == was:
        raise Refused(_("That is what is recorded already."))
    office = orgs.organisations([post.organisation_id])[post.organisation_id]
    return _send(
        actor, ProfileRequest.Kind.CORRECT, field, was, wanted, office, designation, None, "", reason, again_of, at
    )


def ask_transfer(
    *, actor: Actor, organisation_uuid: uuids.UUID, designation: str, effective_on: dt.date, order_number: str,
    reason: str = "", again_of: uuids.UUID | None = None, at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    """Sends it to the office that gains her. Until it is decided, her group and designation count as not verified."""
    office = orgs.organisation(organisation_uuid)
    if office is None:
        raise Refused(_("Choose the office that you were transferred to."))
    found = orgs.designation_by_name(designation)
    if found is None:
        raise Refused(_("“%(what)s” is not in the list of designations.") % {"what": designation[:80]})
    order_number = " ".join(order_number.split())
    if not order_number:
        raise Refused(_("Write the number of the transfer order."))
    on = clock.day(at)
    if abs((effective_on - on).days) > 366:
        raise Refused(_("The day of joining lies within a year of today."))
    post = orgs.current_post(actor.person_id, on)
    if post is not None and (post.organisation_id, post.designation_en) == (office.id, found.name):
        raise Refused(_("That is what is recorded already."))
    was = f"{post.designation_en}, {post.organisation_en}" if post else ""
    return _send(
        actor, ProfileRequest.Kind.TRANSFER, "transfer", was, f"{found.name}, {office.name_en}", office, found,
        effective_on, order_number, reason, again_of, at,
    )  # fmt: skip


def withdraw(*, actor: Actor, request_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Takes back one's own request that waits. Repeating it changes nothing."""
    with transaction.atomic():
        row = ProfileRequest.objects.select_for_update().filter(uuid=request_uuid, person_id=actor.person_id).first()
        if row is None:
            raise NotFound
        if row.status == ProfileRequest.Status.WITHDRAWN:
            return
        if row.status != ProfileRequest.Status.PENDING:
            raise Refused(_("This request has been decided."))
        row.status, row.decided_at = ProfileRequest.Status.WITHDRAWN, at
        row.save(update_fields=["status", "decided_at"])
        _audit("feeds:request:withdraw", actor, row, at)


def _checked(field: str, value: str, on: dt.date) -> tuple[str, DesignationRow | None]:
    """The value in its canonical form. Raises Refused with what to write instead."""
    value = " ".join(value.split())
    if not value:
        raise Refused(_("Write what it should be."))
    if field == "name":
        if orgs.looks_like_legacy_font(value) or sum(sign.isalpha() for sign in value) < 2 or len(value) > 200:
            raise Refused(_("“%(what)s” is not a name. Write the full name in letters.") % {"what": value[:80]})
    elif field in CHOICES:
        chosen = choose(field, value)
        if chosen is None:
            raise Refused(_("“%(what)s” is not in the list of values.") % {"what": value[:80]})
        value = chosen
    elif field == "birth_on":
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            raise Refused(_("“%(what)s” is not a date.") % {"what": value[:80]}) from None
        if not plausible_birth(day, on):
            raise Refused(_("Born on %(what)s? Check the year.") % {"what": day.strftime("%d-%m-%Y")})
    elif field == "designation":
        found = orgs.designation_by_name(value)
        if found is None:
            raise Refused(_("“%(what)s” is not in the list of designations.") % {"what": value[:80]})
        return found.name, found
    elif len(value) > 60:
        raise Refused(_("“%(what)s” cannot be a code. Use letters, digits, - and /.") % {"what": value[:80]})
    return value, None


def _send(
    actor: Actor, kind: str, field: str, was: str, wanted: str, office: OrganisationRow,
    designation: DesignationRow | None, effective_on: dt.date | None, order_number: str, reason: str,
    again_of: uuids.UUID | None, at: dt.datetime,
) -> uuids.UUID:  # fmt: skip
    before = request_row(again_of) if again_of else None
    if again_of and (before is None or before.person_id != actor.person_id):
        raise NotFound
    try:
        with transaction.atomic():
            row = ProfileRequest.objects.create(
                person_id=actor.person_id, kind=kind, field=field, was=was[:250], wanted=wanted[:250],
                designation_id=designation.id if designation else None, organisation_id=office.id, path=office.path,
                effective_on=effective_on, order_number=order_number[:120], reason=" ".join(reason.split())[:500],
                again_of_id=before.key if before else None, sent_at=at,
            )  # fmt: skip
            _audit("feeds:request:send", actor, row, at)
    except IntegrityError as error:
        raise Refused(_("A request for this is waiting already. Withdraw it first.")) from error
    return row.uuid


def _audit(tag: str, actor: Actor, row: ProfileRequest, at: dt.datetime) -> None:
    audit.record(
        tag, agent=actor, at=at, kind="profile_request", subject=row.uuid, label=row.field, concerns=row.person_id,
        detail={"field": row.field},
    )  # fmt: skip
