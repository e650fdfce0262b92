"""Work allocation orders: the list, one order with its map and way, comparing versions, the signed paper."""

import json
import uuid as uuids
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from markupsafe import Markup

from karmayogi.competencies.actions.workbench import draft_order as drafting
from karmayogi.competencies.actions.workbench import review_order as reviewing
from karmayogi.competencies.actions.workbench.print_order import print_order, public_link
from karmayogi.competencies.engine.workbench.compare import differences
from karmayogi.competencies.policies import OVER_ORDER, can_open_workbench, can_over_order
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.competencies.queries.workbench.suggestions import decisions
from karmayogi.competencies.queries.workbench.tree import PositionNode, content, tree, unmapped
from karmayogi.competencies.web.pictures import AREA_MARK
from karmayogi.competencies.web.workbench import words
from karmayogi.kernel import audit, clock, files
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web import downloads
from karmayogi.kernel.web.door import Request, SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import charts, day, named, num, pick, render

EXPORT_MOST = 20_000


@signed_in
def orders(request: SignedInRequest) -> HttpResponse:
    """Every order that the actor may see, changed last first."""
    actor = request.actor
    if not can_open_workbench(actor):
        raise NotFound
    q, statuses = text_of(request, "q"), _statuses(request)
    after = request.GET.get("after", "").replace("\0", "")
    lines, following = queries.order_lines(actor, q, statuses, after or None)
    counts = queries.order_counts(actor)
    kept = [("q", q)] * bool(q) + [("status", one) for one in statuses]
    here = reverse("competencies:orders")
    return render(
        request,
        "competencies/workbench/orders.html",
        {
            "nav": "admin",
            "lines": lines,
            "q": q,
            "statuses": [
                (one, words.status_in_words(one), counts.get(one, 0), one in statuses) for one in queries.STATUSES
            ],
            "status_in_words": words.status_in_words,
            "tones": words.TONES,
            "may_draft": bool(actor.paths(*OVER_ORDER["draft"])),
            "next_href": f"{here}?{urlencode([*kept, ('after', following)])}" if following else None,
            "first_href": f"{here}?{urlencode(kept)}" if after else None,
            "sheet_href": reverse("competencies:orders_sheet") + f"?{urlencode(kept)}",
        },
    )


@signed_in
@require_safe
def orders_sheet(request: SignedInRequest) -> HttpResponse:
    if not can_open_workbench(request.actor):
        raise NotFound
    lines, _following = queries.order_lines(request.actor, text_of(request, "q"), _statuses(request), limit=EXPORT_MOST)
    headings = [
        _("Number"), _("Version"), _("Title"), _("Organisation"), _("Designations"), _("State"), _("Author"),
        _("Still unmapped"), _("Changed"),
    ]  # fmt: skip
    return downloads.table(
        headings,
        [
            (
                one.number, one.version, pick(one.title, one.title_hi, one.title_ur),
                pick(one.organisation_en, one.organisation_hi, one.organisation_ur),
                pick(one.positions_en, one.positions_hi, one.positions_ur), words.status_in_words(one.status),
                named(one.author, one.author_native), one.unmapped, day(one.changed_at.date()),
            )
            for one in lines
        ],
        "work orders",
    )  # fmt: skip


@signed_in
def new_order(request: SignedInRequest) -> HttpResponse:
    """One question: for which designation, in which organisation."""
    mine = drafting_organisations(request.actor)
    if not mine:
        raise NotFound
    problem, status = "", 200
    if request.method == "POST":
        try:
            made = drafting.draft_order(
                actor=request.actor, organisation=uuid_of(request, "organisation"),
                designation=request.POST.get("designation", ""), title=request.POST.get("title", ""),
                basis=request.POST.get("basis", ""), at=request.at,
                from_profile=request.POST.get("from_profile") == "1",
            )  # fmt: skip
            return HttpResponseRedirect(reverse("competencies:order_edit", args=(made,)))
        except Refused as refused:
            problem, status = str(refused), 422
    return render(
        request,
        "competencies/workbench/new.html",
        {
            "nav": "admin", "mine": [(row.uuid, name_of(row)) for row in mine], "problem": problem,
            "designation": (request.POST.get("designation") or text_of(request, "designation"))[:200],
            "chosen": request.POST.get("organisation") or text_of(request, "organisation"),
        },
        status,
    )  # fmt: skip


