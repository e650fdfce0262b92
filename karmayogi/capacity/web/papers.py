"""Orders and reports on which a plan rests, and the suggestions that quote them."""

import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.capacity.actions import read_paper as actions
from karmayogi.capacity.models import SourcePaper
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.papers import papers_of, quotes_of
from karmayogi.capacity.web import acts
from karmayogi.capacity.web.forms import PaperForm
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.ui.api import pick, render

STATES = {"waiting": "warn", "taken": "ok", "refused": "info"}


@signed_in
def papers(request: SignedInRequest, plan: uuids.UUID) -> HttpResponse:
    row, body = acts.open_plan(request, plan)
    if request.method == "POST":
        acts.draft_of(request, plan)
    post, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = PaperForm(post, files, initial={"revision": row.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        file = given.pop("file")
        try:
            if file is not None and file.size > actions.MOST_BYTES:
                raise Refused(_("The file is larger than 20 MB."))
            made = actions.add_paper(
                actor=request.actor, plan=plan, content=file.read() if file else None, **given, at=request.at
            )
            messages.success(request, _("Read. What it names waits for you below."))
            return HttpResponseRedirect(reverse("capacity:source", args=(plan, made)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    lines = [(one, words.paper_in_words(one.kind)) for one in papers_of(row.pk)]
    context = acts.about(request, row, body) | {"form": form, "lines": lines, "here": request.path}
    return render(request, "capacity/papers.html", context, status=422 if form.errors else 200)


@signed_in
def one(request: SignedInRequest, plan: uuids.UUID, source: uuids.UUID) -> HttpResponse:
    """Each suggestion beside the words that it rests on."""
    row, body = acts.open_plan(request, plan)
    paper = SourcePaper.objects.filter(plan=row, uuid=source).first()
    if paper is None:
        raise NotFound
    if request.method == "POST":
        acts.draft_of(request, plan)
        if request.POST.get("do") == "remove":
            return acts.acted(
                request, acts.page_of(plan, "papers"),
                lambda: actions.remove_paper(**acts.said(request, plan), paper=source), _("The paper is taken out."),
            )  # fmt: skip
        quote = read_uuid(request.POST.get("quote", ""))
        if quote is None:
            raise NotFound
        take = request.POST.get("do") == "take"
        return acts.acted(
            request, request.path, lambda: actions.decide_quote(**acts.said(request, plan), quote=quote, take=take)
        )
    said = {"waiting": _("Waits for you"), "taken": _("Taken"), "refused": _("Not taken")}
    lines = [
        (found, pick(found.name_en, found.name_hi, found.name_ur), said[found.state], STATES[found.state])
        for found in quotes_of(paper.pk)
    ]
    context = acts.about(request, row, body) | {
        "paper": paper, "kind": words.paper_in_words(paper.kind), "lines": lines, "here": request.path,
    }  # fmt: skip
    return render(request, "capacity/source.html", context)
