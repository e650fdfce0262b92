"""One draft: what it holds and lacks, its title and rule, its parts in order, its way, what changed."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies import api as competencies
from karmayogi.kernel import slots
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring import review, write
from karmayogi.learning.engine.authoring.difference import differences
from karmayogi.learning.engine.authoring.gate import Lack, Missing, missing
from karmayogi.learning.engine.authoring.said import Said
from karmayogi.learning.engine.authoring.weight import SLOW_SECONDS, seconds_on_2g
from karmayogi.learning.engine.collections.outline import ROOT, Line
from karmayogi.learning.policies import can_over_provider
from karmayogi.learning.queries.authoring import drafts as queries
from karmayogi.learning.queries.authoring.quality import form_in_force, reviews_of
from karmayogi.learning.queries.authoring.said import draft_said, version_said
from karmayogi.learning.web.authoring import words
from karmayogi.learning.web.authoring.forms import LICENCES, AboutForm, about_initial
from karmayogi.learning.web.authoring.work import uuid_of
from karmayogi.learning.web.words import (
    LANGUAGE_NAMES,
    credit_in_words,
    item_kinds,
    kind_in_words,
    modes_in_words,
    rule_in_words,
    span_in_words,
)
from karmayogi.ui.api import named, pick, render

_ABOUT = (Lack.TITLE, Lack.SUMMARY, Lack.LICENCE, Lack.RULE, Lack.SESSIONS)


@signed_in
@require_safe
def draft(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    actor = request.actor
    row = queries.access_draft(actor, draft)
    said = draft_said(row.id)
    lacking = missing(said)
    form = form_in_force()
    may = {to: can_over_provider(actor, row.path, row.held, to) for to in ("write", "review", "publish")}
    return render(
        request,
        "learning/authoring/draft.html",
        heading(request, row, said)
        | {
            "lacking": [(one, words.lack_in_words(one), _where(row, said, one)) for one in lacking],
            "blocked": sum(one.blocks for one in lacking),
            "parts": [(part, weight(said, part.key)) for part in said.parts],
            "kinds_to_add": words.kinds_to_add(),
            "kind_in_words": kind_in_words,
            "modes": modes_in_words(),
            "item_kinds": item_kinds(),
            "nodes": outline(said),
            "rule_names": [(code, rule_in_words(code, "…")) for code in ("all", "in_order", "at_least", "points")],
            "rule_in_words": rule_in_words,
            "span": span_in_words(said.gathering.starts_at, said.gathering.ends_at)
            if said.gathering.starts_at and said.gathering.ends_at
            else "",
            "credit": credit_in_words(said.gathering.credit),
            "competencies": [
                (one.code, pick(one.name_en, one.name_hi, one.name_ur)) for one in competencies.every()
            ] if may["write"] and row.status == "draft" else [],
            "may_change": may["write"] and row.status == "draft",
            "tools": [
                line for offer in slots.every("learning.draft_tools") for line in offer(actor, draft)
            ] if may["write"] and row.status == "draft" else [],
            "may": may,
            "reviews": reviews_of(row.id, row.round) if row.round else [],
            "form": form,
            "steps": [(words.step_in_words(one.step), one) for one in queries.steps_of(row.id)],
            "versions": queries.versions_of(row.course_id),
            "newer": row.is_open and row.live_id != row.based_on_id,
            "total": max((said.bytes(language) for language in said.languages), default=0),
            "seconds": seconds_on_2g(max((said.bytes(language) for language in said.languages), default=0)),
        },
    )  # fmt: skip


def outline(said: Said) -> list[tuple[int, Line, str]]:
    """(depth, node, title) from the top down, for the page of the draft."""
    found: list[tuple[int, Line, str]] = []

    def walk(parent: str, depth: int) -> None:
        for node in said.nodes:
            if node.parent == parent:
                title = said.items.get(node.course, "") if node.course else node.title_en
                found.append((depth, node, title))
                if node.rule and depth < 20:
                    walk(node.key, depth + 1)

    walk(ROOT, 0)
    return found


def heading(request: SignedInRequest, row: queries.DraftRow, said: Said) -> dict[str, Any]:
    """What every page of a draft shows at the top."""
    reader = get_language() or "en"
    titles = said.titles
    return {
        "nav": "admin" if request.actor.authorities else "learning",
        "row": row,
        "said": said,
        "title": titles.get(reader) or titles.get("en") or next(iter(titles.values()), "") or row.course_code,
        "reader": reader,
        "provider": pick(row.provider_en, row.provider_hi, row.provider_ur),
        "words": words,
        "language_names": LANGUAGE_NAMES,
        "named": named,
    }


def weight(said: Said, key: str) -> dict[str, Any]:
    """Of a part: bytes of its heaviest language, seconds on a slow line, whether that is too long."""
    part = next(one for one in said.parts if one.key == key)
    seconds = seconds_on_2g(part.bytes)
    return {"bytes": part.bytes, "seconds": seconds, "slow": seconds > SLOW_SECONDS, "advice": words.advice(part.kind)}


def _where(row: queries.DraftRow, said: Said, one: Missing) -> str:
    """The page where it is mended."""
    if one.lack in (Lack.WHEN, Lack.WHERE):
        return reverse("learning:draft_when", args=(row.uuid,))
    if one.lack == Lack.STRUCTURE:
        return f"#p{one.part}" if one.part else "#parts"
    if one.part:
        part = next(part for part in said.parts if part.key == one.part)
        if one.lack in (Lack.QUESTIONS, Lack.QUESTION_LANGUAGE):
            return reverse("learning:draft_questions", args=(row.uuid, part.uuid))
        address = reverse("learning:draft_part", args=(row.uuid, part.uuid))
        return f"{address}?lang={one.language}" if one.language else address
    if one.lack in _ABOUT:
        return reverse("learning:draft_about", args=(row.uuid,))
    return "#competencies" if one.lack == Lack.COMPETENCY else "#add"


@signed_in
def about(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """Title, summary, languages, rule. A save from an older tab shows both texts; nothing is lost."""
    row = queries.access_draft(request.actor, draft, "write")
    said = draft_said(row.id)
    form = AboutForm(
        request.POST or None, initial=about_initial(said, row.revision), declared=said.languages, kind=row.kind
    )
    overtaken, status = False, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                if write.save_about(
                    actor=request.actor, draft=draft, revision=form.cleaned_data["revision"], about=form.about(said),
                    at=request.at,
                ):  # fmt: skip
                    messages.success(request, _("Saved."))
                    return HttpResponseRedirect(reverse("learning:draft", args=(draft,)))
                overtaken, status = True, 409
                # The reader's own words stay in the form; the next press saves them over what is shown beside it.
                given = request.POST.copy()
                given["revision"] = str(row.revision)
                form = AboutForm(given, declared=said.languages, kind=row.kind)
            except Refused as refused:
                form.add_error(None, str(refused))
    return render(
        request,
        "learning/authoring/about.html",
        heading(request, row, said) | {"form": form, "overtaken": overtaken, "licences": LICENCES},
        status,
    )


@signed_in
@require_POST
def change(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """Parts and competencies, one act at a time; comes back to the draft."""
    actor, at, given = request.actor, request.at, request.POST
    queries.access_draft(actor, draft, "write")
    here = reverse("learning:draft", args=(draft,))
    try:
        match given.get("act", ""):
            case "add_part":
                kind = given.get("kind", "")
                language = given.get("language", get_language() or "en")
                part = write.add_part(
                    actor=actor, draft=draft, kind=kind, title=given.get("title", "").replace("\0", ""),
                    language=language, at=at,
                )  # fmt: skip
                return HttpResponseRedirect(reverse("learning:draft_part", args=(draft, part)) + f"?lang={language}")
            case "up" | "down" as way:
                part = uuid_of(given.get("part", ""))
                write.move_part(actor=actor, draft=draft, part=part, up=way == "up", at=at)
                here += f"#p{part}"
            case "remove":
                write.remove_part(actor=actor, draft=draft, part=uuid_of(given.get("part", "")), at=at)
                here += "#parts"
            case "competency":
                level = given.get("level", "")
                write.set_competency(
                    actor=actor, draft=draft, code=given.get("code", "").replace("\0", ""),
                    level=int(level) if level in ("1", "2", "3", "4", "5") else 0, at=at,
                )  # fmt: skip
                here += "#competencies"
            case "drop_competency":
                write.drop_competency(
                    actor=actor, draft=draft, code=given.get("code", "").replace("\0", "")[:40], at=at
                )
                here += "#competencies"
            case _:
                raise NotFound
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(here)


@signed_in
@require_POST
def step(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """One step on its way; what is refused is said on the draft's page."""
    queries.access_draft(request.actor, draft)
    here = reverse("learning:draft", args=(draft,))
    try:
        published = _step(request.actor, draft, request)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if published:
            messages.success(request, _("The course is published."))
    return HttpResponseRedirect(here)


