"""Mandates and obligations in words: what the data of the engine says, in the reader's language."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from karmayogi.people.api import group_in_words
from karmayogi.plans.engine.examples import Case, Example
from karmayogi.plans.queries.lists import ConditionRow, ItemRow
from karmayogi.plans.queries.mine import Line
from karmayogi.plans.queries.notices import NoticeRow
from karmayogi.plans.queries.rehearsed import CostRow
from karmayogi.plans.types import Attribute, Basis, DueRule, Mandate, RoundTo, Status, Step, StepKind, Unit, Wants
from karmayogi.ui.api import comma, day, mins, named, num, pick

TONES = {
    Status.UPCOMING: "info", Status.OPEN: "info", Status.EXTENDED: "warn", Status.OVERDUE: "bad", Status.DONE: "ok",
    Status.EXEMPT: "ok",
}  # fmt: skip


def status_in_words(status: str) -> str:
    return {
        "upcoming": _("Takes effect later"),
        "open": _("Open"),
        "extended": _("Open, extended"),
        "overdue": _("Overdue"),
        "done": _("Done"),
        "exempt": _("Exempt"),
    }[status]


def state_in_words(state: str) -> str:
    """Of a mandate."""
    return {"draft": _("Draft"), "approved": _("Approved"), "live": _("In force"), "retired": _("Ended")}[state]


def state_tone(state: str) -> str:
    return {"draft": "warn", "approved": "info", "live": "ok", "retired": "info"}[state]


def relief_in_words(state: str) -> str:
    return {
        "waiting": _("Waits for the office"), "granted": _("Granted"), "refused": _("Refused"),
        "withdrawn": _("Taken back"),
    }[state]  # fmt: skip


def attribute_in_words(attribute: str) -> str:
    return {
        Attribute.UNIT: _("Office"),
        Attribute.DESIGNATION: _("Designation"),
        Attribute.POSTING: _("Holds the post"),
        Attribute.POSTED: _("On the post since"),
        Attribute.GROUP: _("Group"),
        Attribute.SERVICE: _("Service"),
        Attribute.CADRE: _("Cadre"),
        Attribute.BATCH: _("Batch"),
        Attribute.JOINED: _("Joined service"),
        Attribute.VERIFIED: _("Verified profile"),
        Attribute.TAG: _("Mark set by the office"),
        Attribute.PERSON: _("Officer by name"),
    }[Attribute(attribute)]


def posting_in_words(kind: str) -> str:
    return {
        "substantive": _("substantively"), "additional": _("with additional charge"), "officiating": _("officiating"),
        "deputation": _("on deputation"), "contract": _("on contract"), "elected": _("by election"),
    }.get(kind, kind)  # fmt: skip


def value_in_words(one: ConditionRow) -> str:
    match one.attribute:
        case None | "":
            return _("everybody in the organisation")
        case Attribute.POSTING:
            return posting_in_words(one.text)
        case Attribute.GROUP:
            return group_in_words(one.text)
        case Attribute.TAG:
            return one.text
        case Attribute.VERIFIED:
            return _("yes")
        case Attribute.BATCH:
            return _span(str(one.low) if one.low else "", str(one.high) if one.high else "")
        case Attribute.POSTED | Attribute.JOINED:
            return _span(day(one.from_on) if one.from_on else "", day(one.until_on) if one.until_on else "")
        case Attribute.PERSON:
            return named(one.name_en, one.name_hi)
        case _:
            return pick(one.name_en, one.name_hi, one.name_ur)


def _span(low: str, high: str) -> str:
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("from %(low)s") % {"low": low} if low else _("up to %(high)s") % {"high": high}


def rule_in_words(conditions: Sequence[ConditionRow]) -> str:
    """All conditions of one rule: “Office: A or B; Group: Group A”."""
    found: dict[str, list[str]] = {}
    for one in conditions:
        if one.attribute:
            found.setdefault(one.attribute, []).append(value_in_words(one))
    if not found:
        return _("Everybody who holds a post in the organisation")
    return "; ".join(
        _("%(attribute)s: %(values)s") % {"attribute": attribute_in_words(attribute), "values": _(" or ").join(values)}
        for attribute, values in found.items()
    )


def step_in_words(step: Step) -> str:
    """What this line of the arithmetic does; the day stands beside it."""
    count = {"count": num(step.amount)}
    match step.kind:
        case StepKind.FIXED:
            return _("The order names the day")
        case StepKind.START:
            return _("The order takes effect")
        case StepKind.JOINING:
            return _("You joined service")
        case StepKind.POSTING:
            return _("You took the post")
        case StepKind.BOUND:
            return _("That is before the order bound you: counted anew from the day since which it does")
        case StepKind.DAYS:
            return ngettext("plus %(count)s day", "plus %(count)s days", step.amount) % count
        case StepKind.MONTHS:
            return ngettext("plus %(count)s month", "plus %(count)s months", step.amount) % count
        case StepKind.WORKING_DAYS:
            text = ngettext("plus %(count)s working day", "plus %(count)s working days", step.amount) % count
            skipped = ngettext("%(count)s day off passed over", "%(count)s days off passed over", step.skipped)
            return f"{text} ({skipped % {'count': num(step.skipped)}})" if step.skipped else text
        case StepKind.QUARTER:
            return _("to the end of the quarter")
        case StepKind.YEAR:
            return _("to the end of the financial year")
        case StepKind.REPEATED:
            return ngettext("repeated %(count)s time", "repeated %(count)s times", step.amount) % count
        case StepKind.COMPLETED:
            return _("You completed it last")
        case StepKind.EXTENDED:
            return _("extended by your office")
        case StepKind.EXEMPTED:
            return _("It lies within your exemption: moved beyond its end")


def due_in_words(rule: DueRule) -> str:
    """The date rule by itself, for an administrator."""
    anchor = {
        "fixed": _("by %(day)s") % {"day": day(rule.fixed_on)} if rule.fixed_on else "",
        "start": _("counted from the day on which the order takes effect"),
        "joining": _("counted from joining service"),
        "posting": _("counted from taking the post"),
    }[rule.anchor]
    parts = [anchor]
    if rule.amount:
        kind = {Unit.DAYS: StepKind.DAYS, Unit.MONTHS: StepKind.MONTHS, Unit.WORKING_DAYS: StepKind.WORKING_DAYS}
        parts.append(step_in_words(Step(kind[rule.unit], dt.date.min, rule.amount)))
    if rule.round_to is not RoundTo.NONE:
        kind_of_end = StepKind.QUARTER if rule.round_to is RoundTo.QUARTER else StepKind.YEAR
        parts.append(step_in_words(Step(kind_of_end, dt.date.min)))
    return ", ".join(parts)


def repeat_in_words(mandate: Mandate) -> str:
    repeat = mandate.repeat
    if repeat is None:
        return _("Once")
    every = ngettext("Every %(count)s month", "Every %(count)s months", repeat.months) % {"count": num(repeat.months)}
    basis = _("on dates that stay") if repeat.basis is Basis.DUE else _("counted from the last completion")
    window = ngettext(
        "renewal counts in the last %(count)s month before", "renewal counts in the last %(count)s months before",
        repeat.window,
    ) % {"count": num(repeat.window)}  # fmt: skip
    return f"{every}, {basis}; {window}"


def what_in_words(mandate: Mandate, items: Sequence[ItemRow], competency: tuple[str, str, str] | None) -> str:
    """What discharges it, in one sentence."""
    if mandate.what.wants is Wants.LEVEL:
        return _("Show %(competency)s at level %(level)s.") % {
            "competency": pick(*competency) if competency else "", "level": num(mandate.what.needed),
        }  # fmt: skip
    if mandate.what.wants is Wants.MINUTES:
        return _("Learn for %(time)s.") % {"time": mins(mandate.what.needed)}
    if mandate.what.wants is Wants.POINTS:
        needed = mandate.what.needed
        return ngettext("Gain %(count)s point.", "Gain %(count)s points.", needed) % {"count": num(needed)}
    names = [item_in_words(one) for one in items if not one.equivalent]
    needed = mandate.what.needed
    if len(names) == 1:
        return _("Complete %(item)s.") % {"item": names[0]}
    if needed == len(names):
        return _("Complete all of: %(items)s.") % {"items": comma().join(names)}
    if needed == 1:
        return _("Complete one of: %(items)s.") % {"items": comma().join(names)}
    return _("Complete %(needed)s of: %(items)s.") % {"needed": num(needed), "items": comma().join(names)}


def item_in_words(one: ItemRow) -> str:
    return _("“%(title)s”") % {"title": pick(one.title_en, one.title_hi, one.title_ur)}


def progress_in_words(line: Line) -> str:
    """How far she is, where that is a number."""
    one, what = line.obligation, line.asked.what
    if what.wants is Wants.MINUTES:
        return _("%(have)s of %(needed)s") % {"have": mins(one.minutes), "needed": mins(what.needed)}
    if what.wants is Wants.POINTS:
        return _("%(have)s of %(needed)s") % {"have": num(one.points), "needed": num(what.needed)}
    if what.wants is Wants.LEVEL:
        return _("Level %(have)s of %(needed)s") % {"have": num(one.level), "needed": num(what.needed)}
    if len(what.items) > 1:
        done = sum(1 for on in one.items if on is not None)
        return _("%(have)s of %(needed)s") % {"have": num(min(done, what.needed)), "needed": num(what.needed)}
    return ""


def example_in_words(one: Example) -> str:
    """Who the made-up officer is."""
    return {
        Case.SERVING: _("Somebody who has held the post since %(day)s"),
        Case.NEW: _("Somebody who joins and takes the post on %(day)s"),
        Case.BEFORE: _("Somebody who completed it on %(day)s already"),
        Case.AGAIN: _("Somebody who completes it on %(day)s"),
    }[one.case] % {"day": day(one.day)}


def example_step_in_words(step: Step) -> str:
    """As step_in_words, of somebody else."""
    return {
        StepKind.JOINING: _("joined service"),
        StepKind.POSTING: _("took the post"),
        StepKind.BOUND: _("that is before the order bound them: counted anew from the day since which it does"),
        StepKind.COMPLETED: _("completed it last"),
    }.get(step.kind) or step_in_words(step)


def examples_in_words(found: Sequence[Example]) -> list[tuple[str, str, list[tuple[str, dt.date]], str]]:
    """(who, what it means, the arithmetic with its days, when it is asked again) of each."""
    lines: list[tuple[str, str, list[tuple[str, dt.date]], str]] = []
    for one in found:
        due = one.found
        if due is None:
            lines.append((example_in_words(one), _("The order does not bind them on that day."), [], ""))
            continue
        steps = [(example_step_in_words(step), step.day) for step in due.steps]
        if due.done_on is not None:
            said = _("Done: nothing is left to do.")
        else:
            said = _("Due by %(day)s.") % {"day": day(due.due_on)}
        again = ""
        if due.again_from is not None and due.again_due is not None:
            given = {"from": day(due.again_from), "due": day(due.again_due)}
            again = _("Again from %(from)s, by %(due)s.") % given
        lines.append((example_in_words(one), said, steps, again))
    return lines


def notice_in_words(one: NoticeRow) -> str:
    given = {"title": pick(one.title_en, one.title_hi, one.title_ur), "number": one.number, "reason": one.reason}
    if one.status == "live":
        return _("“%(title)s” (%(number)s) binds you.") % given
    if one.status == "retired":
        if one.replaced_by:
            return _("“%(title)s” (%(number)s) was replaced by %(other)s.") % (given | {"other": one.replaced_by})
        return _("“%(title)s” (%(number)s) has ended and binds you no more: %(reason)s") % given
    if one.changed:
        return _("An order that you were told of was taken back: it binds nobody.")
    return _("“%(title)s” (%(number)s) was taken back: it binds nobody.") % given


def peak_in_words(kind: str) -> str:
    return {
        "budget": _("Budget"), "election": _("Election"), "harvest": _("Harvest"), "exams": _("Board exams"),
        "other": _("Other peak duty"),
    }[kind]  # fmt: skip


def rate_in_words(kind: str) -> str:
    return {
        "fee": _("Fee or licence of a person"), "venue": _("Room for a day"), "travel": _("Travel of a person"),
        "daily": _("Day away of a person"),
    }[kind]  # fmt: skip


def per_in_words(per: str) -> str:
    return {"month": _("a month"), "quarter": _("a quarter")}[per]


def rupees(paise: int | None) -> str:
    """12,34,567.50 rupees in their sign; what nobody has entered is not known, never nothing."""
    if paise is None:
        return _("not known")
    return f"₹\u00a0{num(paise // 100)}" if paise % 100 == 0 else f"₹\u00a0{num(paise / 100, 2)}"


def cost_in_words(paise: int, unknown: int) -> str:
    """A sum of which some terms may not be known."""
    if not unknown:
        return rupees(paise)
    return _("at least %(sum)s") % {"sum": rupees(paise)} if paise else _("not known")


def sum_in_words(one: CostRow) -> str:
    """The arithmetic of one term of the cost."""
    given = {"people": num(one.people), "units": num(one.units), "rate": rupees(one.paise)}
    if one.kind == "venue":
        return _("%(units)s room days × %(rate)s") % given if one.paise is not None else _("rooms × not known")
    if one.kind == "daily":
        return _("%(people)s people × %(units)s days × %(rate)s") % given
    return _("%(people)s people × %(rate)s") % given


def counts_in_words(mandate: Mandate) -> str:
    """Whether what was done before counts."""
    if mandate.counts_from is None:
        return _("Whatever was completed earlier counts.")
    return _("What was completed from %(day)s on counts.") % {"day": day(mandate.counts_from)}


def deed(tag: str) -> str:
    """Slot "people.deeds"; "" for others' tags."""
    return {
        "plans:relief:ask": _("Asked for an exemption or more time"),
        "plans:relief:withdraw": _("Took back the request for an exemption or more time"),
        "plans:relief:grant": _("Granted an exemption or more time"),
        "plans:mandate:people": _("Took the file of the officers whom an order binds"),
        "plans:rehearsal:people": _("Took the file of the officers whom a draft would ask for too much"),
        "plans:relief:refuse": _("Refused an exemption or more time"),
    }.get(tag, "")
