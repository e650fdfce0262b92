"""The vacancy and strength statement: on the screen, as a workbook, on paper."""

import uuid as uuids
from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs.policies import can_over_organisation
from karmayogi.orgs.queries import tree
from karmayogi.orgs.queries.organisations import access_organisation
from karmayogi.orgs.queries.statement import SORTS, statement
from karmayogi.orgs.web import words
from karmayogi.orgs.web.day import address, asked, kept_day, words_of
from karmayogi.orgs.web.organisations import EXPORT_MOST, crumbs, day_of_page, name_then
from karmayogi.ui.api import pick, render


@signed_in
def strength(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """A line for each office, by itself and with all below it: searched, sorted, paged by key."""
    row = access_organisation(request.actor, organisation, to="see")
    on, q, sort = asked(request), words_of(request, "q"), request.GET.get("sort", "tree")
    sort = sort if sort in SORTS else "tree"
    after = request.GET.get("after", "").replace("\0", "")
    unit = tree.unit_on(row.id, on)
    page = statement(unit.path, on, after=after or None, q=q, sort=sort) if unit else None
    kept = {"q": q, "sort": sort if sort != "tree" else "", "on": kept_day(request, on)}
    return render(
        request,
        "orgs/strength.html",
        {
            "nav": "admin",
            "row": row,
            "name": name_then(row, unit),
            "crumbs": crumbs(request, row, _("Vacancies and strength"), on=on),
            "page": page,
            "q": q,
            "sort": sort,
            "kept": {key: value for key, value in kept.items() if value},
            "sorts": {key: address("orgs:strength", row.uuid, **kept | {"sort": key}) for key in SORTS},
            "opens": lambda path: can_over_organisation(request.actor, path, "see"),
            "next_href": address("orgs:strength", row.uuid, **kept, after=page.after) if page and page.after else None,
            "first_href": address("orgs:strength", row.uuid, **kept) if after else None,
            "sheet_href": address("orgs:strength_sheet", row.uuid, **kept),
            **day_of_page(request, on),
        },
    )


@signed_in
def strength_sheet(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    """The whole statement as a workbook."""
    row = access_organisation(request.actor, organisation, to="see")
    on, q, sort = asked(request), words_of(request, "q"), request.GET.get("sort", "tree")
    sort = sort if sort in SORTS else "tree"
    unit = tree.unit_on(row.id, on)
    headings = [
        _("Office"), _("Kind"), _("Steps below"), _("Sanctioned, itself"), _("Without sanction, itself"),
        _("Filled, itself"), _("Vacant, itself"), _("Sanctioned, in all"), _("Without sanction, in all"),
        _("Filled, in all"), _("Vacant, in all"), _("Vacant but looked after, in all"),
    ]  # fmt: skip

    def lines() -> Iterator[Sequence[str]]:
        after, sent = None, 0
        while unit is not None and sent < EXPORT_MOST:
            page = statement(unit.path, on, after=after, limit=5000, q=q, sort=sort)
            for one in page.rows:
                own, whole = one.own, one.whole
                figures = (
                    one.depth, own.sanctioned, own.extra, own.filled, own.vacant, whole.sanctioned, whole.extra,
                    whole.filled, whole.vacant, whole.additional,
                )  # fmt: skip
                yield (
                    pick(one.name_en, one.name_hi, one.name_ur), words.kind_in_words(one.kind), *map(str, figures),
                )  # fmt: skip
            sent += len(page.rows)
            if page.after is None:
                return
            after = page.after

    answer = downloads.table(headings, lines(), f"strength {row.code} {on}", f"{row.name_en} {on}")
    audit.record(
        "orgs:strength:export", agent=request.actor, at=request.at, kind="organisation", subject=row.uuid,
        label=row.name_en, detail={"on": on},
    )  # fmt: skip
    return answer