def _step(actor: Actor, draft: uuids.UUID, request: SignedInRequest) -> bool:
    at, comment = request.at, request.POST.get("comment", "").replace("\0", "")
    match request.POST.get("step", ""):
        case "send":
            review.send(actor=actor, draft=draft, at=at)
        case "take_back":
            review.take_back(actor=actor, draft=draft, at=at)
        case "return":
            review.send_back(actor=actor, draft=draft, comment=comment, at=at)
        case "pass":
            review.pass_on(actor=actor, draft=draft, comment=comment, at=at)
        case "publish":
            review.publish_draft(actor=actor, draft=draft, at=at)
            return True
        case "accept_newer":
            review.accept_newer(actor=actor, draft=draft, at=at)
        case "discard":
            review.discard(actor=actor, draft=draft, at=at)
        case _:
            raise NotFound
    return False


@signed_in
@require_safe
def compare(request: SignedInRequest, draft: uuids.UUID) -> HttpResponse:
    """Against the version of today, or ?with= another published one, by its number."""
    row = queries.access_draft(request.actor, draft)
    said = draft_said(row.id)
    versions = [one for one in queries.versions_of(row.course_id) if one.id != row.version_id]
    asked = request.GET.get("with", "")
    other = next((one for one in versions if str(one.number) == asked), None) or next(
        (one for one in versions if one.id == row.based_on_id), next(iter(versions), None)
    )
    found = differences(version_said(other.id), said, get_language() or "en") if other else []
    return render(
        request,
        "learning/authoring/compare.html",
        heading(request, row, said)
        | {"against": other, "others": [one for one in versions if one is not other], "found": found},
    )
