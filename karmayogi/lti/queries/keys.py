"""Our keys as others see them."""

import datetime as dt
from typing import Any

from django.db.models import Q

from karmayogi.lti import conf
from karmayogi.lti.models import LtiKey


def published_keys(at: dt.datetime) -> list[dict[str, Any]]:
    """JWKs, the one that signs first."""
    shown = Q(valid_to__isnull=True) | Q(valid_to__gt=at - conf.RETIRED_KEY_SHOWN)
    return [row.public for row in LtiKey.objects.filter(shown).order_by("-valid_from", "-id")]


def all_keys() -> list[LtiKey]:
    return list(LtiKey.objects.order_by("-valid_from", "-id"))
