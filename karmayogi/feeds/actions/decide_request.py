"""The office decides what officers ask for: approves, one or many, or returns with what is missing."""

import datetime as dt
import uuid as uuids
from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.feeds.models import ProfileRequest
from karmayogi.feeds.policies import can_feed
from karmayogi.feeds.queries.requests import request as request_row
from karmayogi.feeds.queries.requests import substantive_of
from karmayogi.feeds.types import RequestRow
from karmayogi.kernel import audit, clock
from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people


def access_request(actor: Actor, request_uuid: uuids.UUID) -> RequestRow:
    """For the training admin of the office that decides. Raises NotFound for everybody else."""
    row = request_row(request_uuid)
    if row is None or not can_feed(actor, row.path):
        raise NotFound
    return row


def approve_request(*, actor: Actor, request_uuid: uuids.UUID, at: dt.datetime) -> None:
    """Makes it so. Repeating it changes nothing. Raises Refused when it cannot be made so."""
    with transaction.atomic():
        row = _locked(actor, request_uuid)
        if row.status == ProfileRequest.Status.APPROVED:
            return
        _still_open(actor, row)
        try:
            with transaction.atomic():
                _make_so(actor, row, at)
        except IntegrityError as error:
            raise Refused(_("The postings would overlap. Check the day of joining.")) from error
        _decide(actor, row, ProfileRequest.Status.APPROVED, "", at)


def return_request(*, actor: Actor, request_uuid: uuids.UUID, comment: str, at: dt.datetime) -> None:
    """Sends it back with what is missing; the officer may send it again. Repeating it changes nothing."""
    comment = " ".join(comment.split())
    if len(comment) < 5:
        raise Refused(_("Write what is missing, so that the officer can send it again."))
    with transaction.atomic():
        row = _locked(actor, request_uuid)
        if row.status == ProfileRequest.Status.RETURNED:
            return
        _still_open(actor, row)
        _decide(actor, row, ProfileRequest.Status.RETURNED, comment[:500], at)


def approve_many(
    *, actor: Actor, request_uuids: Sequence[uuids.UUID], at: dt.datetime
) -> tuple[int, list[tuple[str, str, str]]]:
    """Each by itself: (how many were approved, (name, in her own script, why not) of the others). Unknown ones are
    passed over."""
    done, problems = 0, []
    for request_uuid in request_uuids:
        row = request_row(request_uuid)
        if row is None or not can_feed(actor, row.path):
            continue
        try:
            approve_request(actor=actor, request_uuid=request_uuid, at=at)
            done += 1
        except Refused as refusal:
            problems.append((row.person_name, row.person_native, str(refusal)))
    return done, problems


def _locked(actor: Actor, request_uuid: uuids.UUID) -> ProfileRequest:
    row = ProfileRequest.objects.select_for_update().filter(uuid=request_uuid).first()
    if row is None or not can_feed(actor, row.path):
        raise NotFound
    return row


def _still_open(actor: Actor, row: ProfileRequest) -> None:
    if row.status != ProfileRequest.Status.PENDING:
        raise Refused(_("This request has been decided."))
    if row.person_id == actor.person_id:
        raise Refused(_("Nobody decides about their own record. Somebody else has to."))


def _make_so(actor: Actor, row: ProfileRequest, at: dt.datetime) -> None:
    today = clock.day(at)
    if row.kind == ProfileRequest.Kind.TRANSFER or row.field == "designation":
        assert row.designation_id is not None
        _post(actor, row, row.effective_on or today, at)
    elif row.field == "birth_on":
        people.update_person(agent=actor, person_id=row.person_id, at=at, birth_on=dt.date.fromisoformat(row.wanted))
    else:
        changes: Any = {row.field: row.wanted}
        people.update_person(agent=actor, person_id=row.person_id, at=at, **changes)


def _post(actor: Actor, row: ProfileRequest, on: dt.date, at: dt.datetime) -> None:
    """From one seat to another in one transaction. The office that gains her acts, also over the seat that she leaves:
    the transfer order, whose number it has seen, relieves her."""
    agent = System(f"{actor.name}, for the office that gains her")
    assert row.designation_id is not None
    held = substantive_of(row.person_id, on)
    if held is not None and row.kind == ProfileRequest.Kind.CORRECT and held[2] != row.organisation_id:
        raise Refused(_("The officer has left this office since sending the request."))
    place = (row.organisation_id, row.designation_id)
    vacant = orgs.vacant_seats([place[0]], [place[1]], on, lock=True).get(place, [])
    if vacant:
        seat = vacant[0]
    else:
        seat = orgs.create_post(
            agent=agent, organisation_id=row.organisation_id, designation_id=row.designation_id, sanctioned=False,
            valid_from=on, at=at,
        ).id  # fmt: skip
    order = row.order_number or _("Correction at the officer's own request")
    if held is None:
        orgs.appoint(agent=agent, person_id=row.person_id, post_id=seat, valid_from=on, order_number=order, at=at)
    elif held[1] >= on:
        raise Refused(_("The present posting began on that day or later."))
    else:
        orgs.transfer(agent=agent, person_id=row.person_id, to_post_id=seat, on=on, order_number=order, at=at)


def _decide(actor: Actor, row: ProfileRequest, status: str, comment: str, at: dt.datetime) -> None:
    row.status, row.comment, row.decided_at, row.decided_by_id = status, comment, at, actor.person_id
    row.save(update_fields=["status", "comment", "decided_at", "decided_by_id"])
    audit.record(
        f"feeds:request:{'approve' if status == ProfileRequest.Status.APPROVED else 'return'}", agent=actor, at=at,
        kind="profile_request", subject=row.uuid, label=row.field, concerns=row.person_id, why=comment,
        detail={"field": row.field},
    )  # fmt: skip
