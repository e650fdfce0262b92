"""What a version of a plan has otherwise than an earlier one: interventions, money, needs and how much they matter."""

import dataclasses

from django.utils.translation import gettext as _

from karmayogi.capacity.models import Plan
from karmayogi.capacity.queries import wording as words
from karmayogi.capacity.queries.arithmetic import figures_in_words
from karmayogi.capacity.queries.needs import Ranked, ranking
from karmayogi.capacity.queries.plans import AnswerRow, answers_of, budget_of, calendar_of, interventions_of
from karmayogi.kernel import rows
from karmayogi.ui.api import comma, day, num, pick

ADDED, DROPPED, CHANGED = "added", "dropped", "changed"
PARTS = ("interventions", "budget", "needs")


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """In the language that is active. field: what of it, "" where all of it was added or dropped; was and now: its
    words, "" for nothing."""

    part: str
    kind: str
    subject: str
    field: str = ""
    was: str = ""
    now: str = ""


def earlier_versions(row: Plan) -> list[Plan]:
    """Of the same year, that were published; the latest first."""
    found = Plan.objects.filter(
        organisation_id=row.organisation_id, year=row.year, version__lt=row.version, published_at__isnull=False
    )
    return list(found.order_by("-version"))


def changes(old: Plan, new: Plan, *, whole: bool) -> list[Change]:
    """whole: figures of few people too, for whoever may open the persons."""
    return [*_interventions(old, new), *_budget(old, new), *_needs(old, new, whole)]


def _interventions(old: Plan, new: Plan) -> list[Change]:
    was, now = _lines(old.pk), _lines(new.pk)
    found = []
    for thread in [*now, *(one for one in was if one not in now)]:
        subject = (now.get(thread) or was[thread])[0]
        if thread not in was or thread not in now:
            kind = ADDED if thread in now else DROPPED
            facts = (now.get(thread) or was[thread])[1]
            told = comma().join(facts[name] for name in (_("Quarter"), _("Seats"), _("Cost, ₹")) if facts[name])
            found.append(
                Change(
                    "interventions", kind, subject, now=told if kind == ADDED else "", was="" if kind == ADDED else told
                )
            )
            continue
        before, after = was[thread][1], now[thread][1]
        found += [
            Change("interventions", CHANGED, subject, field, before[field], after[field])
            for field in after
            if before[field] != after[field]
        ]
    return found


def _lines(plan_id: int) -> dict[object, tuple[str, dict[str, str]]]:
    """Thread -> (number and title, field -> its words)."""
    threads = dict(
        rows.fetch(lambda *row: row, "select id, thread from capacity_intervention where plan_id = %s", [plan_id])
    )
    answers = answers_of(plan_id)
    dates: dict[int, list[str]] = {}
    for entry in calendar_of(plan_id):
        place = f" ({entry.place})" if entry.place else ""
        dates.setdefault(entry.number, []).append(f"{day(entry.starts_on)} – {day(entry.ends_on)}{place}")
    found: dict[object, tuple[str, dict[str, str]]] = {}
    for one in interventions_of(plan_id):
        title = pick(one.title_en, one.title_hi, one.title_ur)
        found[threads[one.id]] = (
            f"{one.number} · {title}",
            {
                _("Title"): title,
                _("Heading"): words.heading_in_words(one.heading),
                _("What is done"): one.about,
                _("Owner"): words.owner_in_words(one.owner, one.owner_name, one.owner_native, one.owner_post),
                _("Quarter"): words.quarter_in_words(one.quarter),
                _("Mode"): words.mode_in_words(one.mode),
                _("Provider"): words.provider_in_words(one.provider, one.provider_en, one.provider_hi, one.provider_ur),
                _("Seats"): num(one.seats),
                _("Cost, ₹"): num(one.cost),
                _("Scheme"): one.scheme,
                _("Course"): pick(one.course_en, one.course_hi, one.course_ur),
                _("Needs that it answers"): comma().join(map(_answer, answers.get(one.id, []))),
                _("Calendar"): comma().join(dates.get(one.number, [])),
            },
        )
    return found


def _answer(one: AnswerRow) -> str:
    name = pick(one.name_en, one.name_hi, one.name_ur)
    who = pick(one.designation_en, one.designation_hi, one.designation_ur) if one.designation_id else ""
    return f"{name} ({who})" if who else name


def _budget(old: Plan, new: Plan) -> list[Change]:
    was, now = _money(old.pk), _money(new.pk)
    found = []
    for thread in [*now, *(one for one in was if one not in now)]:
        subject, after = now.get(thread) or was[thread]
        if thread not in was or thread not in now:
            kind, amount = (ADDED if thread in now else DROPPED), after[_("For training, ₹")]
            found.append(
                Change(
                    "budget", kind, subject, _("For training, ₹"), *(("", amount) if kind == ADDED else (amount, ""))
                )
            )
            continue
        before = was[thread][1]
        found += [
            Change("budget", CHANGED, subject, field, before[field], after[field])
            for field in after
            if before[field] != after[field]
        ]
    return found


def _money(plan_id: int) -> dict[object, tuple[str, dict[str, str]]]:
    threads = dict(
        rows.fetch(lambda *row: row, "select uuid, thread from capacity_budgetline where plan_id = %s", [plan_id])
    )
    return {
        threads[one.uuid]: (
            one.scheme,
            {
                _("Scheme"): one.scheme,
                _("Head"): one.head,
                _("Salary head, ₹"): num(one.salary),
                _("For training, ₹"): num(one.training),
                _("Charged, ₹"): num(one.charged),
                _("Sanction"): one.sanction,
                _("Valid until"): day(one.valid_until),
            },
        )
        for one in budget_of(plan_id)
    }


def _needs(old: Plan, new: Plan, whole: bool) -> list[Change]:
    was, now = ({one.competency_id: one for one in ranking(row.pk)} for row in (old, new))
    found = []
    for key in [*now, *(one for one in was if one not in now)]:
        one = now.get(key) or was[key]
        subject = f"{one.code} {pick(one.name_en, one.name_hi, one.name_ur)}"
        if key not in was or key not in now:
            rank = _told(one, whole)[_("Need × importance = rank")]
            kind = ADDED if key in now else DROPPED
            found.append(
                Change(
                    "needs", kind, subject, _("Need × importance = rank"),
                    *(("", rank) if kind == ADDED else (rank, "")),
                )
            )  # fmt: skip
            continue
        before, after = _told(was[key], whole), _told(now[key], whole)
        found += [
            Change("needs", CHANGED, subject, field, before[field], after[field])
            for field in after
            if before[field] != after[field]
        ]
    return found


def _told(one: Ranked, whole: bool) -> dict[str, str]:
    people, _need, rank = figures_in_words(one, whole)
    return {
        _("People"): people if isinstance(people, str) else num(people),
        _("Need × importance = rank"): rank,
        _("Lenses"): comma().join(map(words.lens_in_words, one.matter.lenses)),
        _("Why it matters"): one.matter.reason,
    }


def kind_in_words(kind: str) -> str:
    return {ADDED: _("Added"), DROPPED: _("Dropped"), CHANGED: _("Changed")}[kind]


def part_in_words(part: str) -> str:
    return {"interventions": _("Interventions"), "budget": _("Budget"), "needs": _("Needs, ranked")}[part]
