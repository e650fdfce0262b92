"""The materialised path: eight base-36 digits of the id of each ancestor and of the organisation itself."""

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
STEP = 8
END = "~"  # sorts after every digit in collation "C": `path >= p and path < p || '~'` is the subtree of p


def step(organisation_id: int) -> str:
    """The part of the path that one organisation adds. Raises ValueError below 1 and from 36^8 on."""
    if not 0 < organisation_id < 36**STEP:
        raise ValueError(f"not an id of an organisation: {organisation_id}")
    digits = ""
    while organisation_id:
        organisation_id, digit = divmod(organisation_id, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(STEP, "0")


def ids(path: str) -> list[int]:
    """The organisations on the way from the root, itself last."""
    return [int(path[i : i + STEP], 36) for i in range(0, len(path), STEP)]


def ancestors(path: str) -> list[str]:
    """The paths from the root down to this one, itself included."""
    return [path[:end] for end in range(STEP, len(path) + 1, STEP)]
