"""What a reader chooses in an address: one of several things by its uuid, and a day."""

import datetime as dt
import uuid as uuids

from karmayogi.kernel.web.door import Request

FAR = dt.timedelta(days=10 * 366)


def chosen_uuid(request: Request, name: str) -> uuids.UUID | None:
    """`?<name>=<uuid>`; None when it is empty or cannot be read."""
    try:
        return uuids.UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def chosen_day(request: Request, today: dt.date, earliest: dt.date | None = None) -> dt.date:
    """`?on=2027-04-01`: a day from `earliest` (today) on, to ten years from today; today where it is none."""
    try:
        day = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return day if (earliest or today) <= day <= today + FAR else today
