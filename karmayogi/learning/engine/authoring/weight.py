"""How heavy a part is on a slow line: bytes into seconds at 250 kbit/s, as mobile data in villages often gives."""

LINE_BITS = 250_000
# From here on a learner waits long enough to give up.
SLOW_SECONDS = 60


def seconds_on_2g(size: int) -> int:
    """Seconds to load so many bytes; what there is at all takes at least one."""
    return max(1, round(size * 8 / LINE_BITS)) if size else 0
