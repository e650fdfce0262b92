"""A text with its pictures: small ones at once, larger ones behind a link that says how large they are."""

import datetime as dt
from collections.abc import Collection
from html import escape
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.kernel import clock
from karmayogi.kernel.markup import PICTURE
from karmayogi.learning.engine import pictures, prose
from karmayogi.learning.engine.pictures import Picture
from karmayogi.learning.queries.pictures import PictureRow
from karmayogi.learning.web import signed

ASKED = "picture"  # in the address: the name of one that is to be loaded
_MOST = 40


def has_pictures(html: str) -> bool:
    """Whether the pictures of a text need to be fetched at all."""
    return f'src="{prose.PICTURE}' in html


def asked_in(request: HttpRequest) -> list[str]:
    """Names of the pictures that the reader wants to see; the last ones, since a new one joins at the end."""
    return request.GET.getlist(ASKED)[-_MOST:]


def with_pictures(
    html: str, found: list[PictureRow], asked: Collection[str] | None, at: dt.datetime, page: str = "?"
) -> str:
    """asked: see engine.pictures.shown. page: where the text is shown, up to what is asked for."""
    named = {
        one.name: Picture(signed.file_url(one.sha256, one.media_type, at), one.width, one.height, one.size)
        for one in found
    }
    before = escape("".join(f"{urlencode({ASKED: name})}&" for name in asked or ()))
    address = f"{escape(page)}{before}{ASKED}={{name}}#p-{{name}}"
    words = escape(_("Show the picture (%(size)s kB)") % {"size": "{size}"})
    offer = (
        f'<span class="unseen"><a id="p-{{name}}" class="btn quiet" href="{address}">{words}</a>'
        " <span>{alt}</span></span>"
    )
    missing = f'<span class="unseen">{escape(_("Picture"))}: {{alt}}</span>'
    return pictures.shown(html, named, asked, offer, missing)


def in_question(text: str) -> Markup:
    """Slot "ui.pictures": a plain text with its pictures, as questions have them. A large one waits behind a lid that
    says its size; where scripts run, browsers load nothing there before it is opened."""
    made, last = Markup(), 0
    for found in PICTURE.finditer(text):
        made += Markup.escape(text[last : found.start()])
        last = found.end()
        known = pictures.asked_picture(found[2])
        if known is None:
            made += Markup.escape(found[1])
            continue
        sha256, width, height, size = known
        image = Markup(
            '<img class="asked" src="{}" width="{}" height="{}" alt="{}" loading="lazy" decoding="async">'
        ).format(signed.file_url(sha256, pictures.TYPE, clock.now()), width, height, found[1])
        if size * 1000 > pictures.TOGETHER:
            words = _("Show the picture (%(size)s kB)") % {"size": size}
            image = Markup("<details><summary>{} <span>{}</span></summary>{}</details>").format(words, found[1], image)
        made += image
    return made + Markup.escape(text[last:])
