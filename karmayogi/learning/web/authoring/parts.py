"""One part of a draft: writing it in a language, its questions, and how learners will see it."""

import dataclasses
import uuid as uuids

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.learning.actions.authoring.put_pictures import drawn_upload
from karmayogi.learning.actions.authoring.write_part import (
    Written,
    drop_question,
    put_questions,
    read_questions,
    save_part,
)
from karmayogi.learning.actions.draft import LANGUAGES
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.authoring.said import Said, SaidPart, SaidVariant
from karmayogi.learning.engine.authoring.weight import LINE_BITS, seconds_on_2g
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.engine.pictures import Drawn
from karmayogi.learning.queries.authoring.drafts import access_draft
from karmayogi.learning.queries.authoring.parts import entries_of, variant_of
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.queries.pictures import drafted_pictures
from karmayogi.learning.web import signed
from karmayogi.learning.web.authoring.drafts import heading, weight
from karmayogi.learning.web.authoring.forms import PLACES, PartForm, QuestionForm
from karmayogi.learning.web.authoring.paper import after_in, page_of, part_in, shown_of, taught_in_words
from karmayogi.learning.web.authoring.uploads import upload_of
from karmayogi.learning.web.media import form_lines, leaf_of, offer, trouble_in_words
from karmayogi.learning.web.pictures import asked_in, has_pictures, with_pictures
from karmayogi.learning.web.words import kind_in_words
from karmayogi.ui.api import render

PAGE = 25  # questions


def _language(request: SignedInRequest, said: Said) -> str:
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    reader = get_language() or "en"
    return reader if reader in said.languages else "en"


@signed_in
def part(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID) -> HttpResponse:
    """Writing a part in ?lang=. A save from an older tab shows both texts; nothing that was typed is lost."""
    row = access_draft(request.actor, draft, "write")
    said = draft_said(row.id)
    here = part_in(said, piece)
    language = _language(request, said)
    saved = variant_of(here.uuid, language)
    initial = {"revision": saved.revision, "title": saved.title, "minutes": here.minutes, "source": saved.source}
    kept_html = bool(saved.body_html and not saved.source)
    bare = [name for name, alt in prose.described_in(saved.body_html) if not alt] if kept_html else []
    form = PartForm(
        request.POST or None, request.FILES or None, initial=initial, kind=here.kind, language=language, bare=bare
    )
    overtaken, status = False, 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                given = form.cleaned_data
                file_kind = "package" if here.is_package else here.kind
                written = Written(
                    given["title"], given.get("source") or "", given["minutes"],
                    file=upload_of(request, "file", file_kind) if "file" in form.fields else None,
                    captions=upload_of(request, "captions", "captions") if "captions" in form.fields else None,
                    poster=upload_of(request, "poster", "poster") if "poster" in form.fields else None,
                    picture=upload_of(request, "picture", "picture") if "picture" in form.fields else None,
                    picture_alt=given.get("picture_alt") or "",
                    alts={name: given.get(f"alt_{name}") or "" for name in bare},
                )  # fmt: skip
                if save_part(
                    actor=request.actor, draft=draft, part=piece, language=language, revision=given["revision"],
                    written=written, at=request.at,
                ):  # fmt: skip
                    messages.success(request, _("Saved."))
                    return HttpResponseRedirect(_next(request, draft, piece, language))
                overtaken, status = True, 409
                saved = variant_of(here.uuid, language)
                again = request.POST.copy()
                again["revision"] = str(saved.revision)
                form = PartForm(again, kind=here.kind, language=language, bare=bare)
        except Refused as refused:
            chosen = next((name for name in request.FILES if name in form.fields), None)
            form.add_error(chosen, str(refused))
    return render(
        request,
        "learning/authoring/part.html",
        heading(request, row, said)
        | {
            "piece": here, "language": language, "form": form, "overtaken": overtaken, "saved": saved,
            "shown": here.variants.get(language), "trouble_in_words": trouble_in_words,
            "kind": kind_in_words(here.kind), "weight": weight(said, here.key),
            "form_sizes": form_lines({language: here.variants[language]}) if language in here.variants else [],
            "kept_html": kept_html,
            "pictures": _pictures(here, request) if "picture" in form.fields else [],
        },
        status,
    )  # fmt: skip


def _pictures(here: SaidPart, request: SignedInRequest) -> list[tuple[str, str, int]]:
    """(name, address, bytes) of each picture of the part that a text can show."""
    rows = {one.name: one for one in drafted_pictures(here.uuid, here.variants)}
    return [(one.name, signed.file_url(one.sha256, one.media_type, request.at), one.size) for one in rows.values()]


def _next(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID, language: str) -> str:
    """After saving: on in another language, to the questions or the preview, or back to the draft."""
    then = request.POST.get("then", "")
    if then in LANGUAGES:
        return reverse("learning:draft_part", args=(draft, piece)) + f"?lang={then}"
    if then == "preview":
        return reverse("learning:draft_preview", args=(draft, piece)) + f"?lang={language}"
    if then == "questions":
        return reverse("learning:draft_questions", args=(draft, piece))
    return reverse("learning:draft", args=(draft,)) + f"#p{piece}"


