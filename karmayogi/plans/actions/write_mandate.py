"""Writing a draft: its order, what it asks for, by when, of whom. Every change asks for the revision that its writer
saw, so that two who write at one time are told of each other."""

import contextlib
import dataclasses
import datetime as dt
import uuid as uuids
from collections.abc import Iterator

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils.translation import gettext as _

from karmayogi.kernel import audit, rows
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.plans.actions.faults import fault_in_words
from karmayogi.plans.engine.terms import faults_of
from karmayogi.plans.models import Mandate, MandateCondition, MandateHand, MandateItem, MandateRule
from karmayogi.plans.queries.access import access_mandate, access_unit

MOST_RULES, MOST_CONDITIONS, MOST_ITEMS = 20, 300, 60


@dataclasses.dataclass(frozen=True, slots=True)
class Terms:
    """All of a mandate but its items and rules, by the names of its columns."""

    title_en: str
    number: str
    issuer: str
    why: str
    starts_on: dt.date
    title_hi: str = ""
    title_ur: str = ""
    clause: str = ""
    ordered_on: dt.date | None = None
    for_appraisal: bool = False
    ends_on: dt.date | None = None
    wants: str = "items"
    needed: int = 1
    competency_id: int | None = None
    counts: str = "ever"
    counts_since: dt.date | None = None
    anchor: str = "start"
    fixed_on: dt.date | None = None
    amount: int = 0
    unit: str = "days"
    round_to: str = ""
    repeat_months: int | None = None
    repeat_basis: str = ""
    repeat_window: int | None = None


def draft_mandate(*, actor: Actor, organisation: uuids.UUID, terms: Terms, at: dt.datetime) -> uuids.UUID:
    """A draft of that organisation. NotFound: the actor writes no mandates there. Refused: terms that cannot be."""
    unit = access_unit(actor, organisation, "write")
    _check(terms)
    with transaction.atomic():
        row = Mandate.objects.create(
            organisation_id=unit.id, author_id=actor.person_id, changed_at=at, **dataclasses.asdict(terms)
        )
        MandateHand.objects.create(mandate=row, person_id=actor.person_id)
        audit.record(
            "plans:mandate:draft", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en,
            detail={"organisation": unit.code, "number": row.number},
        )  # fmt: skip
    return row.uuid


def save_terms(*, actor: Actor, mandate: uuids.UUID, revision: int, terms: Terms, at: dt.datetime) -> None:
    _check(terms)
    with writing(actor, mandate, revision, at, "terms") as row:
        for name, value in dataclasses.asdict(terms).items():
            setattr(row, name, value)


def add_item(
    *, actor: Actor, mandate: uuids.UUID, revision: int, course: uuids.UUID, stands_for: uuids.UUID | None = None,
    at: dt.datetime,
) -> None:  # fmt: skip
    """A published course, programme, assessment or event; stands_for: the item that it is an equivalent of."""
    found = rows.scalar(
        "select course_id from learning_catalogueentry where uuid = %s and live and not hidden", [course]
    )
    if found is None:
        raise Refused(_("This course is not in the catalogue, or is retired."))
    with writing(actor, mandate, revision, at, "items") as row:
        mine = list(MandateItem.objects.filter(mandate=row).order_by("place"))
        if any(one.course_id == found for one in mine):
            raise Refused(_("It is in the list already."))
        if len(mine) >= MOST_ITEMS:
            raise Refused(_("No more than %(count)s items fit into one mandate.") % {"count": MOST_ITEMS})
        place = max((one.place for one in mine), default=0) + 1
        if stands_for is not None:
            of = rows.scalar("select course_id from learning_catalogueentry where uuid = %s", [stands_for])
            place = next((one.place for one in mine if one.course_id == of and not one.equivalent), 0)
            if not place:
                raise Refused(_("The item that it stands for is not in the list any more."))
        MandateItem.objects.create(mandate=row, place=place, course_id=found, equivalent=stands_for is not None)


def remove_item(*, actor: Actor, mandate: uuids.UUID, revision: int, course: uuids.UUID, at: dt.datetime) -> None:
    """With an item go its equivalents."""
    with writing(actor, mandate, revision, at, "items") as row:
        found = rows.scalar("select course_id from learning_catalogueentry where uuid = %s", [course])
        one = MandateItem.objects.filter(mandate=row, course_id=found).first()
        if one is not None:
            gone = MandateItem.objects.filter(mandate=row, place=one.place)
            (MandateItem.objects.filter(pk=one.pk) if one.equivalent else gone).delete()


@dataclasses.dataclass(frozen=True, slots=True)
class Value:
    """One condition by the names of its columns; the rest stays empty."""

    attribute: str
    organisation_id: int | None = None
    designation_id: int | None = None
    service_id: int | None = None
    cadre_id: int | None = None
    person_id: int | None = None
    text: str = ""
    low: int | None = None
    high: int | None = None
    from_on: dt.date | None = None
    until_on: dt.date | None = None


