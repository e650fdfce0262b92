"""Another learning system opens our courses: login, launch, going on as a guest or as oneself, choosing courses."""

import uuid as uuids
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from karmayogi.kernel.access import NotFound
from karmayogi.kernel.addresses import acceptable, origin
from karmayogi.kernel.digests import digest
from karmayogi.kernel.web.door import Request, public
from karmayogi.learning import api as learning
from karmayogi.lti import conf
from karmayogi.lti.actions import arrive, fetch, invite, register_platform
from karmayogi.lti.actions.choose_courses import choose_courses
from karmayogi.lti.actions.settle import SignInFirst, settle
from karmayogi.lti.engine.registration import BadRegistration
from karmayogi.lti.engine.tokens import BadToken
from karmayogi.lti.models import Arrival
from karmayogi.lti.queries.platforms import guest, open_arrival
from karmayogi.lti.web.platform import posted
from karmayogi.ui.api import pick, render

_ASKED = ("iss", "login_hint", "target_link_uri", "lti_message_hint", "lti_deployment_id", "client_id")


@never_cache
@csrf_exempt
@public
def login(request: Request) -> HttpResponse:
    """Third-party initiated login (LTI Security, 5.1.1.1): by link or by form."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: str(given.get(name, "")).replace("\0", "")[:4000] for name in _ASKED}
    try:
        onward, state = arrive.begin_login(asked=asked, at=request.at)
    except BadToken as bad:
        return _refused(request, bad)
    answer = HttpResponseRedirect(onward)
    secure = conf.issuer().startswith("https://")
    # The platform's form comes from another site, which takes only such cookies along; over plain http there are none.
    answer.set_cookie(
        _cookie(state), state, max_age=int(conf.ARRIVAL_LASTS.total_seconds()), httponly=True, secure=secure,
        samesite="None" if secure else "Lax", path="/lti/tool/launch/",
    )  # fmt: skip
    return answer


def _cookie(state: str) -> str:
    return f"lti-{digest(state)[:16]}"


@never_cache
@csrf_exempt
@public
@require_POST
def launch(request: Request) -> HttpResponse:
    """The platform's message. In a frame of the platform only a link is shown: our pages are never framed."""
    state = request.POST.get("state", "").replace("\0", "")[:200]
    try:
        if request.POST.get("error"):
            raise BadToken("platform", f"The platform says: {request.POST['error'][:100]}")
        secret = arrive.arrive(
            state=state, kept_state=request.COOKIES.get(_cookie(state), ""),
            id_token=request.POST.get("id_token", ""), at=request.at,
        )  # fmt: skip
    except BadToken as bad:
        return _refused(request, bad)
    onward = reverse("lti:arrival", args=[secret])
    if request.headers.get("Sec-Fetch-Dest") == "iframe":
        page = render(request, "lti/onward.html", {"nav": "", "onward": onward})
        page._csp_config = settings.SECURE_CSP | {"frame-ancestors": ["*"]}  # type: ignore[attr-defined]
    else:
        page = HttpResponseRedirect(onward)
    page.delete_cookie(_cookie(state), path="/lti/tool/launch/")
    return page


@public
def course(request: Request, course: uuids.UUID) -> HttpResponse:
    """The address of a course as other platforms keep it. Whoever opens it by itself gets the course's page."""
    return HttpResponseRedirect(reverse("learning:course", args=[course]))


@never_cache
@public
def arrival(request: Request, token: str) -> HttpResponse:
    """Who comes, from where, and as whom they go on. Nothing happens before they say so."""
    row = open_arrival(digest(token), request.at, conf.ARRIVAL_LASTS)
    if row is None:
        raise NotFound
    if row.deep:
        return _choose(request, row)
    if request.method == "POST" and request.POST.get("act") in ("on", "guest", "link"):
        try:
            done = settle(arrival=row, actor=request.actor, link=request.POST["act"] == "link", at=request.at)
        except SignInFirst:
            return HttpResponseRedirect(f"{reverse('account_login')}?next={request.path}")
        answer = HttpResponseRedirect(reverse("learning:resume", args=[done.enrolment]))
        if done.session:
            answer.set_cookie(
                settings.SESSION_COOKIE_NAME, done.session, httponly=True, secure=bool(settings.SESSION_COOKIE_SECURE),
                samesite="Lax",
            )  # fmt: skip
        return answer
    card = learning.course_card(row.course_id) if row.course_id else None
    if card is None:
        raise NotFound
    known = guest(row.platform_id, row.sub)
    actor = request.actor
    context: dict[str, Any] = {
        "nav": "", "row": row, "title": pick(card.title_en, card.title_hi, card.title_ur), "known": known,
        "actor": actor, "sign_in": f"{reverse('account_login')}?next={request.path}",
        "own": known is not None and known.account_id_of_guest is None,
        "fits": known is not None and actor is not None and actor.person_id == known.person_id,
    }  # fmt: skip
    return render(request, "lti/arrival.html", context)


def _choose(request: Request, row: Arrival) -> HttpResponse:
    """Courses for the other platform; the answer goes back by the browser."""
    if request.method == "POST":
        wanted = [found for text in request.POST.getlist("course")[:100] if (found := _uuid(text))]
        return posted(request, choose_courses(arrival=row, courses=wanted, at=request.at))
    wanted_words = request.GET.get("q", "").replace("\0", "").lower().split()
    cards = [
        (card.uuid, pick(card.title_en, card.title_hi, card.title_ur), card)
        for card in learning.all_courses()
        if all(word in f"{card.title_en} {card.title_hi} {card.title_ur} {card.code}".lower() for word in wanted_words)
    ]
    context = {"nav": "", "row": row, "cards": cards[:200], "q": " ".join(wanted_words), "more": len(cards) > 200}
    return render(request, "lti/choose_courses.html", context)


@never_cache
@csrf_exempt
@public
def register(request: Request, token: str) -> HttpResponse:
    """An administrator of another system opens our invitation there (Dynamic Registration 1.0, 3.3).

    Guarded by the invitation, so that a frame of the other system, which carries no cookie of ours, can send it.
    """
    given = request.POST if request.method == "POST" else request.GET
    address = given.get("openid_configuration", "").replace("\0", "")[:500]
    secret = given.get("registration_token", "").replace("\0", "")[:8000]
    if not acceptable(address, plain_allowed=fetch.private_allowed()):
        raise NotFound
    context: dict[str, Any] = {"nav": "", "address": address, "secret": secret, "host": origin(address), "done": False}
    status = 200
    if request.method == "POST":
        try:
            register_platform.register_there(
                secret=token, configuration_url=address, registration_token=secret, at=request.at
            )
            context["done"] = True
        except invite.NotInvited as error:
            raise NotFound from error
        except (BadRegistration, fetch.Unreachable) as error:
            context["problem"], status = str(error), 400
    page = render(request, "lti/register.html", {"problem": ""} | context, status)
    page._csp_config = settings.SECURE_CSP | {"frame-ancestors": [origin(address)]}  # type: ignore[attr-defined]
    return page


def _refused(request: Request, bad: BadToken) -> HttpResponse:
    return render(request, "lti/refused.html", {"nav": "", "why": str(bad), "code": bad.code}, 400)


def _uuid(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None