@signed_in
def questions(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID) -> HttpResponse:
    """The pool of a drafted test: one question by the form, all by a file, or one taken out."""
    row = access_draft(request.actor, draft, "write")
    said = draft_said(row.id)
    here = part_in(said, piece)
    if here.kind != "quiz":
        raise NotFound
    act = request.POST.get("act", "") if request.method == "POST" else ""
    adds = act == "add"
    form = QuestionForm(
        request.POST if adds else None, request.FILES if adds else None, declared=said.languages,
        taught=taught_in_words(said),
    )  # fmt: skip
    problem, after, url = "", after_in(request), reverse("learning:draft_questions", args=(draft, piece))
    try:
        if act == "add" and form.is_valid():
            made = _drawn(request, form)
            question = form.question(f"q-{uuid7().hex[-8:]}", {place: one.full_name for place, one in made.items()})
            put_questions(
                actor=request.actor, draft=draft, part=piece, questions=[question], at=request.at,
                pictures=list(made.values()),
            )  # fmt: skip
            messages.success(request, _("The question is in the pool."))
            whole = len(here.questions) // PAGE * PAGE  # it is on the page after these
            after = str(here.questions[whole - 1].get("key", "")) if whole else ""
        elif act == "file":
            upload = upload_of(request, "file", "captions")
            if upload is None:
                raise Refused(_("Choose a file first."))
            count = put_questions(
                actor=request.actor, draft=draft, part=piece, questions=read_questions(upload.content), at=request.at,
                replace=request.POST.get("replace") == "1",
            )  # fmt: skip
            words = ngettext("The pool has %(count)s question now.", "The pool has %(count)s questions now.", count)
            messages.success(request, words % {"count": count})
        elif act == "drop":
            drop_question(
                actor=request.actor, draft=draft, part=piece, key=request.POST.get("key", "")[:60], at=request.at
            )
        if act in ("file", "drop") or (act == "add" and not form.errors):
            return HttpResponseRedirect(f"{url}?{urlencode({'after': after})}" if after else url)
    except Refused as refused:
        if act == "add":
            form.add_error(None, str(refused))
        else:
            problem = str(refused)
    page, more = page_of(here.questions, after, PAGE)
    return render(
        request,
        "learning/authoring/questions.html",
        heading(request, row, said)
        | {
            "piece": here, "form": form, "problem": problem, "most": MOST["captions"] // MB,
            "picture_most": MOST["picture"] // MB, "page": shown_of(here, page),
            "after": after, "next_href": f"{url}?{urlencode({'after': more})}" if more else None,
            "first_href": url if after else None,
        },
        422 if problem or form.errors else 200,
    )  # fmt: skip


def _drawn(request: SignedInRequest, form: QuestionForm) -> dict[str, Drawn]:
    """The pictures of the form, drawn anew, by their place in the question. Raises Refused in words."""
    found = {}
    for place in PLACES:
        upload = upload_of(request, f"picture_{place}", "picture")
        if upload is not None:
            found[place] = drawn_upload(upload.whole, upload.name, form.cleaned_data[f"alt_{place}_en"])
    return found


@signed_in
@require_safe
def preview(request: SignedInRequest, draft: uuids.UUID, piece: uuids.UUID) -> HttpResponse:
    """The part as learners will see it in ?lang=, and what a slow line makes of it. Nothing is counted."""
    row = access_draft(request.actor, draft)
    said = draft_said(row.id)
    here = part_in(said, piece)
    language = _language(request, said)
    own = here.variants.get(language)
    shown_in = language if own and (own.has_content or here.has_no_text) else "en"
    shown = here.variants.get(shown_in) or SaidVariant()
    if has_pictures(shown.body_html):
        found = drafted_pictures(here.uuid, [shown_in])
        html = with_pictures(shown.body_html, found, asked_in(request), request.at, f"?lang={language}&")
        shown = dataclasses.replace(shown, body_html=html)
    entries = entries_of(shown.package) if shown.package else []
    offered = offer(request, shown.file) if shown.file else None
    token = signed.package_token(shown.package, request.at) if shown.package else ""
    return render(
        request,
        "learning/authoring/preview.html",
        heading(request, row, said)
        | {
            "piece": here, "language": language, "shown_in": shown_in, "shown": shown,
            "kind": kind_in_words(here.kind), "media": _media(shown, request), "entries": entries,
            "offer": offered,
            "leaf": leaf_of(request, offered, None, f"&lang={language}") if offered and offered.pages else None,
            "form_sizes": form_lines(here.variants),
            "origin": f"{signed.package_origin(shown.package)}/{token}/" if shown.package else "",
            "weights": [
                (code, variant.bytes, seconds_on_2g(variant.bytes))
                for code, variant in sorted(here.variants.items())
                if variant.has_content
            ],
            "weight": weight(said, here.key), "line": LINE_BITS // 1000,
        },
    )  # fmt: skip


def _media(shown: SaidVariant, request: SignedInRequest) -> dict[str, str]:
    found = {}
    if shown.file:
        found["file"] = signed.file_url(shown.file, shown.media_type, request.at)
    if shown.captions:
        found["captions"] = signed.file_url(shown.captions, "text/vtt", request.at)
    return found
