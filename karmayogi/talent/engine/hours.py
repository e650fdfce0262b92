"""Quiet hours: when nobody is written to."""


def quiet(hour: int, since: int, until: int) -> bool:
    """Whether that hour of the day lies in the quiet ones; 20 to 8 passes midnight, and equal ones are none at all."""
    return since <= hour < until if since <= until else hour >= since or hour < until
