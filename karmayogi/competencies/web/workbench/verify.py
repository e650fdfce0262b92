"""What the QR of a published order opens: for anybody, without sign-in or JavaScript, in one small answer."""

import base64
import hashlib

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils import translation
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from karmayogi.competencies.queries.workbench.orders import order_by_code
from karmayogi.competencies.web.workbench.words import status_in_words
from karmayogi.kernel import clock, ids, replicas
from karmayogi.kernel.web.door import public
from karmayogi.kernel.web.replica import may_be_late
from karmayogi.ui.api import day, pick
from karmayogi.ui.sheet import shrink

_LANGUAGES = ("en", "hi", "ur")
_CSS = shrink("""
:root { color-scheme: light dark; --ink: #1a1d2e; --ink2: #4a5068; --paper: #fdfbf6; --card: #fff; --line: #d9d5c9;
  --deep: #101a4d; --brand: #24327a; --ok: #14693a; --oks: #e4f3e8; --bad: #a3211b; --bads: #fde9e6; --warn: #7a4b00;
  --warns: #fff3d1 }
@media (prefers-color-scheme: dark) { :root { --ink: #eceaf4; --ink2: #b6b9cf; --paper: #12141f; --card: #1b1e2d;
  --line: #343a52; --deep: #0b0f26; --brand: #aab6ff; --ok: #7fd6a0; --oks: #15301f; --bad: #ff9d94; --bads: #3b1714;
  --warn: #ffd479; --warns: #352806 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.55 "Noto Sans", system-ui, sans-serif }
:lang(hi) { line-height: 1.7 } :lang(ur) { line-height: 2.1; font-family: "Noto Sans", "Noto Nastaliq Urdu", serif }
.w { max-width: 44rem; margin: auto; padding: 0 1rem }
header { background: var(--deep); color: #fff; font-size: .875rem }
header .w { display: flex; flex-wrap: wrap; gap: 0 1rem } header p { margin: 0; padding: .75rem 0; flex: 1 1 12rem }
header a, header b { color: #fff; min-height: 2.75rem; display: inline-flex; align-items: center; padding: 0 .4rem }
h1 { font-size: 1.6rem; line-height: 1.35; margin: 1.5rem 0 1rem }
.c { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.25rem; margin: 0 0 1.5rem }
.t { display: inline-block; padding: .25rem .75rem; border-radius: 6px; font-weight: 700; margin: 0 }
.ok { background: var(--oks); color: var(--ok) } .bad { background: var(--bads); color: var(--bad) }
.warn { background: var(--warns); color: var(--warn) }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .35rem 1rem; margin: 1rem 0 0 }
dt { color: var(--ink2) } dd { margin: 0; overflow-wrap: anywhere }
@media (max-width: 30rem) { dl { display: block } dd { margin: 0 0 .6rem } }
:focus-visible { outline: 3px solid #ffbf47; outline-offset: 2px }
a { color: var(--brand) } small { color: var(--ink2) }
""")
_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(_CSS.encode()).digest()).decode() + "'"
_POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [_HASH],
    "img-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}


@public
@require_safe
@csp_override(_POLICY)
@may_be_late
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Number, organisation, version, hash and status, the hash counted anew. ?lang= answers in another language."""
    typed = code[:40].replace("\x00", "")
    clean = ids.clean_code(typed)
    row = order_by_code(clean) if clean else None
    if row is None and clean:
        replicas.not_here()  # it may have been published a second ago
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in _LANGUAGES else translation.get_language()):
        language = translation.get_language()
        language = language if language in _LANGUAGES else "en"
        if row is None:
            standing = "unknown" if clean else "mistyped"
        elif hashlib.sha256(row.content.encode()).hexdigest() != row.content_hash:
            standing = "altered"
        else:
            standing = row.status
        context = {
            "css": _CSS,
            "lang": language,
            "dir": "rtl" if language == "ur" else "ltr",
            "languages": settings.LANGUAGES,
            "owner": settings.OWNER_NAME,
            "typed": typed,
            "row": row,
            "standing": standing,
            "status": status_in_words(row.status) if row else "",
            "organisation": pick(row.organisation_en, row.organisation_hi, row.organisation_ur) if row else "",
            "published": day(clock.day(row.published_at)) if row and row.published_at else "",
            "archived": day(clock.day(row.archived_at)) if row and row.archived_at else "",
        }
        page = loader.get_template("competencies/workbench/verify.html", using="jinja2").render(context)
    response = HttpResponse(page)
    response["Cache-Control"] = "no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
