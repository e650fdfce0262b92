"""The day from which somebody no longer serves: her postings and authorities end with it."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, clock, rows
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.orgs.actions.posting import hold
from karmayogi.orgs.models import Incumbency, Retirement
from karmayogi.orgs.queries.officers import lock_persons


def retire(*, agent: Agent, person_id: int, on: dt.date, reason: str, at: dt.datetime) -> None:
    """`on`: first day on which she no longer serves. It may lie ahead: everything then ends by itself on the day.

    Another day moves what ended with the first one. A posting that was to begin later is cancelled. Repeating it
    changes nothing. Raises NotFound unless a post that she fills is the actor's to staff (any post of hers, where she
    fills none): an additional charge says nothing about her service. Raises Refused for a day before she took a post.
    """
    if not reason.strip():
        raise Refused(_("Enter the reason."))
    try:
        with transaction.atomic():
            lock_persons([person_id])
            before = Retirement.objects.select_for_update().filter(person_id=person_id).first()
            if before is not None and before.on == on and before.reason == reason.strip():
                ended_then = Incumbency.objects.filter(person_id=person_id, valid_to=on)
                if not _may_end(agent, list(ended_then)):
                    raise NotFound
                return
            _as_before(before)
            held = list(
                Incumbency.objects.select_for_update(of=("self",))
                .select_related("post")
                .filter(person_id=person_id)
                .exclude(valid_to__lt=on)
                .order_by("id")
            )
            if not _may_end(agent, held):
                raise NotFound
            ended = _end(agent, held, on, reason.strip(), at)
            values = {"on": on, "reason": reason.strip(), "recorded_at": at, "closed_at": None, "ended": ended}
            Retirement.objects.update_or_create(
                person_id=person_id, defaults=values, create_defaults=values | {"uuid": uuid7()}
            )
            authorities = hold.end_authorities(person_id, on, at)
            rows.run(
                "update orgs_authorityproposal set status = 'withdrawn', decided_at = %s "
                "where person_id = %s and status = 'open'",
                [at, person_id],
            )
            audit.record(
                "orgs:person:retire", agent=agent, at=at, kind="person",
                subject=rows.scalar("select uuid from people_person where id = %s", [person_id]), concerns=person_id,
                why=reason, detail={"on": on, "authorities": authorities},
            )  # fmt: skip
    except IntegrityError as error:
        raise Refused(hold.why(error)) from error


def _may_end(agent: Agent, held: list[Incumbency]) -> bool:
    fills = [row for row in held if row.kind in hold.FILLING] or held
    return any(hold.may_staff(agent, row.organisation_path) for row in fills)


def _as_before(before: Retirement | None) -> None:
    """What ended with the day that is replaced has the end that it had until then. In this transaction only: the new
    day ends it again."""
    if before is None:
        return
    for incumbency_id, end in before.ended.items():
        Incumbency.objects.filter(pk=incumbency_id, valid_to=before.on).update(
            valid_to=dt.date.fromisoformat(end) if end else None
        )


def _end(agent: Agent, held: list[Incumbency], on: dt.date, reason: str, at: dt.datetime) -> dict[int, str | None]:
    """Ends or cancels each; incumbency -> the end that it had."""
    ended: dict[int, str | None] = {}
    for row in held:
        if row.valid_from >= on:
            if row.valid_from <= clock.day(at):
                raise Refused(_("A post was taken after that day."))
            audit.record(
                "orgs:incumbency:cancel", agent=agent, at=at, kind="incumbency", subject=row.uuid,
                concerns=row.person_id, why=reason, detail={"from": row.valid_from},
            )  # fmt: skip
            row.delete()
            continue
        if row.placed_from is not None and row.placed_from >= on:
            raise Refused(_("The post was changed after that day. Changes are entered in their order."))
        if row.post.valid_to is not None and row.post.valid_to < on and (row.valid_to is None or row.valid_to >= on):
            raise Refused(_("The post was abolished."))
        if row.valid_to is None or row.valid_to > on:
            ended[row.id] = row.valid_to.isoformat() if row.valid_to else None
            row.valid_to = on
            row.save(update_fields=["valid_to"])
        hold.tell(row.person_id, row, None, on, at)
    return ended
