"""The arithmetic of a rank as one line: what a reader repeats by hand."""

from django.utils.translation import gettext as _

from karmayogi.capacity.queries.needs import Ranked
from karmayogi.capacity.queries.wording import part_in_words
from karmayogi.ui.api import num


def need_in_words(one: Ranked) -> str:
    """Each part with its figures, and their mean: "Gap 5 × 12 ÷ 40 = 1.5 (weight 3); Survey …; mean 2.1"."""
    counted, said = one.counted, []
    for part in one.score.parts:
        name = part_in_words(part.source)
        if part.source == "gap":
            sum_ = _("5 × %(part)s ÷ %(whole)s = %(value)s") % {
                "part": num(counted.missing), "whole": num(counted.wanted), "value": num(part.value),
            }  # fmt: skip
        elif part.source == "survey":
            sum_ = _("5 × %(part)s ÷ %(whole)s = %(value)s") % {
                "part": num(counted.asked), "whole": num(counted.answers), "value": num(part.value),
            }  # fmt: skip
        else:
            sum_ = num(part.value)
        said.append(_("%(name)s: %(sum)s (weight %(weight)s)") % {"name": name, "sum": sum_, "weight": part.weight})
    said.append(_("mean %(need)s") % {"need": num(one.score.need)})
    return "; ".join(said)


def rank_in_words(one: Ranked) -> str:
    """Need × importance = rank."""
    return f"{num(one.score.need)} × {num(one.score.importance)} = {num(one.score.rank)}"
