"""One's own pages: details, security, where one is signed in, who did what with one's record."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import signed_in
from karmayogi.people.actions.change_contact import change_language
from karmayogi.people.actions.change_person import update_person
from karmayogi.people.actions.end_sessions import end_other_sessions, end_session
from karmayogi.people.groups import group_in_words
from karmayogi.people.queries.accounts import account
from karmayogi.people.queries.devices import devices_of
from karmayogi.people.queries.factors import factors_of
from karmayogi.people.queries.persons import person
from karmayogi.people.queries.record import record_of
from karmayogi.people.queries.sessions import sessions_of
from karmayogi.people.types import AccountRow
from karmayogi.people.web import words
from karmayogi.people.web.forms import ProfileForm
from karmayogi.people.web.sign_in import passkeys_work
from karmayogi.ui.api import named, render


def own_account(actor: Any) -> AccountRow:
    found = account(actor.account_id)
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def me(request: Any) -> HttpResponse:
    actor = request.actor
    row = person(actor.person_id)
    mine = own_account(actor)
    initial = {
        "language": mine.language,
        "honorific": row.honorific,
        "name_native": row.name_native,
        "native_language": row.native_language,
    }
    form = ProfileForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        language = values.pop("language")
        update_person(agent=actor, person_id=actor.person_id, at=request.at, **values)
        change_language(actor=actor, language=language, at=request.at)
        with translation.override(language):
            messages.success(request, _("Your details are saved."))
        response = HttpResponseRedirect(reverse("people:me"))
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 86400, samesite="Lax", secure=request.is_secure()
        )
        return response
    links = [offer(request) for offer in slots.every("people.record")]
    context = {"nav": "people", "person": row, "account": mine, "form": form, "links": links}
    context["group_in_words"] = group_in_words
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@signed_in
def security(request: Any) -> HttpResponse:
    actor = request.actor
    context = {
        "nav": "security",
        "factors": factors_of(actor.account_id),
        "sessions": len(sessions_of(actor.account_id, request.at)),
        "passkeys_work": passkeys_work(request),
        "devices": devices_of(actor.person_id),
    }
    return render(request, "people/security.html", context)


@require_safe
@never_cache
@signed_in
def sessions(request: Any) -> HttpResponse:
    rows = sessions_of(request.actor.account_id, request.at)
    here = [row for row in rows if row.key == request.actor.session_key]
    others = [row for row in rows if row.key != request.actor.session_key]
    return render(request, "people/sessions.html", {"nav": "security", "here": here, "others": others})


@require_POST
@signed_in
def end_one(request: Any) -> HttpResponse:
    end_session(actor=request.actor, mark=request.POST.get("mark", ""), at=request.at)
    messages.success(request, _("That session is ended."))
    return HttpResponseRedirect(reverse("people:sessions"))


@require_POST
@signed_in
def end_others(request: Any) -> HttpResponse:
    actor = request.actor
    end_other_sessions(
        agent=actor,
        account_id=actor.account_id,
        account_uuid=actor.account_uuid,
        person_id=actor.person_id,
        keep=actor.session_key,
        why="owner",
        at=request.at,
    )
    messages.success(request, _("You are signed out everywhere else."))
    return HttpResponseRedirect(reverse("people:sessions"))


@require_safe
@never_cache
@signed_in
def trail(request: HttpRequest) -> HttpResponse:
    """Packages above give words to their own tags in the slot "people.deeds", a callable(tag) -> str, and to what their
    entries are about in "people.subjects": a callable([(kind, uuid, label)]) -> {uuid: words}."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    before = request.GET.get("before", "")
    if before and not (before.isdecimal() and len(before) < 19):
        raise NotFound
    entries, following = record_of(actor.person_id, actor.account_id, int(before) if before else None)
    about: dict[Any, str] = {}
    for name in slots.every("people.subjects"):
        about |= name([(entry.kind, entry.about, entry.subject) for entry in entries])
    told = [
        (
            entry,
            deed_in_words(entry.tag),
            about.get(entry.about) or named(entry.subject, entry.subject_native),
            words.agent(named(entry.agent, entry.agent_native)),
        )
        for entry in entries
    ]
    context = {"nav": "trail", "entries": told, "next": following, "first": not before}
    return render(request, "people/trail.html", context)


def deed_in_words(tag: str) -> str:
    """What an entry of the trail says was done; "" for a tag to which nobody gave words."""
    for name in (words.deed, *slots.every("people.deeds")):
        if text := name(tag):
            return str(text)
    return ""