@signed_in
@require_safe
def order(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    actor = request.actor
    row = queries.access_order(actor, order)
    positions = tree(row.id)
    posts = queries.posts_of([position.designation_id for position in positions], clock.day(request.at))
    hand = row.author_id == actor.person_id or queries.is_hand(row.id, actor.person_id)
    reviewing_as = {"l1": "review_l1", "l2": "review_l2"}.get(row.status, "")
    may_review = bool(reviewing_as) and can_over_order(actor, row.path, reviewing_as)
    return render(
        request,
        "competencies/workbench/order.html",
        {
            "nav": "admin",
            "row": row,
            "organisation": pick(row.organisation_en, row.organisation_hi, row.organisation_ur),
            "status": words.status_in_words(row.status),
            "tone": words.TONES[row.status],
            "positions": [
                (position, role_map(position, posts.get(position.designation_id, 0))) for position in positions
            ],
            "unmapped": unmapped(positions),
            "steps": [(words.step_in_words(one.step), one) for one in queries.steps_of(row.id)],
            "versions": queries.versions_of(row.series),
            "status_in_words": words.status_in_words,
            "decisions": _decisions(row.id),
            "may_draft": row.status == "draft" and can_over_order(actor, row.path, "draft"),
            "is_author": row.author_id == actor.person_id,
            "may_review": may_review and not hand and row.first_reviewer_id != actor.person_id,
            "reviewer_wrote": may_review and hand,
            "may_return": may_review or (bool(reviewing_as) and can_over_order(actor, row.path, "administer")),
            "may_archive": row.status == "published" and can_over_order(actor, row.path, "administer"),
            "may_copy": row.status in ("published", "archived") and can_over_order(actor, row.path, "draft"),
            "link": public_link(row.code) if row.code else "",
        },
    )


@signed_in
@require_POST
def order_step(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    """One step on the way; what is refused is said on the order's page."""
    actor, at, step = request.actor, request.at, request.POST.get("step", "")
    comment = request.POST.get("comment", "").replace("\0", "")
    here = reverse("competencies:order", args=(order,))
    try:
        if step == "submit":
            reviewing.submit(actor=actor, order=order, at=at)
        elif step == "approve":
            reviewing.approve(actor=actor, order=order, comment=comment, at=at)
        elif step == "return":
            reviewing.send_back(actor=actor, order=order, comment=comment, at=at)
        elif step == "archive":
            reviewing.archive(actor=actor, order=order, comment=comment, at=at)
        elif step == "take_over":
            drafting.take_over(actor=actor, order=order, at=at)
        elif step == "copy":
            here = reverse("competencies:order_edit", args=(drafting.copy_order(actor=actor, order=order, at=at),))
        else:
            raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(here)


@signed_in
@require_safe
def compare(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    """Against another version of the same order; the one before it when none is named."""
    row = queries.access_order(request.actor, order)
    versions = queries.versions_of(row.series)
    others = [one for one in versions if one.uuid != row.uuid]
    asked = request.GET.get("with", "")
    older = [one for one in others if one.version < row.version]
    other = next((one for one in others if str(one.uuid) == asked), next(iter(older or others), None))
    found = []
    against = None
    if other is not None:
        against = queries.access_order(request.actor, other.uuid)
        was, now = (against, row) if against.version < row.version else (row, against)
        found = differences(_content(was), _content(now))
    return render(
        request,
        "competencies/workbench/compare.html",
        {
            "nav": "admin", "row": row, "against": against, "others": others, "found": found,
            "change_in_words": words.change_in_words, "part_in_words": words.part_in_words,
            "totals": {kind: sum(one.kind == kind for one in found) for kind in ("added", "removed", "changed")},
        },
    )  # fmt: skip


@signed_in
@require_safe
def paper(request: SignedInRequest, order: uuids.UUID) -> HttpResponse:
    """The signed PDF; made on the spot when the job has not come to it yet."""
    row = queries.access_order(request.actor, order)
    if row.published_at is None:
        raise Refused(_("Only a published order is printed."))
    made = print_order(row.id)
    audit.record(
        "competencies:order:download", agent=request.actor, at=request.at, kind="work_order", subject=row.uuid,
        label=row.number,
    )  # fmt: skip
    return HttpResponse(
        files.read(made.sha256),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{row.number.replace("/", "-")}.pdf"',
            "Cache-Control": "private, no-cache",
        },
    )


def role_map(position: PositionNode, posts: int) -> Markup:
    """The map of one position; nothing while no role has an activity."""
    if not any(role.activities for role in position.roles):
        return Markup("")
    needs: dict[str, dict[str, Any]] = {}
    for role in position.roles:
        for activity in role.activities:
            for need in activity.needs:
                box = needs.setdefault(
                    need.code,
                    {
                        "key": need.code, "label": pick(need.name_en, need.name_hi, need.name_ur),
                        "mark": AREA_MARK[need.area], "level": 0,
                    },
                )  # fmt: skip
                box["level"] = max(box["level"], need.level or 0)
    return charts.role_map(
        pick(position.name_en, position.name_hi, position.name_ur),
        [
            {
                "label": pick(role.name_en, role.name_hi, role.name_ur),
                "activities": [
                    {
                        "label": pick(activity.name_en, activity.name_hi, activity.name_ur),
                        "needs": [need.code for need in activity.needs],
                    }
                    for activity in role.activities
                ],
            }
            for role in position.roles
        ],
        list(needs.values()),  # type: ignore[arg-type]
        note=ngettext("%(count)s post", "%(count)s posts", posts) % {"count": num(posts)},
    )


def drafting_organisations(actor: Actor) -> list[OrganisationRow]:
    """The organisations for which the actor writes orders."""
    ids = {held.organisation_id for held in actor.authorities if held.role in OVER_ORDER["draft"]}
    return sorted(orgs.organisations(ids).values(), key=lambda row: (len(row.path), row.name_en))


def name_of(row: OrganisationRow) -> str:
    return pick(row.name_en, row.name_hi, row.name_ur)


def text_of(request: Request, name: str) -> str:
    return request.GET.get(name, "").replace("\0", "").strip()[:100]


def uuid_of(request: Request, name: str) -> uuids.UUID:
    """A uuid of the form. Raises NotFound for anything else."""
    try:
        return uuids.UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise NotFound from error


def _content(row: queries.OrderRow) -> dict[str, Any]:
    return json.loads(row.content) if row.content else content(row, tree(row.id))


def _decisions(order_id: int) -> list[tuple[str, int, int]]:
    return [(words.source_in_words(kind), yes, no) for kind, (yes, no) in decisions(order_id).items()]


def _statuses(request: Request) -> list[str]:
    return [one for one in request.GET.getlist("status") if one in queries.STATUSES]
