"""Words for what the solver answers: states, reasons, prices, what contradicts. Each is said in today's language."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.capacity.engine.year import quarter_of
from karmayogi.capacity.models import Scenario
from karmayogi.capacity.queries.outcomes import BatchRow, ShortRow
from karmayogi.capacity.types import Choice, Missed, ScenarioState, Weights
from karmayogi.kernel import rows
from karmayogi.kernel.languages import NAMES
from karmayogi.ui.api import num, pick

TONES = {
    "new": "info", "waiting": "warn", "running": "warn", "done": "ok", "impossible": "bad", "failed": "bad",
    "stopped": "info",
}  # fmt: skip


def state_in_words(state: str) -> str:
    return {
        ScenarioState.NEW: _("Not solved"),
        ScenarioState.WAITING: _("Waits to be solved"),
        ScenarioState.RUNNING: _("Being solved"),
        ScenarioState.DONE: _("Solved"),
        ScenarioState.IMPOSSIBLE: _("Cannot be"),
        ScenarioState.FAILED: _("Failed"),
        ScenarioState.STOPPED: _("Stopped"),
    }[ScenarioState(state)]


def choice_in_words(choice: str) -> str:
    return {
        "": _("The solver decides"),
        Choice.HELD: _("Is held"),
        Choice.OUT: _("Is not held"),
        Choice.IN: _("Taken in, the solver decides"),
    }[Choice(choice) if choice else ""]


def weights_in_words(weights: str) -> str:
    return {
        Weights.RANK: _("By rank: 5 × levels missing ÷ levels asked × importance"),
        Weights.LEVELS: _("By levels missing"),
        Weights.EQUAL: _("Every seat the same"),
    }[Weights(weights)]


def missed_in_words(reason: str) -> str:
    """Why one person has no seat."""
    return {
        Missed.FULL: _("No seat left"),
        Missed.BUDGET: _("No money left for it, or it is worth less than what it would take from others"),
        Missed.CLOSED: _("The batch that fits is not held"),
        Missed.OFFICE: _("Too many of the office would be away"),
        Missed.QUOTA: _("The share of a group would not be kept"),
        Missed.DATES: _("Is in another batch on those days"),
        Missed.DAYS: _("Has no days of training left"),
        Missed.PLACE: _("Nobody is sent that far"),
        Missed.LANGUAGE: _("No batch in a language of this person"),
        Missed.NO_BATCH: _("No batch of this training can be held"),
        Missed.PEAK: _("The office cannot spare its people on those days"),
        Missed.LEAVES: _("The post ends before the batch does"),
        Missed.BEGUN: _("The batch has begun"),
    }[Missed(reason)]


def shortage_in_words(one: ShortRow, year: int) -> str:
    """One line of why seats are missing: "Noting: 240 seats are missing in Odia in quarter 3"."""
    said = {
        "people": num(one.people), "title": pick(one.title_en, one.title_hi, one.title_ur),
        "language": NAMES.get(one.language, one.language),
        "quarter": num(quarter_of(year, one.starts_on)) if one.starts_on else "",
        "reason": missed_in_words(one.reason),
    }  # fmt: skip
    if one.reason == Missed.FULL:
        return (
            ngettext(
                "%(title)s: batches in %(language)s lack %(people)s seat in quarter %(quarter)s.",
                "%(title)s: batches in %(language)s lack %(people)s seats in quarter %(quarter)s.",
                one.people,
            )
            % said
        )
    if one.reason == Missed.CLOSED:
        return (
            ngettext(
                "%(title)s: the batch in %(language)s in quarter %(quarter)s for %(people)s person is not held:"
                " too few people, or it would cost more than it wins.",
                "%(title)s: the batch in %(language)s in quarter %(quarter)s for %(people)s people is not held:"
                " too few people, or it would cost more than it wins.",
                one.people,
            )
            % said
        )
    if one.reason == Missed.LANGUAGE:
        return (
            ngettext(
                "%(title)s: %(people)s person has no batch in a language of her or his; there is one in %(language)s.",
                "%(title)s: %(people)s people have no batch in a language of theirs; there is one in %(language)s.",
                one.people,
            )
            % said
        )
    return (
        ngettext("%(title)s: %(people)s person. %(reason)s.", "%(title)s: %(people)s people. %(reason)s.", one.people)
        % said
    )


def gap_in_words(one: Scenario) -> str:
    """What the bound means."""
    if one.bound <= 0:
        return _("Nobody needs anything that a batch could give.")
    gap = max(0.0, one.bound - one.value) / one.bound
    if gap < 0.0005:
        return _("It is proved that no other plan under these terms wins more.")
    return _("It is proved that no plan under these terms wins more than %(gap)s per cent above this one.") % {
        "gap": num(round(100 * (one.bound - one.value) / max(one.value, 1e-9), 2))
    }


def seat_price_in_words(one: BatchRow, usual: float) -> str:
    return _("One more seat in batch %(number)s is worth up to %(points)s points: %(times)s of a usual seat.") % {
        "number": num(one.number), "points": num(round(one.price, 1)), "times": num(round(one.price / usual, 1)),
    }  # fmt: skip


def prices_in_words(one: Scenario, batches: list[BatchRow], most: int = 8) -> list[str]:
    """What each limit costs, the dearest first. Prices are those of a small change; of a large one they promise more
    than it gives, and the page says so."""
    usual = one.points / one.given if one.given else 1.0
    dear = sorted((batch for batch in batches if batch.price * 20 > usual), key=lambda batch: -batch.price)
    told = [(batch.price, seat_price_in_words(batch, usual)) for batch in dear[:most]]
    offices = _offices([about for kind, about, _points in one.prices if kind == "away"])
    for kind, about, points in one.prices:
        told.append((points, _price(kind, offices.get(about, str(about)), points, usual)))
    return [words for _points, words in sorted(told, key=lambda line: -line[0]) if words]


def _price(kind: str, about: str, points: float, usual: float) -> str:
    said = {"about": about, "points": num(round(points, 1)), "times": num(round(points / usual, 1))}
    quota = {"0": _("women"), "1": _("SC and ST")}.get(about, about)
    return {
        "budget": _("₹ 10,000 more would win up to %(points)s points: %(times)s of a usual seat."),
        "faculty": _("That %(about)s cannot be in two batches on one day costs up to %(points)s points."),
        "room": _("That the room %(about)s holds one batch on one day costs up to %(points)s points."),
        "teaching": _("One more day of teaching by %(about)s would win up to %(points)s points."),
        "away": _("One more person of %(about)s away on a day would win up to %(points)s points."),
        "quota": _("One seat less that the share of %(quota)s asks for would win up to %(points)s points."),
        "days": _("%(about)s people have used up their days of training; this costs up to %(points)s points."),
        "dates": _("%(about)s people would have to be in two batches at once; this costs up to %(points)s points."),
    }.get(kind, "") % (said | {"quota": quota})  # fmt: skip


def conflicts_in_words(kinds: list[str]) -> list[str]:
    """Of what is locked and agreed and cannot stand together: each of these, dropped alone, would leave a plan."""
    words = {
        "budget": _("the budget"),
        "least": _("the least number of people of a batch that is locked as held"),
        "seats": _("the seats of a batch: more people are locked in than it has"),
        "faculty": _("that whoever teaches is in one batch at a time"),
        "room": _("that a room holds one batch at a time"),
        "teaching": _("the most days of teaching"),
        "days": _("the most days of training of a person"),
        "dates": _("that a person is in one batch at a time"),
        "away": _("the most people of an office who may be away"),
        "quota": _("the share of a group"),
        "wish": _("that a person attends a training once"),
    }
    return [words.get(kind, kind) for kind in kinds]


def _offices(ids: list[str]) -> dict[str, str]:
    found = rows.fetch(
        lambda *row: row,
        "select id, name_en, name_hi, name_ur from orgs_organisation where id = any(%s::bigint[])",
        [[int(one) for one in ids if one.isdigit()]],
    )
    return {str(id_): pick(*names) for id_, *names in found}


def days_in_words(first: dt.date, last: dt.date) -> str:
    return first.strftime("%d-%m-%Y") if first == last else f"{first:%d-%m-%Y} – {last:%d-%m-%Y}"
