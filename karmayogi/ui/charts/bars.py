"""Horizontal bars. The figure is always written beside the bar, so that the bar itself is decoration."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from karmayogi.ui.words import num

TONES = ("ok", "warn", "bad", "info", "none")


def _share(value: float, most: float) -> str:
    return f"{max(0.0, min(100.0, value * 100 / most)):.1f}".rstrip("0").rstrip(".") if most > 0 else "0"


def bar(value: float, most: float = 100) -> Markup:
    """A bar alone, `value` of `most` long; put the figure beside it."""
    return Markup(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="b0" width="100" height="10"/><rect class="b4" width="{}" height="10"/></svg>'
    ).format(_share(value, most))


def bars(
    rows: Sequence[tuple[str, float | None, str | None]],
    *,
    caption: str,
    heads: tuple[str, str],
    suffix: str = "",
    most: float | None = None,
) -> Markup:
    """A table of (label, value, address or None) with a bar in each row. `heads` names its two columns."""
    longest = most or max((value or 0 for _label, value, _href in rows), default=0)
    lines = []
    for label, value, href in rows:
        name = Markup('<a href="{}">{}</a>').format(href, label) if href else label
        figure = num(value) + (suffix if value is not None else "")
        lines.append(
            Markup('<tr><th scope="row">{}</th><td class="n">{}</td><td class="w">{}</td></tr>').format(
                name, figure, bar(value or 0, longest)
            )
        )
    return Markup(
        '<table class="bars"><caption>{}</caption><thead><tr><th scope="col">{}</th><th scope="col" class="n">{}</th>'
        "<td></td></tr></thead><tbody>{}</tbody></table>"
    ).format(caption, *heads, Markup("").join(lines))


def stacked(parts: Sequence[tuple[str, int, str]], *, label: str) -> Markup:
    """One bar split into (label, count, tone) with its legend; tones as in TONES."""
    total = sum(count for _label, count, _tone in parts)
    drawn, at = [], 0.0
    for _label, count, tone in parts:
        if tone not in TONES:
            raise ValueError(f"tone {tone} is none of {TONES}")
        if count and total:
            width = count * 100 / total
            drawn.append(Markup('<rect class="t-{}" x="{:.2f}" width="{:.2f}" height="10"/>').format(tone, at, width))
            at += width
    legend = Markup("").join(
        Markup('<li><i class="t-{}"></i>{} <b>{}</b></li>').format(tone, name, num(count))
        for name, count, tone in parts
    )
    said = _("%(label)s: %(parts)s") % {
        "label": label,
        "parts": ", ".join(f"{name} {num(count)}" for name, count, _tone in parts),
    }
    return Markup(
        '<div class="chart"><svg class="stack" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" '
        'aria-label="{}">{}</svg><ul class="legend" aria-hidden="true">{}</ul></div>'
    ).format(said, Markup("").join(drawn), legend)
