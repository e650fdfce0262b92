"""The plan as its paper and its spreadsheet tell it: the same sections, in the language that is active."""

import dataclasses
import datetime as dt

from django.utils.translation import gettext as _

from karmayogi.capacity.engine.budget import share
from karmayogi.capacity.engine.headings import ANNEXES, HEADINGS, pillar_of
from karmayogi.capacity.engine.year import label
from karmayogi.capacity.models import Annex, CapacityUnit, Plan, ReviewLine
from karmayogi.capacity.policies import LEAST
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.access import unit_on
from karmayogi.capacity.queries.arithmetic import figures_in_words
from karmayogi.capacity.queries.compare import changes, earlier_versions, kind_in_words, part_in_words
from karmayogi.capacity.queries.needs import Ranked, ranking, ranking_by_designation
from karmayogi.capacity.queries.papers import taken_quotes
from karmayogi.capacity.queries.plans import (
    AnswerRow,
    Line,
    answers_of,
    budget_of,
    calendar_of,
    interventions_of,
    members_of,
    steps_of,
)
from karmayogi.capacity.queries.reviews import reviews_of
from karmayogi.capacity.queries.spending import entries_of, spending_of
from karmayogi.capacity.types import Pillar
from karmayogi.kernel import clock
from karmayogi.orgs.types import OrganisationRow
from karmayogi.ui.api import comma, day, named, num, pick

type Cell = str | int | float | dt.date | None

MOST_NEEDS = 60  # of the ranking, on paper; the spreadsheet has all
MOST_CHANGES = 120  # the same
MOST_VOUCHERS = 20_000  # of a spreadsheet


@dataclasses.dataclass(frozen=True, slots=True)
class Section:
    """A part with a heading (level 2 or 3), paragraphs, and a table where head is not empty."""

    title: str
    level: int = 2
    paragraphs: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    widths: tuple[int, ...] = ()


def sections(
    plan: Plan, body: OrganisationRow, *, on: dt.date, whole: bool, until: dt.datetime | None = None
) -> list[Section]:
    """on: the day whose unit is named. until: what was reviewed or decided later is left out.

    whole: all needs, by designation too, figures of few people included: for a file of somebody who may open the
    persons. Otherwise what a paper tells that travels."""
    lines, answers = interventions_of(plan.pk), answers_of(plan.pk)
    texts = dict(Annex.objects.filter(plan=plan).values_list("number", "text"))
    made = []
    if plan.purpose:
        made.append(Section(_("Purpose"), paragraphs=tuple(plan.purpose.split("\n"))))
    unit = unit_on(plan.organisation_id, on)
    if unit is not None:
        made.append(_unit(unit, body, on))
    made += _needs(plan, whole)
    made += _interventions(lines, answers)
    made.append(_budget(plan))
    made += _spending(plan, whole, until)
    made += _calendar(plan, lines)
    made += [
        Section(_annex(number), paragraphs=tuple(texts[number].split("\n"))) for number in ANNEXES if number in texts
    ]
    made += _sources(plan)
    made += _reviews(plan, until)
    made += _changes(plan, whole)
    made.append(_chain(plan, until))
    return made


def _annex(number: int) -> str:
    return _("Annex %(number)s: %(name)s") % {"number": number, "name": words.annex_in_words(number)}


def _unit(unit: CapacityUnit, body: OrganisationRow, on: dt.date) -> Section:
    said = _("Formed on %(day)s by %(order)s.") % {"day": day(unit.formed_on), "order": unit.order_number}
    rows = tuple(
        (
            named(one.name, one.name_native), pick(one.designation_en, one.designation_hi, one.designation_ur),
            _("Chair") if one.chairs else _("Member"),
        )
        for one in members_of(unit.pk, body.path, on)
    )  # fmt: skip
    return Section(_("Capacity building unit"), 2, (said,), (_("Name"), _("Designation"), _("Part")), rows, (3, 3, 1))


def _needs(plan: Plan, whole: bool) -> list[Section]:
    ranked = ranking(plan.pk)
    said = [
        _(
            "Rank = official’s need (0 to 5) × importance for the body (1 to 5). The need is the mean of what is known:"
            " 5 × levels missing ÷ levels asked (weight 3), 5 × those who asked for it ÷ those who answered a survey"
            " (weight 1), and 5 where an order was quoted (weight 1)."
        )
    ]
    if plan.needs_on:
        said.append(_("Counted as on %(day)s from posts, profiles and levels shown.") % {"day": day(plan.needs_on)})
    if not whole:
        said.append(_("Competencies that fewer than %(count)s people need have no figures here.") % {"count": LEAST})
    shown = ranked if whole else ranked[:MOST_NEEDS]
    if len(shown) < len(ranked):
        said.append(_("The %(count)s highest ranks of %(all)s.") % {"count": len(shown), "all": len(ranked)})
    head = (
        "#", _("Competency"), _("People"), _("How the need is worked out"), _("Need × importance = rank"), _("Lenses"),
        _("Why it matters"),
    )  # fmt: skip
    widths = (1, 4, 2, 5, 3, 3, 4)
    made = [Section(_annex(5), 2, tuple(said), head, tuple(_need(one, whole) for one in shown), widths)]
    if whole:
        rows = tuple(
            (one.place, pick(*one.designation[1:]) if one.designation else "", *_need(one, whole)[1:5])
            for one in ranking_by_designation(plan.pk)
        )
        made.append(
            Section(_("Needs by designation"), 3, (), (head[0], _("Designation"), *head[1:5]), rows, (1, 3, 4, 2, 5, 3))
        )
    return made


