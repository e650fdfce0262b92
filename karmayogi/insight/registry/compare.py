"""Why two figures differ: worked out of what each of them declares."""

import dataclasses
from collections.abc import Iterable

from karmayogi.insight.registry.metric import Metric
from karmayogi.insight.registry.parts import PARTS
from karmayogi.insight.types import Words


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """Parts by who counts them; turned: what one counts and the other says it leaves out, in either direction.

    said: pairs of what they say of grain, refresh, source and small cells, where it is not the same.
    """

    both: tuple[Words, ...]
    only_one: tuple[Words, ...]
    only_other: tuple[Words, ...]
    turned: tuple[Words, ...]
    left_one: tuple[Words, ...]
    left_other: tuple[Words, ...]
    said: tuple[tuple[str, Words, Words], ...]
    denominators: bool

    @property
    def differs(self) -> bool:
        return bool(self.only_one or self.only_other or self.said or self.denominators)


def compare(one: Metric, other: Metric) -> Comparison:
    said = [
        (aspect, mine, its)
        for aspect, mine, its in (
            ("grain", one.grain, other.grain),
            ("refresh", one.refresh, other.refresh),
            ("small_cells", one.small_cells, other.small_cells),
        )
        if mine != its
    ]
    return Comparison(
        both=_words(code for code in one.counts if code in other.counts),
        only_one=_words(code for code in one.counts if code not in other.counts),
        only_other=_words(code for code in other.counts if code not in one.counts),
        turned=_words(
            [code for code in one.counts if code in other.leaves_out]
            + [code for code in other.counts if code in one.leaves_out]
        ),
        left_one=_words(one.leaves_out),
        left_other=_words(other.leaves_out),
        said=tuple(said),
        denominators=one.denominator != other.denominator,
    )


def _words(codes: Iterable[str]) -> tuple[Words, ...]:
    return tuple(PARTS[code] for code in codes)
