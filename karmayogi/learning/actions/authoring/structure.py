"""Writing what a programme or an event has instead of parts: groups and items with their rules; time and place."""

import dataclasses
import datetime as dt
import uuid as uuids

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import clock
from karmayogi.kernel.access import Actor, NotFound, Refused
from karmayogi.kernel.ids import uuid7
from karmayogi.learning.actions.authoring.writing import open_for_writing, wrote
from karmayogi.learning.engine.collections.outline import MOST, ROOT
from karmayogi.learning.models import Course, Draft, DraftedGathering, DraftedNode, Rule
from karmayogi.learning.queries.admitted import check_finds

MOST_POINTS = 1000


def _programme(actor: Actor, draft: uuids.UUID) -> Draft:
    found = open_for_writing(actor, draft)
    if found.course.kind != Course.Kind.PROGRAMME:
        raise NotFound
    return found


def _group(draft: Draft, key: str) -> DraftedNode:
    found = DraftedNode.objects.filter(draft=draft, key=key).exclude(rule="").first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def add_group(
    *, actor: Actor, draft: uuids.UUID, parent: str, titles: dict[str, str], rule: str, needed: int | None,
    at: dt.datetime,
) -> str:  # fmt: skip
    """A group at the end of another one; its key. needed: of at_least and points."""
    found = _programme(actor, draft)
    above = _group(found, parent)
    if not titles.get("en", "").strip():
        raise Refused(_("Give the stage a title in English; it stands in elsewhere."))
    return _add(found, actor, above, at, rule=_rule(rule), needed=_needed(rule, needed), **_titles(titles))


@transaction.atomic
def add_item(*, actor: Actor, draft: uuids.UUID, parent: str, code: str, points: int, at: dt.datetime) -> str:
    """A published course, assessment or event, by its code, at the end of a group. Raises Refused in words."""
    found = _programme(actor, draft)
    above = _group(found, parent)
    item = Course.objects.filter(code=code.strip()[:40], status=Course.Status.PUBLISHED).first()
    try:
        if item is None:
            raise NotFound
        check_finds(actor, item.uuid, clock.day(at))
    except NotFound:
        raise Refused(_("There is no published course %(codes)s.") % {"codes": code.strip()[:40]}) from None
    if item.kind == Course.Kind.PROGRAMME:
        raise Refused(_("A programme cannot be part of another one. Take its courses in groups."))
    if not 1 <= points <= MOST_POINTS:
        raise Refused(_("An item has 1 to %(most)s points.") % {"most": MOST_POINTS})
    if DraftedNode.objects.filter(draft=found, course=item).exists():
        raise Refused(_("This course is in the programme already."))
    return _add(found, actor, above, at, course=item, points=points)


@transaction.atomic
def change_group(
    *, actor: Actor, draft: uuids.UUID, key: str, titles: dict[str, str], rule: str, needed: int | None, at: dt.datetime
) -> None:
    """Title and rule of a group, or the rule of the whole."""
    found = _programme(actor, draft)
    group = _group(found, key)
    group.rule, group.needed = _rule(rule), _needed(rule, needed)
    if key != ROOT:
        for name, value in _titles(titles).items():
            setattr(group, name, value)
    group.save()
    wrote(found, actor, "stage", at, what=key)


@transaction.atomic
def move_node(*, actor: Actor, draft: uuids.UUID, key: str, up: bool, at: dt.datetime) -> None:
    """One place among its neighbours; at the end nothing happens."""
    found = _programme(actor, draft)
    node = DraftedNode.objects.filter(draft=found, key=key).exclude(parent="").first()
    if node is None:
        raise NotFound
    beside = list(DraftedNode.objects.filter(draft=found, parent=node.parent).order_by("position", "id"))
    place = [one.key for one in beside].index(key)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(beside):
        return
    beside[place], beside[other] = beside[other], beside[place]
    for number, one in enumerate(beside):
        DraftedNode.objects.filter(id=one.id).update(position=number)
    wrote(found, actor, "move_stage", at, what=key)


@transaction.atomic
def remove_node(*, actor: Actor, draft: uuids.UUID, key: str, at: dt.datetime) -> None:
    """With all below it, from the draft only. A second press changes nothing."""
    found = _programme(actor, draft)
    gone, keys = 0, [key] if key != ROOT else []
    while keys:
        below = list(DraftedNode.objects.filter(draft=found, parent__in=keys).values_list("key", flat=True))
        gone += DraftedNode.objects.filter(draft=found, key__in=keys).delete()[0]
        keys = below
    if gone:
        wrote(found, actor, "remove_stage", at, what=key)


@transaction.atomic
def count_prior(*, actor: Actor, draft: uuids.UUID, counts: bool, at: dt.datetime) -> None:
    """Whether what somebody completed before joining counts."""
    found = _programme(actor, draft)
    if found.counts_prior != counts:
        found.counts_prior = counts
        found.save(update_fields=["counts_prior"])
        wrote(found, actor, "counts_prior", at)


@dataclasses.dataclass(frozen=True, slots=True)
class When:
    """The form of an event; times are instants."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    place: str
    link: str
    speaker: str
    seats: int | None
    credit: str


@transaction.atomic
def save_when(*, actor: Actor, draft: uuids.UUID, when: When, at: dt.datetime) -> None:
    """Raises Refused for an event that ends before it begins or has already begun."""
    found = open_for_writing(actor, draft)
    if found.course.kind != Course.Kind.EVENT or when.credit not in ("formal", "social", "experience"):
        raise NotFound
    if when.ends_at <= when.starts_at or when.ends_at - when.starts_at > dt.timedelta(days=14):
        raise Refused(_("An event ends after it begins, within two weeks."))
    if when.seats is not None and not 1 <= when.seats <= 100_000:
        raise Refused(_("Leave the seats empty for no limit, or give a number from 1 on."))
    DraftedGathering.objects.update_or_create(draft=found, defaults=dataclasses.asdict(when))
    wrote(found, actor, "when", at)


def _add(found: Draft, actor: Actor, above: DraftedNode, at: dt.datetime, **given: object) -> str:
    places = list(DraftedNode.objects.filter(draft=found, parent=above.key).values_list("position", flat=True))
    if DraftedNode.objects.filter(draft=found).count() >= MOST:
        raise Refused(_("A programme has at most %(most)s stages and items.") % {"most": MOST})
    key = f"n{uuid7().hex[-10:]}"
    DraftedNode.objects.create(draft=found, key=key, parent=above.key, position=max(places, default=-1) + 1, **given)
    wrote(found, actor, "add_stage", at, what=key)
    return key


def _rule(rule: str) -> str:
    if rule not in Rule.values:
        raise NotFound
    return rule


def _needed(rule: str, needed: int | None) -> int | None:
    if rule not in (Rule.AT_LEAST, Rule.POINTS):
        return None
    if needed is None or not 1 <= needed <= 30_000:
        raise Refused(_("Say how many are needed."))
    return needed


def _titles(titles: dict[str, str]) -> dict[str, str]:
    return {f"title_{code}": " ".join(titles.get(code, "").split())[:250] for code in ("en", "hi", "ur")}
