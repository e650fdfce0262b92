"""Who in an office is ready for a post or a scheme, today and on a day to come; and the schemes themselves."""

import re
import uuid as uuids
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from karmayogi.competencies.actions.gaps.create_scheme import create_scheme
from karmayogi.competencies.policies import SEES_PERSONS, can_shape_schemes
from karmayogi.competencies.queries.gaps.ready import MOST, NOBODY, ready
from karmayogi.competencies.queries.gaps.wanted import aim, aims, wanted_then, wants
from karmayogi.competencies.web.gaps.looks import note_looks
from karmayogi.competencies.web.gaps.office import access_office
from karmayogi.kernel import clock, dates
from karmayogi.kernel.access import NotFound, Refused, Role
from karmayogi.kernel.web.choices import chosen_day, chosen_uuid
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.ui.api import pick, render

_NEED = re.compile(r"^\s*(\S+)\s+(?:L|level\s*)?([1-5])\s*$", re.IGNORECASE)


@signed_in
def office_ready(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    row = access_office(request.actor, organisation, persons=True)
    today = clock.day(request.at)
    on, uuid = chosen_day(request, today, dates.EARLIEST), chosen_uuid(request, "for")
    target = aim(uuid) if uuid else None
    if uuid and target is None:
        raise NotFound
    here = reverse("competencies:office_ready", args=(row.uuid,))
    context = {
        "nav": "admin",
        "row": row,
        "name": pick(row.name_en, row.name_hi, row.name_ur),
        "aims": aims(),
        "target": target,
        "on": on,
        "today": today,
        "earliest": dates.EARLIEST,
        "most": MOST,
    }
    if target is not None:
        wanted = wants(target.uuid) if on >= today else wanted_then(target.uuid, on)
        unit = orgs.unit_on(row.id, on)
        seen = request.actor.paths(*SEES_PERSONS) if on != today else None
        bench = ready(unit.path, wanted, today, on, seen=seen, after=_after(request)) if unit else NOBODY
        kept = {"for": str(target.uuid), "on": on.isoformat()}
        context |= {
            "bench": bench,
            "wanted": wanted,
            "next_href": f"{here}?{urlencode(kept | {'after': '{}.{}'.format(*bench.more)})}"
            if bench and bench.more
            else None,
            "first_href": f"{here}?{urlencode(kept)}" if request.GET.get("after") else None,
        }
        lines = bench.lines if bench and wanted else ()
        note_looks(
            request, "competencies:readiness:see", row, [(one.person_id, one.person_uuid, one.name) for one in lines],
            about=f"{target.name_en}, {on.isoformat()}", detail={"for": target.name_en, "on": on},
        )  # fmt: skip
    return render(request, "competencies/gaps/ready.html", context)


def _after(request: Request) -> tuple[int, int] | None:
    parts = request.GET.get("after", "").split(".")
    if len(parts) != 2 or not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        return None
    return int(parts[0]), int(parts[1])


class SchemeForm(forms.Form):
    code = forms.RegexField(
        label=gettext_lazy("Code"), regex=r"^[A-Z0-9-]{2,30}$",
        help_text=gettext_lazy("Capital letters, digits and hyphens, e.g. JJM-2026"),
    )  # fmt: skip
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=200)
    name_hi = forms.CharField(label=gettext_lazy("Name in Hindi"), max_length=200, required=False)
    name_ur = forms.CharField(label=gettext_lazy("Name in Urdu"), max_length=200, required=False)
    needs = forms.CharField(
        label=gettext_lazy("What it needs"), widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr"}), max_length=4000,
        help_text=gettext_lazy("One competency in each line: its code, a blank, the level from 1 to 5"),
    )  # fmt: skip

    def clean_needs(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for number, line in enumerate(self.cleaned_data["needs"].splitlines(), 1):
            if not line.strip():
                continue
            match = _NEED.match(line)
            if match is None:
                raise forms.ValidationError(
                    _("Line %(number)s: write a code and a level from 1 to 5.") % {"number": number}
                )
            found[match[1]] = int(match[2])
        return found


@signed_in
def schemes(request: SignedInRequest) -> HttpResponse:
    """The schemes there are, and a form for a new one where she may shape them."""
    reach = [held for held in request.actor.authorities if held.role in (Role.FRAC_ADMIN, Role.SPV_ADMIN)]
    if not reach:
        raise NotFound
    owners = sorted(
        orgs.organisations({held.organisation_id for held in reach}).values(), key=lambda row: len(row.path)
    )
    form = SchemeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        owner = next((row for row in owners if can_shape_schemes(request.actor, row.path)), None)
        if owner is None:
            raise NotFound
        try:
            create_scheme(agent=request.actor, organisation_id=owner.id, at=request.at, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("needs", str(refusal))
        else:
            return HttpResponseRedirect(reverse("competencies:schemes"))
    found = [one for one in aims() if one.kind == "scheme"]
    return render(request, "competencies/gaps/schemes.html", {"nav": "admin", "rows": found, "form": form})
