"""A text with its pictures: small ones at once, larger ones behind a link that says how large they are."""

import datetime as dt
from collections.abc import Collection
from html import escape
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

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
    """Names of the pictures that the reader wants to see."""
    return request.GET.getlist(ASKED)[:_MOST]


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
