"""Proofs that wait for a judgement, their files, and observing people of one's team at work."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.competencies.actions.proof.claims import CLAIMS
from karmayogi.competencies.actions.proof.judge import OBSERVED, access_observed, judge_proof, observe
from karmayogi.competencies.queries import competencies as queries
from karmayogi.competencies.queries.levels import gaps_of
from karmayogi.competencies.queries.proof.instruments import instrument_for, lines_of
from karmayogi.competencies.queries.proof.proofs import access_proof, proofs_to_judge
from karmayogi.competencies.types import Source
from karmayogi.competencies.web.proof import words
from karmayogi.kernel import audit, clock, files
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.people import api as people
from karmayogi.ui.api import named, render

PAGE = 25


@signed_in
@require_safe
def reviews(request: SignedInRequest) -> HttpResponse:
    """The queue. Anybody may open it; it holds what waits for her, which may be nothing."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    source = request.GET.get("kind", "")
    source = source if source in set(Source) else ""
    after = request.GET.get("after", "")
    found = proofs_to_judge(
        request.actor, clock.day(request.at), q=q, source=source, limit=PAGE + 1,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0,
    )  # fmt: skip
    kept = [("q", q)] * bool(q) + [("kind", source)] * bool(source)
    more = f"?{urlencode([*kept, ('after', found[PAGE - 1].id)])}" if len(found) > PAGE else None
    return render(
        request,
        "competencies/proof/reviews.html",
        {
            "nav": "asks",
            "rows": [(one, words.kind_in_words(one.source)) for one in found[:PAGE]],
            "q": q,
            "kind": source,
            "kinds": [(one.value, words.kind_in_words(one)) for one in CLAIMS],
            "next_href": more,
            "first_href": f"?{urlencode(kept)}" if after else None,
        },
    )  # fmt: skip


@signed_in
def review(request: SignedInRequest, proof: uuid.UUID) -> HttpResponse:
    found = access_proof(request.actor, proof, to="judge", on=clock.day(request.at))
    problem = ""
    if request.method == "POST":
        level = request.POST.get("level", "")
        try:
            judge_proof(
                actor=request.actor, proof=proof, accepted=request.POST.get("decision") == "accept",
                level=int(level) if level in ("1", "2", "3", "4", "5") else 0, at=request.at,
                note=_text(request, "note"), declared=request.POST.get("declared") == "on",
            )  # fmt: skip
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your judgement is recorded."))
            return redirect("competencies:reviews")
    return render(
        request,
        "competencies/proof/review.html",
        {
            "nav": "asks",
            "proof": found,
            "kind": words.kind_in_words(found.source),
            "status_words": words.status_in_words(found.status),
            "check": words.check_in_words(found.check_result),
            "levels": words.levels_in_words(found.competency_id),
            "problem": problem,
            "note": _text(request, "note"),
            "mine": found.person_id == request.actor.person_id,
        },
        status=422 if problem else 200,
    )


@signed_in
@require_safe
def proof_file(request: SignedInRequest, proof: uuid.UUID) -> HttpResponse:
    """The file as a download, for whoever may see the proof. That somebody else opened it is recorded for her."""
    found = access_proof(request.actor, proof, to="see", on=clock.day(request.at))
    if not found.file_sha256:
        raise NotFound
    if found.person_id != request.actor.person_id:
        audit.record(
            "competencies:proof:open", agent=request.actor, at=request.at, kind="proof", subject=found.uuid,
            label=found.file_name, concerns=found.person_id,
        )  # fmt: skip
    response = HttpResponse(files.read(found.file_sha256), content_type=found.file_type)
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in found.file_name)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@signed_in
def observation(request: SignedInRequest, person: uuid.UUID) -> HttpResponse:
    """Observing somebody at work, or a supervisor's rating: which competency (?competency=), then one short form with
    what its levels look like."""
    actor, on = request.actor, clock.day(request.at)
    who = access_observed(actor, person, on)
    name = people.person(who)
    if name is None:
        raise NotFound
    problem = ""
    if request.method == "POST":
        try:
            _observe(request, person)
        except Refused as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your judgement is recorded."))
            return redirect("competencies:asks")
    needs = gaps_of(who, on)
    names = queries.by_ids({gap.competency_id for gap in needs})
    offered = [names[gap.competency_id] for gap in needs] or queries.every()
    asked = request.POST.get("competency") or request.GET.get("competency", "")
    chosen = next((one for one in offered if str(one.uuid) == asked), None)
    try:
        lines = lines_of(instrument_for(Source.OBSERVATION).id)
    except Refused as refusal:
        lines, problem = [], problem or str(refusal)
    return render(
        request,
        "competencies/proof/observation.html",
        {
            "nav": "asks",
            "person": person,
            "name": named(name.name, name.name_native),
            "offered": offered,
            "chosen_one": chosen,
            "lines": lines,
            "levels": words.levels_in_words(chosen.id) if chosen else (),
            "supervises": orgs.supervises(actor.person_id, who, on),
            "mark": uuid7(),
            "problem": problem,
            "given": request.POST,
        },
        status=422 if request.method == "POST" and problem else 200,
    )


def _observe(request: SignedInRequest, person: uuid.UUID) -> None:
    post = request.POST
    kind = post.get("kind", "")
    try:
        competency, mark = uuid.UUID(post.get("competency", "")), uuid.UUID(post.get("mark", ""))
    except ValueError as error:
        raise Refused(_("Choose a competency.")) from error
    level = post.get("level", "")
    observe(
        actor=request.actor, person=person, competency=competency, mark=mark, at=request.at,
        source=Source(kind) if kind in OBSERVED else Source.OBSERVATION,
        level=int(level) if level in ("1", "2", "3", "4", "5") else 0,
        seen={int(one) for one in post.getlist("seen") if one.isascii() and one.isdigit() and len(one) < 19},
        note=_text(request, "note"), declared=post.get("declared") == "on",
    )  # fmt: skip


def _text(request: SignedInRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "")
