"""How much of the time that a browser claims the server can believe."""

import datetime as dt


def believable_seconds(claimed: int, seen_at: dt.datetime, at: dt.datetime) -> int:
    """Seconds to add: never negative, never more than have passed on the server's clock since the last count.

    So the sum over all reports cannot exceed the time since the part was opened, whatever is sent and how often.
    """
    elapsed = int((at - seen_at).total_seconds())
    return max(0, min(claimed, elapsed))
