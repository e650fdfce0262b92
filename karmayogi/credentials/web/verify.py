"""Is this certificate genuine? For anybody, without sign-in or JavaScript, in one small answer that writes nothing."""

import base64
import hashlib
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.csp import CSP
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from karmayogi.credentials.engine.wording import LANGUAGES, day, duration, script_language
from karmayogi.credentials.queries.verification import verify as verification_of
from karmayogi.credentials.queries.wording import page_wording, wording
from karmayogi.credentials.types import Reason, Standing, Verification
from karmayogi.kernel import clock, replicas
from karmayogi.kernel.languages import NAMES, code_of, direction
from karmayogi.kernel.web.door import public
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.sheet import shrink

# Its own sheet: the product's whole one is larger than this page may be.
_CSS = shrink("""
:root { color-scheme: light dark; --ink: #1a1d2e; --ink2: #4a5068; --paper: #fdfbf6; --card: #fff; --line: #d9d5c9;
  --edge: #858aa0; --brand: #24327a; --on: #fff; --deep: #101a4d; --kesar: #a34a05; --ok: #14693a; --oks: #e4f3e8;
  --bad: #a3211b; --bads: #fde9e6; --warn: #7a4b00; --warns: #fff3d1 }
@media (prefers-color-scheme: dark) { :root { --ink: #eceaf4; --ink2: #b6b9cf; --paper: #12141f; --card: #1b1e2d;
  --line: #343a52; --edge: #8087a6; --brand: #aab6ff; --on: #0d1333; --deep: #0b0f26; --kesar: #ffb36b; --ok: #7fd6a0;
  --oks: #15301f; --bad: #ff9d94; --bads: #3b1714; --warn: #ffd479; --warns: #352806 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 "Noto Sans", system-ui, sans-serif }
:lang(hi) { line-height: 1.7 } :lang(ur) { line-height: 2.1; font-family: "Noto Sans", "Noto Nastaliq Urdu", serif }
:is(:lang(kn), :lang(ml), :lang(or), :lang(ta), :lang(te)) { line-height: 1.75 }
:lang(en) { line-height: 1.55 }
.w { max-width: 44rem; margin: auto; padding: 0 1rem }
.s { background: var(--deep); color: #fff; font-size: .8125rem } .s .w { display: flex; flex-wrap: wrap; gap: 0 1rem }
.s p { margin: 0 auto 0 0; padding: .5rem 0 } [dir=rtl] .s p { margin: 0 0 0 auto }
.s a, .s b { color: #fff; min-height: 2.75rem; min-width: 2rem; display: inline-flex; align-items: center;
  padding: 0 .25rem }
.m { background: var(--card); border-bottom: 3px double var(--kesar) }
.m a { display: flex; gap: .75rem; align-items: center; padding: .5rem 0; color: var(--ink); text-decoration: none }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 1.5rem 0 1rem } h2 { font-size: 1.3rem; margin: .75rem 0 .25rem }
.c { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin: 0 0 1.5rem }
.t { display: inline-block; padding: .25rem .75rem; border-radius: 6px; font-weight: 700; margin: 0 }
.ok { background: var(--oks); color: var(--ok) } .bad { background: var(--bads); color: var(--bad) }
.warn { background: var(--warns); color: var(--warn) }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .35rem 1rem; margin: 1rem 0 0 }
dt { color: var(--ink2) } dd { margin: 0; overflow-wrap: anywhere } ul { margin: 0; padding-inline-start: 1.1rem }
@media (max-width: 30rem) { dl { display: block } dd { margin: 0 0 .6rem } }
label { font-weight: 700; display: block } .h, small { color: var(--ink2); margin: 0 0 .5rem; font-size: .9rem }
input { font: inherit; width: 100%; max-width: 22rem; min-height: 3rem; padding: 0 .75rem; color: inherit;
  background: var(--card); border: 2px solid var(--edge); border-radius: 8px; text-align: start }
button { font: inherit; font-weight: 700; min-height: 3rem; padding: 0 1.5rem; margin: .75rem 0 0; border: 0;
  border-radius: 8px; background: var(--brand); color: var(--on); cursor: pointer; display: block }
:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px } a { color: var(--brand) }
@media print { .s, form { display: none } }
""")
_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode() + "'"
_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [_HASH],
    "img-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


@public
@require_safe
@csp_override(_POLICY)
@may_be_late
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """/v/<code> from the printed QR, or ?code= from the form. ?lang= answers in another language."""
    query = not code
    code = (code or request.GET.get("code", ""))[:60].replace("\x00", "")
    found = verification_of(code) if code.strip() else None
    if found and found.standing is Standing.UNKNOWN:
        replicas.not_here()  # it may have been issued a second ago
    context = _context(_language(request), code, found) | {"query": query}
    response = HttpResponse(loader.get_template("credentials/verify.html", using="jinja2").render(context))
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Accept-Language, Cookie"
    response["X-Robots-Tag"] = "noindex"  # names of persons are not for search engines
    return response


def _language(request: HttpRequest) -> str:
    """As asked for; as chosen on our pages; else the first that the browser reads and a certificate of ours has."""
    asked = request.GET.get("lang", "")
    if asked in LANGUAGES:
        return asked
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        for read, _weight in parse_accept_lang_header(request.headers.get("accept-language", "")):
            if (code := code_of(read)) in LANGUAGES:
                return code
    chosen = translation.get_language() or "en"
    return chosen if chosen in LANGUAGES else "en"


def _context(language: str, code: str, found: Verification | None) -> dict[str, Any]:
    words, said = wording(language), page_wording(language)
    facts = found.facts if found else None
    reasons = said["reasons"] | {Reason.REPLACED: said["replaced"], Reason.UNDONE: said["reasons"]["error"]}
    context: dict[str, Any] = {
        "css": _CSS,
        "lang": language,
        "dir": direction(language),
        "languages": [(one, NAMES[one]) for one in LANGUAGES],
        "owner": settings.OWNER_NAME,
        "typed": code,
        "found": found,
        "facts": facts,
        "words": words,
        "said": said,
        "script": script_language,
        "reason": reasons.get(found.revoked_reason, said["reasons"]["unsaid"]) if found else "",
        "revoked_on": day(clock.day(found.revoked_at), language) if found and found.revoked_at else "",
    }
    if facts is not None:
        context |= {
            "time": duration(facts.minutes, words),
            "grade": words["grades"][facts.grade],
            "issued_on": day(clock.day(facts.issued_at), language),
            "valid_until": day(clock.day(facts.valid_until), language) if facts.valid_until else "",
        }
    return context
