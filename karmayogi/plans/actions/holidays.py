"""The calendar of days off: what every year has by law, and what an office adds."""

import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, Refused
from karmayogi.plans.actions.faults import check_days
from karmayogi.plans.engine.days import easter
from karmayogi.plans.models import Holiday
from karmayogi.plans.queries.access import access_unit

# Those whose date is certain years ahead. The rest follow the moon or are fixed by the circular of each year: an office
# with a calendar over the country, a State or itself adds them.
FIXED = (
    (1, 26, "Republic Day", "गणतंत्र दिवस", "یوم جمہوریہ"),
    (8, 15, "Independence Day", "स्वतंत्रता दिवस", "یوم آزادی"),
    (10, 2, "Mahatma Gandhi’s Birthday", "महात्मा गांधी जयंती", "مہاتما گاندھی کا یوم پیدائش"),
    (12, 25, "Christmas Day", "क्रिसमस दिवस", "کرسمس"),
)
GOOD_FRIDAY = ("Good Friday", "गुड फ्राइडे", "گڈ فرائیڈے")


def ensure_holidays(years: range) -> int:
    """Writes the days of the country that are certain, where they are not there yet; how many were new."""
    days = [(dt.date(year, month, day), *names) for year in years for month, day, *names in FIXED]
    days += [(easter(year) - dt.timedelta(days=2), *GOOD_FRIDAY) for year in years]
    return rows.run(
        """
        insert into plans_holiday ("on", name_en, name_hi, name_ur)
        select * from unnest(%s::date[], %s::text[], %s::text[], %s::text[]) on conflict do nothing
        """,
        [[one[place] for one in days] for place in range(4)],
    )


def add_holiday(*, actor: Actor, organisation: uuids.UUID, on: dt.date, name: str, at: dt.datetime) -> None:
    """For that organisation and all below it. Adding it again changes its name."""
    unit = access_unit(actor, organisation, "write")
    name = " ".join(name.split())[:120]
    if not name:
        raise Refused(_("Give the day a name."))
    check_days(on)
    with transaction.atomic():
        row, _new = Holiday.objects.update_or_create(
            on=on, organisation_id=unit.id, defaults={"name_en": name, "recorded_by_id": actor.person_id}
        )
        audit.record(
            "plans:holiday:add", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
            detail={"on": on, "name": name, "id": row.pk},
        )  # fmt: skip


def remove_holiday(*, actor: Actor, organisation: uuids.UUID, on: dt.date, at: dt.datetime) -> None:
    """One of its own; those of the country and of offices above stay. Repeating it changes nothing."""
    unit = access_unit(actor, organisation, "write")
    with transaction.atomic():
        gone, _by_table = Holiday.objects.filter(on=on, organisation_id=unit.id).delete()
        if gone:
            audit.record(
                "plans:holiday:remove", agent=actor, at=at, kind="organisation", subject=unit.uuid, label=unit.name_en,
                detail={"on": on},
            )  # fmt: skip
