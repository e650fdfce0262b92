"""A suggestion is accepted into the draft or rejected; either way it is written down with its source."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.competencies.actions.workbench.names import Name
from karmayogi.competencies.actions.workbench.shape_order import add_activity, add_role, open_draft, set_need
from karmayogi.competencies.models import OrderPosition, WorkSuggestion
from karmayogi.competencies.queries.workbench.suggestions import Suggestion, suggestions
from karmayogi.competencies.queries.workbench.tree import PositionNode, tree
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, NotFound, Refused

LOOSE = Name("Other work", "अन्य कार्य", "دیگر کام", sure=True)  # the role of an accepted activity without one


@transaction.atomic
def decide_suggestion(
    *, actor: Actor, order: uuid.UUID, position: uuid.UUID, key: str, accept: bool, level: int | None = None,
    role: uuid.UUID | None = None, at: dt.datetime,
) -> None:  # fmt: skip
    """key: of one of `suggestions(position)`. level: of a competency, where the source names none. role: where an
    activity goes; otherwise into the role it has in its source, which is added when missing.

    Deciding again changes nothing.
    """
    draft = open_draft(actor, order, at)
    node = _position(draft.row.pk, position)
    if WorkSuggestion.objects.filter(position_id=node.id, key=key).exists():
        return
    found = next((one for one in suggestions(node) if one.key == key), None)
    if found is None:
        raise Refused(_("This suggestion is no longer there. Look at the list again."))
    if accept:
        _take(actor, order, node, found, level, role, at)
    WorkSuggestion.objects.create(
        order=draft.row, position_id=node.id, kind=found.kind, key=key, text=found.name_en[:300],
        source_kind=found.source_kind, source=found.source[:300], span=found.span, likeness=found.likeness,
        accepted=accept, person_id=actor.person_id, at=at,
    )  # fmt: skip
    audit.record(
        f"competencies:suggestion:{'accept' if accept else 'reject'}", agent=actor, at=at, kind="work_order",
        subject=draft.row.uuid, label=f"{found.kind}: {found.name_en}",
        detail={"source": found.source, "likeness": found.likeness},
    )  # fmt: skip


def _take(
    actor: Actor, order: uuid.UUID, node: PositionNode, found: Suggestion, level: int | None, role: uuid.UUID | None,
    at: dt.datetime,
) -> None:  # fmt: skip
    name = Name(found.name_en, found.name_hi, found.name_ur, sure=True)
    if found.kind == "role":
        add_role(actor=actor, order=order, position=node.uuid, name=name, at=at)
    elif found.kind == "competency":
        set_need(
            actor=actor, order=order, activity=uuid.UUID(found.within), code=found.code, level=level or found.level,
            importance=found.importance, at=at,
        )  # fmt: skip
    else:
        into = role or next((one.uuid for one in node.roles if one.name_en == found.within), None)
        if into is None:
            held = Name(found.within, sure=True) if found.within else LOOSE
            into = add_role(actor=actor, order=order, position=node.uuid, name=held, at=at).uuid
        add_activity(actor=actor, order=order, role=into, name=name, at=at)


def _position(order_id: int, position: uuid.UUID) -> PositionNode:
    if not OrderPosition.objects.filter(uuid=position, order_id=order_id).exists():
        raise NotFound
    return next(one for one in tree(order_id) if one.uuid == position)
