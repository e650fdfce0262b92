"""Policies of the level engine: reading them, drafting one, who would move with it, publishing it."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from karmayogi.competencies.actions.proof.policies import draft_policy, publish_policy
from karmayogi.competencies.engine.levels import SOURCES, SourceRule
from karmayogi.competencies.queries.proof import policies as queries
from karmayogi.competencies.queries.proof import previews
from karmayogi.competencies.queries.proof.access import curates
from karmayogi.competencies.web.proof import words
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import render


@signed_in
def policies(request: SignedInRequest) -> HttpResponse:
    """Everybody signed in may read what counts how much; curators may draft other numbers here."""
    curator = curates(request.actor)
    problem = ""
    if request.method == "POST":
        if not curator:
            raise NotFound
        try:
            return redirect("competencies:policy", _draft(request))
        except Refused as refusal:
            problem = str(refusal)
    present = queries.policy_in_force()
    return render(
        request,
        "competencies/proof/policies.html",
        {
            "nav": "admin" if curator else "roles",
            "rows": [(row, words.basis_in_words(row)) for row in queries.policies()],
            "present": present,
            "rules": [(source.value, words.kind_in_words(source), rule)
                      for source, rule in zip(SOURCES, present.rules, strict=True)],
            "curator": curator,
            "problem": problem,
            "given": request.POST,
        },
        status=422 if problem else 200,
    )  # fmt: skip


@signed_in
@require_safe
def policy_page(request: SignedInRequest, policy: uuid.UUID) -> HttpResponse:
    row = queries.policy_row(policy)
    curator = curates(request.actor)
    if row.published_at is None and not curator:
        raise NotFound
    wanted, present = queries.policy(policy), queries.policy_in_force()
    runs = previews.runs_of(policy) if curator else []
    preview = next((run for run in runs if run.kind == "preview"), None)
    return render(
        request,
        "competencies/proof/policy.html",
        {
            "nav": "admin" if curator else "roles",
            "row": row,
            "basis": words.basis_in_words(row),
            "policy": wanted,
            "present": present,
            "rules": [(words.kind_in_words(source), rule, was)
                      for source, rule, was in zip(SOURCES, wanted.rules, present.rules, strict=True)],
            "preview": preview,
            "recompute": next((run for run in runs if run.kind == "recompute"), None),
            "offices": previews.moves_of(preview.id, "office") if preview else [],
            "competencies": previews.moves_of(preview.id, "competency") if preview else [],
            "examples": [(one, [words.bare_reason(reason) for reason in one.reasons])
                         for one in (previews.examples_of(preview, policy) if preview else [])],
            "may_publish": curator and row.published_at is None and row.made_by_id != request.actor.person_id,
        },
    )  # fmt: skip


@signed_in
@require_POST
def policy_publish(request: SignedInRequest, policy: uuid.UUID) -> HttpResponse:
    try:
        publish_policy(actor=request.actor, policy=policy, at=request.at)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The policy is in force. All levels are being worked out with it."))
    return redirect("competencies:policy", policy)


def _draft(request: SignedInRequest) -> uuid.UUID:
    post = request.POST
    try:
        rules = {source: SourceRule(float(post[f"weight_{source}"]), int(post[f"half_{source}"])) for source in SOURCES}
        shares = [float(post[name]) for name in ("enough", "contrary", "confirm")]
    except (KeyError, ValueError) as error:
        raise Refused(_("Weights lie between 0 and 1, half-lives between 1 and 36,500 days.")) from error
    return draft_policy(
        actor=request.actor, basis=post.get("basis", "").replace("\x00", ""), enough=shares[0], contrary=shares[1],
        confirm=shares[2], rules=rules, at=request.at,
    )  # fmt: skip
