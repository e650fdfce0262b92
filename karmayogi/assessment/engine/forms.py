"""Forms of one paper: who gets which, so that neighbours at a sitting have different ones."""

import uuid
from collections.abc import Sequence


def form_for(forms: Sequence[str], seed: uuid.UUID, turn: int | None) -> str:
    """One of them; "" where the paper has none. turn: the number of a seat; without, the draw decides."""
    if not forms:
        return ""
    return forms[(seed.int if turn is None else turn - 1) % len(forms)]