def add_condition(
    *, actor: Actor, mandate: uuids.UUID, revision: int, rule: int, excludes: bool = False, value: Value | None,
    at: dt.datetime,
) -> int:  # fmt: skip
    """Adds to the rule of that number, or to a new one (0) that includes or excludes; value None: a rule without
    conditions, which is everybody. Answers the number of the rule.

    Refused: a unit outside the issuer's organisation, since no audience is wider than that.
    """
    with writing(actor, mandate, revision, at, "audience") as row:
        if value is not None:
            _within_reach(row, value)
            if (value.from_on and value.until_on and value.from_on > value.until_on) or (
                value.low is not None and value.high is not None and value.low > value.high
            ):
                raise Refused(_("The end of the span lies before its beginning."))
        elif excludes:
            raise Refused(_("A rule that leaves out everybody would leave nobody."))
        found = MandateRule.objects.filter(mandate=row, number=rule).first() if rule else None
        if rule and found is None:
            raise Refused(_("This rule is not there any more."))
        if found is None:
            last = room_for(row, 1)
            found = MandateRule.objects.create(mandate=row, number=last + 1, excludes=excludes)
        if value is not None:
            if MandateCondition.objects.filter(rule__mandate=row).count() >= MOST_CONDITIONS:
                raise Refused(_("No more than %(count)s conditions fit into one mandate.") % {"count": MOST_CONDITIONS})
            MandateCondition.objects.get_or_create(rule=found, **dataclasses.asdict(value))
        return found.number


def remove_condition(*, actor: Actor, mandate: uuids.UUID, revision: int, condition: int, at: dt.datetime) -> None:
    """The rule goes with its last condition: without any it would mean everybody."""
    with writing(actor, mandate, revision, at, "audience") as row:
        one = MandateCondition.objects.filter(rule__mandate=row, pk=condition).first()
        if one is not None:
            one.delete()
            if not MandateCondition.objects.filter(rule_id=one.rule_id).exists():
                MandateRule.objects.filter(pk=one.rule_id).delete()


def remove_rule(*, actor: Actor, mandate: uuids.UUID, revision: int, rule: int, at: dt.datetime) -> None:
    with writing(actor, mandate, revision, at, "audience") as row:
        MandateRule.objects.filter(mandate=row, number=rule).delete()


def room_for(row: Mandate, more: int) -> int:
    """The number of its last rule, which is no count of them: some are taken out. Refused: no room for so many more."""
    numbers = list(MandateRule.objects.filter(mandate=row).values_list("number", flat=True))
    if len(numbers) + more > MOST_RULES:
        raise Refused(_("No more than %(count)s rules fit into one mandate.") % {"count": MOST_RULES})
    return max(numbers, default=0)


def copy_rules(
    rules: QuerySet[MandateRule], *, above: int = 0, mandate_id: int | None = None, group_id: int | None = None
) -> None:
    """Into a mandate or a group, with their conditions; numbered without gaps, on from `above`."""
    for place, rule in enumerate(rules.order_by("number"), 1):
        conditions = list(MandateCondition.objects.filter(rule=rule).order_by("pk"))
        rule.pk, rule._state.adding = None, True
        rule.number, rule.mandate_id, rule.group_id = above + place, mandate_id, group_id
        rule.save()
        for one in conditions:
            one.pk, one.rule_id, one._state.adding = None, rule.pk, True
        MandateCondition.objects.bulk_create(conditions)


def discard_draft(*, actor: Actor, mandate: uuids.UUID, revision: int, at: dt.datetime) -> None:
    """A draft that nobody wants goes with its rehearsals; the trail says that it was there. Refused where somebody has
    written in it since."""
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status != Mandate.Status.DRAFT:
            raise Refused(_("Only a draft can be discarded."))
        if row.revision != revision:
            raise Refused(_("The draft was changed after you looked at it. Look at it anew."))
        audit.record("plans:mandate:discard", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en)
        try:
            row.delete()
        except ProtectedError:
            raise Refused(_("People acted under it while it was in force: it stays, as a draft.")) from None


@contextlib.contextmanager
def writing(actor: Actor, mandate: uuids.UUID, revision: int, at: dt.datetime, part: str) -> Iterator[Mandate]:
    """The draft under lock, to be saved with its next revision. Refused where somebody else was quicker."""
    with transaction.atomic():
        row, _unit = access_mandate(actor, mandate, "write", lock=True)
        if row.status != Mandate.Status.DRAFT:
            raise Refused(_("This mandate is no draft any more: change it by a new draft that replaces it."))
        if row.revision != revision:
            raise Refused(
                _("Somebody changed this draft while you were writing. Nothing of yours is saved: look at it anew.")
            )
        yield row
        row.revision += 1
        row.changed_at = at
        row.save()
        MandateHand.objects.get_or_create(mandate=row, person_id=actor.person_id)
        audit.record(
            "plans:mandate:change", agent=actor, at=at, kind="mandate", subject=row.uuid, label=row.title_en,
            detail={"part": part, "revision": row.revision},
        )  # fmt: skip


def _check(terms: Terms) -> None:
    fault = next(iter(faults_of(terms)), None)
    if fault is not None:
        raise Refused(fault_in_words(fault))


def _within_reach(row: Mandate, value: Value) -> None:
    if value.organisation_id is None:
        return
    inside = rows.scalar(
        "select starts_with(asked.path, mine.path) from orgs_organisation asked, orgs_organisation mine"
        " where asked.id = %s and mine.id = %s",
        [value.organisation_id, row.organisation_id],
    )
    if inside is None:
        raise NotFound
    if not inside:
        raise Refused(_("This office lies outside the organisation that issues the order. It cannot be bound by it."))