def _need(one: Ranked, whole: bool) -> tuple[Cell, ...]:
    return (
        one.place,
        f"{one.code} {pick(one.name_en, one.name_hi, one.name_ur)}",
        *figures_in_words(one, whole),
        comma().join(map(words.lens_in_words, one.matter.lenses)),
        one.matter.reason or _("The unit has not said; counted as 3."),
    )


def _interventions(lines: list[Line], answers: dict[int, list[AnswerRow]]) -> list[Section]:
    """By pillar and heading: annex 6; those under the organisational pillar are annex 1 beside it."""
    head = (
        "#", _("Intervention"), _("Answers"), _("Owner"), _("Quarter"), _("Mode and provider"), _("Seats"),
        _("Cost, ₹"), _("Scheme"),
    )  # fmt: skip
    widths = (1, 5, 4, 3, 2, 3, 2, 2, 3)
    made = [Section(_annex(6))]
    for pillar, headings in HEADINGS.items():
        for heading in headings:
            mine = [one for one in lines if one.heading == heading]
            title = f"{words.pillar_in_words(pillar)}: {words.heading_in_words(heading)}"
            if mine:
                rows = tuple(_intervention(one, answers.get(one.id, [])) for one in mine)
                made.append(Section(title, 3, (), head, rows, widths))
    listed = [one for one in lines if pillar_of(one.heading) is Pillar.ORGANISATIONAL]
    rows = tuple(
        (one.number, pick(one.title_en, one.title_hi, one.title_ur), words.heading_in_words(one.heading), _owner(one))
        for one in listed
    )
    if rows:
        made.append(Section(_annex(1), 2, (), ("#", _("Intervention"), _("Heading"), _("Owner")), rows, (1, 6, 4, 4)))
    return made


def _intervention(one: Line, answers: list[AnswerRow]) -> tuple[Cell, ...]:
    title = pick(one.title_en, one.title_hi, one.title_ur)
    course = pick(one.course_en, one.course_hi, one.course_ur)
    needs = [
        pick(a.name_en, a.name_hi, a.name_ur)
        + (f" ({pick(a.designation_en, a.designation_hi, a.designation_ur)})" if a.designation_id else "")
        for a in answers
    ]
    return (
        one.number, f"{title} – {course}" if course and course != title else title, comma().join(needs), _owner(one),
        one.quarter, " · ".join(filter(None, (words.mode_in_words(one.mode), _provider(one)))), one.seats or None,
        one.cost or None, one.scheme,
    )  # fmt: skip


def _owner(one: Line) -> str:
    return words.owner_in_words(one.owner, one.owner_name, one.owner_native, one.owner_post)


def _provider(one: Line) -> str:
    return words.provider_in_words(one.provider, one.provider_en, one.provider_hi, one.provider_ur)


def _spending(plan: Plan, whole: bool, until: dt.datetime | None) -> list[Section]:
    """Planned and spent by line and quarter; every voucher for a file of whoever may open the persons."""
    lines = spending_of(plan.pk, until)
    if not any(any(one.spent) for one in lines):
        return []
    head = (_("Scheme"), _("Quarter"), _("Planned, ₹"), _("Spent, ₹"), _("Spent in the year, ₹"), _("Left, ₹"))
    rows = tuple(
        (one.scheme, n, one.planned[n - 1], one.spent[n - 1], sum(one.spent[:n]), one.allocated - sum(one.spent[:n]))
        for one in lines
        for n in range(1, 5)
    )
    made = [Section(_("Spending"), 2, (), head, rows, (4, 1, 3, 3, 3, 3))]
    if whole:
        columns = (_("Day"), _("Voucher"), _("Scheme"), "#", _("Intervention"), _("Amount, ₹"), _("Reason"))
        vouchers = tuple(
            (
                one.spent_on, one.voucher, one.scheme, one.number, pick(one.title_en, one.title_hi, one.title_ur),
                one.amount, one.reason,
            )
            for one in entries_of(plan.pk, until=until, limit=MOST_VOUCHERS)
        )  # fmt: skip
        made.append(Section(_("Vouchers"), 3, (), columns, vouchers, (2, 2, 4, 1, 5, 3, 4)))
    return made


def _changes(plan: Plan, whole: bool) -> list[Section]:
    """What this version has otherwise than the one before it."""
    before = next(iter(earlier_versions(plan)), None)
    if before is None:
        return []
    found = changes(before, plan, whole=whole)
    shown = found if whole else found[:MOST_CHANGES]
    said = [_("Against version %(version)s.") % {"version": before.version}]
    if len(shown) < len(found):
        said.append(
            _("%(count)s of %(all)s changes; the spreadsheet has all.") % {"count": len(shown), "all": len(found)}
        )
    rows = tuple(
        (part_in_words(one.part), one.subject, kind_in_words(one.kind), one.field, one.was, one.now) for one in shown
    )
    head = (_("Part"), _("What"), _("Change"), _("Of it"), _("Before"), _("Now"))
    return [Section(_("Changes since the last version"), 2, tuple(said), head, rows, (2, 5, 2, 3, 4, 4))]


