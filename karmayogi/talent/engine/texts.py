"""Registered texts of SMS: a message leaves only if it is one of them, letter for letter, with its gaps filled.

The operators hold a register of templates (TCCCPR 2018); what differs from the registered text by a sign is dropped on
the way, unseen. So it is refused here, and seen.
"""

import re
from collections.abc import Sequence

GAP = "{#var#}"
MOST_IN_GAP = 30  # signs that operators let a gap hold


class Unfit(ValueError):
    """The text is not the registered one."""


def filled(template: str, values: Sequence[str]) -> str:
    """The text with its gaps filled in their order. Raises Unfit for too few or too many values."""
    parts = template.split(GAP)
    if len(parts) != len(values) + 1:
        raise Unfit(f"the text has {len(parts) - 1} gaps, and there are {len(values)} values")
    return parts[0] + "".join(value + part for value, part in zip(values, parts[1:], strict=True))


def check(template: str, text: str) -> None:
    """Raises Unfit unless `text` is the template with each gap holding 1 to 30 signs of one line."""
    pattern = f"([^\\n]{{1,{MOST_IN_GAP}}})".join(re.escape(part) for part in template.split(GAP))
    if re.fullmatch(pattern, text) is None:
        raise Unfit("the text differs from the registered one")
