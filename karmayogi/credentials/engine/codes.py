"""Certificate numbers: what is printed, and what people make of it when they type it."""

from karmayogi.kernel import ids

PREFIX = "KY"
LENGTH = 12  # 55 random bits and a check symbol: with 60 million certificates a guess hits one in 600 million


def canonical(text: str) -> str | None:
    """The number as it is printed, from any case, spaces or dashes, O for 0 or I for 1, with or without the prefix.

    None when it cannot be one: wrong length, wrong sign, wrong check symbol.
    """
    compact = "".join(symbol for symbol in text.upper() if symbol.isalnum())
    if len(compact) == LENGTH + len(PREFIX) and compact.startswith(PREFIX):
        compact = compact.removeprefix(PREFIX)
    if len(compact) != LENGTH or not compact.isascii():
        return None
    return ids.clean_code(f"{PREFIX}-{compact}")