def _budget(plan: Plan) -> Section:
    head = (
        _("Scheme"), _("Head"), _("Salary head, ₹"), _("2.5 %, ₹"), _("For training, ₹"), _("Less than 2.5 % by, ₹"),
        _("Charged, ₹"), _("Sanction, valid until"),
    )  # fmt: skip
    found = budget_of(plan.pk)
    rows: list[tuple[Cell, ...]] = []
    for one in found:
        part = share(one.salary, one.training)
        rows.append(
            (
                one.scheme, one.head, one.salary, part.due, one.training, part.short or None, one.charged,
                f"{one.sanction}{comma()}{day(one.valid_until)}",
            )
        )  # fmt: skip
    if len(found) > 1:
        salary, training = sum(one.salary for one in found), sum(one.training for one in found)
        part = share(salary, training)
        charged = sum(one.charged for one in found)
        rows.append((_("All"), "", salary, part.due, training, part.short or None, charged, ""))
    said = _("Rule: at least 2.5 % of the salary head goes to training. The amounts are those that the body entered.")
    return Section(_("Budget"), 2, (said,), head, tuple(rows), (4, 2, 3, 3, 3, 3, 3, 4))


def _calendar(plan: Plan, lines: list[Line]) -> list[Section]:
    rows = tuple(
        (
            words.quarter_in_words(number),
            one.number,
            pick(one.title_en, one.title_hi, one.title_ur),
            _owner(one),
            one.seats,
        )
        for number in range(1, 5)
        for one in lines
        if one.quarter == number
    )
    head = (_("Quarter"), "#", _("Intervention"), _("Owner"), _("Seats"))
    made = [Section(_annex(8), 2, (), head, rows, (3, 1, 6, 3, 1))]
    dated = tuple(
        (one.starts_on, one.ends_on, one.number, pick(one.title_en, one.title_hi, one.title_ur), one.place, one.seats)
        for one in calendar_of(plan.pk)
    )
    if dated:
        days = (_("First day"), _("Last day"), "#", _("Intervention"), _("Place"), _("Seats"))
        made.append(Section(_annex(9), 2, (), days, dated, (2, 2, 1, 5, 3, 1)))
    return made


def _sources(plan: Plan) -> list[Section]:
    # A quotation goes over the lines of its paper: on ours it is one text.
    rows = tuple(
        (one.paper, pick(one.name_en, one.name_hi, one.name_ur), f"“{' '.join(one.quote.split())}”")
        for one in taken_quotes(plan.pk)
    )
    head = (_("Paper"), _("What it names"), _("Words of the paper"))
    return [Section(_("Orders and reports"), 2, (), head, rows, (3, 3, 6))] if rows else []


def _reviews(plan: Plan, until: dt.datetime | None) -> list[Section]:
    of = reviews_of(plan) if until is None else reviews_of(plan).filter(at__lte=until)
    found = ReviewLine.objects.filter(review__in=of).select_related("review", "intervention")
    rows = tuple(
        (
            one.review.quarter, one.intervention.number,
            pick(one.intervention.title_en, one.intervention.title_hi, one.intervention.title_ur), one.planned,
            one.completed, one.spent, words.progress_in_words(one.progress), one.reason,
            _("yes") if one.carries else "",
        )
        for one in found.order_by("review__quarter", "intervention__number")
    )  # fmt: skip
    head = (
        _("Quarter"), "#", _("Intervention"), _("Planned"), _("Actual"), _("Spent, ₹"), _("State"), _("Reason"),
        _("Carried over"),
    )  # fmt: skip
    return [Section(_("Reviews"), 2, (), head, rows, (1, 1, 4, 1, 1, 2, 2, 4, 1))] if rows else []


def _chain(plan: Plan, until: dt.datetime | None) -> Section:
    rows = tuple(
        (
            words.act_in_words(one.act), named(one.name, one.name_native), one.designation, clock.day(one.at), one.note,
        )
        for one in steps_of(plan.pk)
        if until is None or one.at <= until
    )  # fmt: skip
    head = (_("Step"), _("Name"), _("Designation"), _("Day"), _("Remark"))
    return Section(_("Approval"), 2, (), head, rows, (3, 3, 3, 2, 3))


def cell_in_words(cell: Cell) -> str:
    """As paper shows it."""
    if cell is None:
        return "–"
    if isinstance(cell, dt.date):
        return day(cell)
    return cell if isinstance(cell, str) else num(cell)


def line_of(plan: Plan) -> str:
    """Year and version, as the head of paper and file has them."""
    return _("Annual capacity building plan %(year)s, version %(version)s") % {
        "year": label(plan.year), "version": plan.version,
    }  # fmt: skip
