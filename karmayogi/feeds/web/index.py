"""Where a training admin begins: her organisations with what waits in each."""

import uuid as uuids

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.feeds.policies import ROLES
from karmayogi.feeds.queries.requests import waiting_in
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import pick, render


@signed_in
def index(request: SignedInRequest) -> HttpResponse:
    ids = {held.organisation_id for held in request.actor.authorities if held.role in ROLES}
    if not ids:
        raise NotFound
    mine = sorted(orgs.organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))
    lines = [(row, name_of(row), waiting_in(row.path)) for row in mine]
    return render(request, "feeds/index.html", {"nav": "admin", "lines": lines})


def organisation_for(request: SignedInRequest, uuid: uuids.UUID) -> OrganisationRow:
    """Raises NotFound for who does not administer it."""
    return orgs.access_organisation(request.actor, uuid, to="staff")


def name_of(row: OrganisationRow) -> str:
    return pick(row.name_en, row.name_hi, row.name_ur)


def crumbs(row: OrganisationRow | None, *rest: str) -> list[tuple[str, str | None]]:
    steps: list[tuple[str, str | None]] = [(_("HR feed"), reverse("feeds:index"))]
    if row is not None:
        steps.append((name_of(row), reverse("feeds:organisation", args=(row.uuid,))))
    steps += [(label, None) for label in rest]
    return [*steps[:-1], (steps[-1][0], None)]
