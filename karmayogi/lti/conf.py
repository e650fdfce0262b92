"""Names, addresses and limits of this installation for LTI."""

import datetime as dt

from django.conf import settings

VERSION = "1.3.0"
HINT_LASTS = 300  # seconds between the page of the launch and the tool's question who it is
TOKEN_LASTS = 3600  # seconds of an access token
ID_TOKEN_LASTS = 300  # seconds
INVITATION_LASTS = dt.timedelta(days=7)
ARRIVAL_LASTS = dt.timedelta(minutes=10)
RETIRED_KEY_SHOWN = dt.timedelta(days=7)  # a tool may have fetched our keys before one was retired
KEYS_FRESH = dt.timedelta(minutes=10)  # keys of the other side are fetched again after that
KEYS_AGAIN = dt.timedelta(seconds=30)  # an unknown key makes us look again, not more often than that
PAGE = 50
MOST_PAGE = 500
MOST_ITEMS = 20  # content items that one deep link brings


def issuer() -> str:
    """Who we are to tools, as platform: the origin of this installation."""
    return str(settings.PUBLIC_ORIGIN)


def address(path: str) -> str:
    return f"{settings.PUBLIC_ORIGIN}/lti/{path}"


def platform_name() -> str:
    return str(settings.OWNER_NAME) or "Karmayogi"
