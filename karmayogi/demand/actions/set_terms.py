"""The Commission sets by how many people, courses and ratings something counts as lacking."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.demand.actions.steps import said
from karmayogi.demand.models import ScanTerms
from karmayogi.demand.queries.access import check_asks
from karmayogi.demand.queries.scan import terms_now
from karmayogi.demand.types import Terms
from karmayogi.kernel import audit
from karmayogi.kernel.access import Actor, Refused
from karmayogi.kernel.ids import uuid7

RANGES = {
    "least_people": (10, 1_000_000), "language_courses": (1, 100), "weak_ratings": (1, 10_000), "weak_stars": (1, 5),
    "days": (1, 1_000),
}  # fmt: skip


def set_terms(*, actor: Actor, terms: Terms, reason: str, at: dt.datetime) -> None:
    """From the next scan on. The same again changes nothing."""
    check_asks(actor)
    with transaction.atomic():
        row, now = terms_now()
        if row is not None and now == terms:
            return
        for name, (least, most) in RANGES.items():
            if not least <= getattr(terms, name) <= most:
                raise Refused(_("A number is outside of what can be asked for."))
        why = said(reason, _("Give the reason."))
        ScanTerms.objects.create(
            least_people=terms.least_people, language_courses=terms.language_courses, weak_ratings=terms.weak_ratings,
            weak_stars=f"{terms.weak_stars:.1f}", days=terms.days, reason=why, made_by_id=actor.person_id, made_at=at,
        )  # fmt: skip
        audit.record(
            "demand:terms:set", agent=actor, at=at, kind="demand_terms", subject=uuid7(), why=why[:300],
            detail={name: getattr(terms, name) for name in RANGES},
        )  # fmt: skip
