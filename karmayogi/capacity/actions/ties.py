"""Whom the product knows behind the words of an intervention: a person or a post that answers for it, a provider."""

import datetime as dt
import uuid as uuids

from django.utils.translation import gettext as _

from karmayogi.capacity.actions.writing import writing
from karmayogi.capacity.models import Intervention, Plan
from karmayogi.capacity.queries.ties import person_here, post_here, provider_here
from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.orgs import api as orgs


def tie_owner(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, person: uuids.UUID | None = None,
    post: uuids.UUID | None = None, at: dt.datetime,
) -> None:  # fmt: skip
    """A person who holds a post in the organisation, or a post of it, whoever holds it then; neither takes it out.

    They are told when the plan is published and before the quarter. The words of the intervention stay.
    """
    if person is not None and post is not None:
        raise Refused(_("Choose a person or a post, not both."))
    today = clock.day(at)
    with writing(actor, plan, revision, at, "owner") as row:
        one = _of(row, intervention)
        path = orgs.organisations([row.organisation_id])[row.organisation_id].path
        one.owner_person_id = person_here(person, path, today) if person else None
        one.owner_post_id = post_here(post, path, today) if post else None
        if (person and one.owner_person_id is None) or (post and one.owner_post_id is None):
            raise NotFound
        one.save(update_fields=["owner_person", "owner_post"])


def tie_provider(
    *, actor: Actor, plan: uuids.UUID, revision: int, intervention: uuids.UUID, provider: uuids.UUID | None,
    at: dt.datetime,
) -> None:  # fmt: skip
    """A provider that is licensed on that day; None takes it out."""
    with writing(actor, plan, revision, at, "provider") as row:
        one = _of(row, intervention)
        found = provider_here(provider, clock.day(at)) if provider else None
        if provider and found is None:
            raise NotFound
        one.made_by_provider_id = found
        one.save(update_fields=["made_by_provider"])


def _of(row: Plan, intervention: uuids.UUID) -> Intervention:
    one = Intervention.objects.filter(plan=row, uuid=intervention).first()
    if one is None:
        raise NotFound
    return one
