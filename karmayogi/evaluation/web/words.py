"""Studies and rooms in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.evaluation.types import Design, RoomState, State, WaveKind
from karmayogi.ui.api import num

TONES = {
    "draft": "info", "registered": "warn", "drawn": "warn", "closed": "ok", "proposed": "warn", "open": "ok",
    "ended": "info", "refused": "bad",
}  # fmt: skip


def design_in_words(design: str) -> str:
    return {
        Design.LOTTERY: _("Lottery: seats are short, the lot decides who is trained"),
        Design.WEDGE: _("Stepped wedge: everybody in turn, the lot decides when"),
        Design.GIVEN: _("Decided by others: compared is only the change"),
    }[Design(design)]


def design_in_short(design: str) -> str:
    return {Design.LOTTERY: _("Lottery"), Design.WEDGE: _("Stepped wedge"), Design.GIVEN: _("Decided by others")}[
        Design(design)
    ]


def state_in_words(state: str) -> str:
    return {
        State.DRAFT: _("Being planned"),
        State.REGISTERED: _("Plan signed"),
        State.DRAWN: _("Lot drawn, being measured"),
        State.CLOSED: _("Closed"),
    }[State(state)]


def kind_in_words(kind: str) -> str:
    return {
        WaveKind.BASELINE: _("Baseline"),
        WaveKind.MIDLINE: _("Midline"),
        WaveKind.ENDLINE: _("Endline"),
    }[WaveKind(kind)]


def room_in_words(state: str) -> str:
    return {
        RoomState.PROPOSED: _("Waits for a second person"),
        RoomState.OPEN: _("Open"),
        RoomState.ENDED: _("Ended, files destroyed"),
        RoomState.REFUSED: _("Refused"),
    }[RoomState(state)]


def act_in_words(act: str) -> str:
    return {
        "make": _("Begun"),
        "change": _("Plan changed"),
        "sign": _("Plan signed"),
        "draw": _("Lot drawn with the word"),
        "bring": _("Measured values brought"),
        "deviate": _("Departure from the plan"),
        "close": _("Closed"),
    }[act]


def turn_in_words(turn: int | None) -> str:
    if turn is None:
        return _("not drawn")
    return _("not trained") if turn == 0 else _("trained from wave %(wave)s on") % {"wave": num(turn)}


def decimal(value: float | None) -> str:
    """Three digits that count: more would be pretended."""
    if value is None:
        return "–"
    text = f"{value:.3g}"
    return f"{value:.0f}" if "e" in text and abs(value) >= 1 else f"{value:.4f}" if "e" in text else text


def percent(value: float) -> str:
    return f"{value * 100:.1f} %"


def interval(low: float, high: float) -> str:
    return _("%(low)s to %(high)s") % {"low": decimal(low), "high": decimal(high)}


def probability(p: float) -> str:
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def finding(effect: dict[str, Any], higher_is_better: bool, given: bool, holm: float | None = None) -> str:
    """What the interval lets one say, and no more; holm: p of an indicator beside the main one."""
    if effect["low"] <= 0 <= effect["high"]:
        return _("The interval holds 0: this study does not show that training changed it, nor that it did not.")
    if holm is not None and holm >= 0.05:
        return _(
            "By itself the interval leaves 0 out. Of several questions asked at once one often does so by chance: this"
            " study does not show that training changed it, nor that it did not."
        )
    better = (effect["estimate"] > 0) == higher_is_better
    if given:
        return (
            _("Trained units changed for the better against the others. No lot was drawn: something else may be why.")
            if better
            else _(
                "Trained units changed for the worse against the others. No lot was drawn: something else may be why."
            )
        )
    return _("Training made it better.") if better else _("Training made it worse.")


def power_in_words(power: dict[str, Any]) -> list[str]:
    """The arithmetic of the plan."""
    return [
        _("%(treated)s units trained, %(comparison)s to compare with.")
        % {"treated": num(power["treated"]), "comparison": num(power["comparison"])},
        _("Answers of one unit resemble each other: the design effect is %(effect)s.")
        % {"effect": decimal(power["design_effect"])},
        _("Power %(power)s: how often a study like this finds the effect that was named, if it is there.")
        % {"power": percent(power["power"])},
        _("Smallest effect found with a power of 80 %%: %(smallest)s standard deviations.")
        % {"smallest": decimal(power["smallest"])},
    ]


def units(count: int) -> str:
    return ngettext("%(count)s unit", "%(count)s units", count) % {"count": num(count)}
