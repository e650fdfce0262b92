"""What a reader chooses in an address or a form: one of several things by its uuid, a number, and a day."""

import datetime as dt
import uuid as uuids

from karmayogi.kernel.web.door import Request

MOST_DIGITS = 18  # of a bigint, whatever they are
FAR = dt.timedelta(days=10 * 366)


def chosen_uuid(request: Request, name: str) -> uuids.UUID | None:
    """`?<name>=<uuid>`; None when it is empty or cannot be read."""
    return read_uuid(request.GET.get(name, ""))


def read_uuid(text: str) -> uuids.UUID | None:
    """None when it is empty or cannot be read."""
    try:
        return uuids.UUID(text)
    except ValueError:
        return None


def number(text: str) -> int | None:
    """Digits that the database can hold; None for anything else. `int` refuses some thousand digits with a fault."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def chosen_day(request: Request, today: dt.date, earliest: dt.date | None = None) -> dt.date:
    """`?on=2027-04-01`: a day from `earliest` (today) on, to ten years from today; today where it is none."""
    try:
        day = dt.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return day if (earliest or today) <= day <= today + FAR else today
