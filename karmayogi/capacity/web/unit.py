"""The capacity building unit of an organisation: its order, its members, its end."""

import datetime as dt
import uuid as uuids
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import form_unit as actions
from karmayogi.capacity.policies import can_publish
from karmayogi.capacity.queries.access import access_body, active_unit
from karmayogi.capacity.queries.choices import choices
from karmayogi.capacity.queries.plans import members_of
from karmayogi.capacity.web.acts import acted
from karmayogi.kernel import clock
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import pick, render


@signed_in
def unit(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    today = clock.day(request.at)
    body = access_body(request.actor, organisation, "see", today)
    may = can_publish(request.actor, body.path)
    if request.method == "POST":
        return acted(request, request.path, lambda: _posted(request, organisation), _("Saved."))
    row = active_unit(body.id)
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return render(
        request,
        "capacity/unit.html",
        {
            "nav": "admin",
            "here": request.path,
            "body_name": pick(body.name_en, body.name_hi, body.name_ur),
            "unit": row,
            "members": members_of(row.pk, body.path, today) if row else [],
            "may": may,
            "q": q,
            "found": choices("person", q, path=body.path, on=today) if may else [],
            "today": today.isoformat(),
        },
    )


def _posted(request: SignedInRequest, organisation: uuids.UUID) -> None:
    post = request.POST
    asked: dict[str, Any] = {"actor": request.actor, "organisation": organisation, "at": request.at}
    do = post.get("do", "")
    if do == "form":
        try:
            formed_on = dt.date.fromisoformat(post.get("formed_on", ""))
        except ValueError:
            raise Refused(_("Say on which day the unit was formed.")) from None
        actions.form_unit(**asked, order_number=post.get("order_number", ""), formed_on=formed_on)
    elif do in ("add", "chair"):
        person = read_uuid(post.get("person", ""))
        if person is None:
            raise NotFound
        actions.add_member(**asked, person=person, chairs=do == "chair")
    elif do == "remove":
        actions.remove_member(**asked, member=number(post.get("member", "")) or 0)
    elif do == "end":
        actions.end_unit(**asked)
    else:
        raise NotFound
