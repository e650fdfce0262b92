"""Entering a seat in a unit."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Agent, NotFound, Refused
from karmayogi.orgs.actions.structure import turn
from karmayogi.orgs.models import Organisation, Post
from karmayogi.orgs.policies import can_over_organisation
from karmayogi.orgs.types import SeatRow


def create_post(
    *,
    agent: Agent,
    organisation_id: int,
    designation_id: int,
    label: str = "",
    code: str = "",
    reports_to_id: int | None = None,
    sanctioned: bool = True,
    sanction_order: str = "",
    valid_from: dt.date,
    at: dt.datetime,
) -> SeatRow:
    """A new seat; the code is made when none is given.

    Raises NotFound when the organisation is not the actor's to staff, or for a post above that is not there; Refused
    when the code is taken, and for a day before the organisation was there or came to where it stands.
    """
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation_id).first()
        if organisation is None:
            raise NotFound
        if isinstance(agent, Actor) and not (
            can_over_organisation(agent, organisation.path, "staff")
            or can_over_organisation(agent, organisation.path, "structure")
        ):
            raise NotFound
        if code and Post.objects.filter(code=code).exists():
            raise Refused(_("Another post has the code %(code)s.") % {"code": code})
        if reports_to_id is not None and not Post.objects.filter(pk=reports_to_id).exists():
            raise NotFound
        turn.check_there(organisation, valid_from)
        new_id: int = rows.scalar("select nextval(pg_get_serial_sequence('orgs_post', 'id'))")
        post = Post.objects.create(
            id=new_id, code=code or f"P-{new_id}", organisation_id=organisation_id, organisation_path=organisation.path,
            designation_id=designation_id, label=label, reports_to_id=reports_to_id, sanctioned=sanctioned,
            sanction_order=sanction_order, valid_from=valid_from, created_at=at,
        )  # fmt: skip
        audit.record("orgs:post:create", agent=agent, at=at, kind="post", subject=post.uuid, label=post.code)
    return SeatRow(post.id, post.uuid, post.code, organisation_id, designation_id, reports_to_id)
