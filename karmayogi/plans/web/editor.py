"""Writing a draft without JavaScript: the order and its terms, the list of items, the rules of the audience."""

import datetime as dt
import uuid as uuids
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.kernel.web.choices import chosen_uuid, number, read_uuid
from karmayogi.kernel.web.door import SignedInRequest, signed_in
from karmayogi.orgs import api as orgs
from karmayogi.orgs.types import APPOINTMENTS
from karmayogi.people.api import group_in_words
from karmayogi.people.types import GROUPS
from karmayogi.plans.actions import people_groups
from karmayogi.plans.actions import write_mandate as actions
from karmayogi.plans.actions.faults import fault_in_words
from karmayogi.plans.engine.examples import examples, of_terms
from karmayogi.plans.engine.terms import faults_of
from karmayogi.plans.models import Mandate
from karmayogi.plans.queries.access import access_mandate, access_unit
from karmayogi.plans.queries.audience import count_quickly
from karmayogi.plans.queries.burdens import groups_for
from karmayogi.plans.queries.holidays import holidays_of
from karmayogi.plans.queries.lists import choices, conditions_of, conditions_of_groups, items_of
from karmayogi.plans.queries.mandates import mandate as engine_mandate
from karmayogi.plans.types import Attribute
from karmayogi.plans.web import words
from karmayogi.plans.web.forms import TermsForm, initial_of
from karmayogi.plans.web.mandates import rules_of
from karmayogi.ui.api import pick, render

SEARCHED = (Attribute.UNIT, Attribute.DESIGNATION, Attribute.SERVICE, Attribute.CADRE, Attribute.PERSON)


@signed_in
def new(request: SignedInRequest, organisation: uuids.UUID) -> HttpResponse:
    unit = access_unit(request.actor, organisation, "write")
    today = clock.day(request.at)
    form = TermsForm(request.POST or None, initial={"starts_on": today, "ordered_on": today})
    if request.method == "POST" and form.is_valid() and not _only_examples(request):
        try:
            made = actions.draft_mandate(
                actor=request.actor, organisation=organisation, terms=form.terms(), at=request.at
            )
            return HttpResponseRedirect(reverse("plans:audience", args=(made,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    name = pick(unit.name_en, unit.name_hi, unit.name_ur)
    context = {"nav": "admin", "form": form, "revision": 0, "issuer": name, "row": None}
    context |= {"action": reverse("plans:new", args=(organisation,)), "examples": _examples(request, form, unit.id)}
    return render(request, "plans/terms.html", context, status=422 if form.errors else 200)


@signed_in
def terms(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    row, unit = _draft(request, mandate)
    code = competencies.by_ids([row.competency_id])[row.competency_id].code if row.competency_id else ""
    form = TermsForm(request.POST or None, initial=initial_of(row, code))
    if request.method == "POST" and form.is_valid() and not _only_examples(request):
        try:
            actions.save_terms(
                actor=request.actor, mandate=mandate, revision=_revision(request), terms=form.terms(), at=request.at
            )
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("plans:mandate", args=(mandate,)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "nav": "admin", "form": form, "revision": row.revision, "row": row,
        "issuer": pick(unit.name_en, unit.name_hi, unit.name_ur), "action": reverse("plans:terms", args=(mandate,)),
        "examples": _examples(request, form, unit.id),
    }  # fmt: skip
    return render(request, "plans/terms.html", context, status=422 if form.errors else 200)


def _only_examples(request: SignedInRequest) -> bool:
    return request.POST.get("do") == "examples"


def _examples(request: SignedInRequest, form: TermsForm, unit_id: int) -> list[Any]:
    """What the terms that are typed mean for made-up officers; nothing is saved. Faults are told by the form."""
    if not _only_examples(request) or not form.is_valid():
        return []
    given = form.terms()
    faults = list(faults_of(given))
    for fault in faults:
        form.add_error(None, fault_in_words(fault))
    if faults:
        return []
    return words.examples_in_words(examples(of_terms(given, unit_id), holidays_of(unit_id)))


@signed_in
def items(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """The items with their equivalents; `?q=` searches, `?for=` is the item that an equivalent is chosen for."""
    row, unit = _draft(request, mandate)
    here = reverse("plans:items", args=(mandate,))
    if request.method == "POST":
        course, stands_for = read_uuid(request.POST.get("course", "")), read_uuid(request.POST.get("for", ""))
        if course is None:
            raise NotFound
        if request.POST.get("do") == "remove":
            return _changed(request, here, lambda: actions.remove_item(
                actor=request.actor, mandate=mandate, revision=_revision(request), course=course, at=request.at
            ))  # fmt: skip
        return _changed(request, here, lambda: actions.add_item(
            actor=request.actor, mandate=mandate, revision=_revision(request), course=course, stands_for=stands_for,
            at=request.at,
        ))  # fmt: skip
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    mine = items_of([row.pk]).get(row.pk, [])
    stands_for = chosen_uuid(request, "for")
    of = next((one for one in mine if one.uuid == stands_for and not one.equivalent), None)
    return render(
        request,
        "plans/items.html",
        {
            "nav": "admin",
            "row": row,
            "title": pick(row.title_en, row.title_hi, row.title_ur),
            "lines": [(one, words.item_in_words(one)) for one in mine],
            "q": q,
            "of": of,
            "of_name": words.item_in_words(of) if of else "",
            "found": choices("course", q, path=unit.path, on=clock.day(request.at)),
        },
    )


@signed_in
def audience(request: SignedInRequest, mandate: uuids.UUID) -> HttpResponse:
    """The rules, whom they reach now, and adding a condition: first what it asks about, then a value."""
    row, unit = _draft(request, mandate)
    here = reverse("plans:audience", args=(mandate,))
    if request.method == "POST":
        return _changed(request, here, lambda: _posted(request, mandate, row, unit.path))
    asked = request.GET.get("attribute", "")
    attribute = Attribute(asked) if asked in set(Attribute) else None
    q = request.GET.get("q", "").replace("\0", "").strip()[:100]
    today = clock.day(request.at)
    rules = rules_of(conditions_of(row.pk))
    target = request.GET.get("rule", "new")
    reached = count_quickly(engine_mandate(row.pk), today) if any(not rule["excludes"] for rule in rules) else 0
    return render(
        request,
        "plans/audience.html",
        {
            "nav": "admin",
            "row": row,
            "title": pick(row.title_en, row.title_hi, row.title_ur),
            "issuer": pick(unit.name_en, unit.name_hi, unit.name_ur),
            "rules": rules,
            "reached": reached,
            "attributes": [(one.value, words.attribute_in_words(one)) for one in Attribute],
            "attribute": attribute.value if attribute else "",
            "attribute_name": words.attribute_in_words(attribute) if attribute else "",
            "searched": attribute in SEARCHED,
            "ready": [(one, words.posting_in_words(one)) for one in APPOINTMENTS] if attribute is Attribute.POSTING
            else [(one, group_in_words(one)) for one in GROUPS] if attribute is Attribute.GROUP else [],
            "target": target,
            "q": q,
            "groups": _groups(unit.path),
            "found": choices(attribute.value, q, path=unit.path, on=today) if attribute in SEARCHED else [],
        },
    )  # fmt: skip


def _groups(path: str) -> list[dict[str, Any]]:
    """Groups that the draft can take, each with its rules in words."""
    groups = groups_for(path)
    conditions = conditions_of_groups([one.id for one in groups])
    return [
        {**{field: getattr(one, field) for field in one.__slots__}, "rules": rules_of(conditions.get(one.id, []))}
        for one in groups
    ]


def _posted(request: SignedInRequest, mandate: uuids.UUID, row: Mandate, path: str) -> None:
    revision, post = _revision(request), request.POST
    given: dict[str, Any] = {"actor": request.actor, "mandate": mandate, "revision": revision, "at": request.at}
    rule = number(post.get("rule", "")) or 0
    match post.get("do"):
        case "remove":
            actions.remove_condition(**given, condition=number(post.get("condition", "")) or 0)
        case "remove_rule":
            actions.remove_rule(**given, rule=rule)
        case "keep_group":
            name = post.get("name", "").replace("\0", "")
            people_groups.keep_group(actor=request.actor, mandate=mandate, name=name, at=request.at)
        case "take_group" | "drop_group":
            group = read_uuid(post.get("group", ""))
            if group is None:
                raise NotFound
            if post.get("do") == "take_group":
                people_groups.take_group(**given, group=group)
            else:
                people_groups.drop_group(actor=request.actor, mandate=mandate, group=group, at=request.at)
        case "everybody":
            actions.add_condition(**given, rule=0, value=None)
        case "add":
            actions.add_condition(
                **given, rule=rule, excludes=post.get("rule") == "new_exclude",
                value=_value(post.get("attribute", ""), post, path, clock.day(request.at)),
            )  # fmt: skip
        case _:
            raise NotFound


def _value(attribute: str, post: Any, path: str, on: dt.date) -> actions.Value:
    """What the form named, as a condition; names that are nobody's are refused."""
    text = post.get("value", "").replace("\0", "").strip()[:60]
    uuid = read_uuid(text)
    if attribute == Attribute.UNIT:
        unit = orgs.organisation(uuid) if uuid else None
        if unit is not None:
            return actions.Value(attribute, organisation_id=unit.id)
    elif attribute == Attribute.DESIGNATION and uuid:
        found = rows.scalar("select id from orgs_designation where uuid = %s and merged_into_id is null", [uuid])
        if found:
            return actions.Value(attribute, designation_id=found)
    elif attribute in (Attribute.SERVICE, Attribute.CADRE):
        found = rows.scalar(f"select id from orgs_{attribute} where id = %s", [number(text)])
        if found:
            return actions.Value(attribute, **{f"{attribute}_id": found})
    elif attribute == Attribute.PERSON and uuid:
        found = rows.scalar(
            "select p.id from people_person p join orgs_incumbency i on i.person_id = p.id where p.uuid = %s and"
            " starts_with(i.organisation_path, %s) and i.valid_from <= %s and (i.valid_to is null or i.valid_to > %s)"
            " limit 1",
            [uuid, path, on, on],
        )
        if found:
            return actions.Value(attribute, person_id=found)
    elif attribute in (Attribute.GROUP, Attribute.TAG, Attribute.POSTING) and text:
        if attribute == Attribute.TAG or text in (*GROUPS, *APPOINTMENTS):
            return actions.Value(attribute, text=text)
    elif attribute == Attribute.VERIFIED:
        return actions.Value(attribute)
    elif attribute == Attribute.BATCH:
        low, high = number(post.get("low", "")), number(post.get("high", ""))
        if (low or high) and all(one is None or 1900 <= one <= 2100 for one in (low, high)):
            return actions.Value(attribute, low=low, high=high)
    elif attribute in (Attribute.POSTED, Attribute.JOINED):
        first, last = _date(post.get("low", "")), _date(post.get("high", ""))
        if first or last:
            return actions.Value(attribute, from_on=first, until_on=last)
    raise Refused(_("Choose a value: this one is not known here, or is empty."))


def _draft(request: SignedInRequest, mandate: uuids.UUID) -> tuple[Mandate, Any]:
    """Only a draft has these pages: of anything else they are not there."""
    row, unit = access_mandate(request.actor, mandate, "write")
    if row.status != Mandate.Status.DRAFT:
        raise NotFound
    return row, unit


def _changed(request: SignedInRequest, here: str, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(here)


def _revision(request: SignedInRequest) -> int:
    return number(request.POST.get("revision", "")) or 0


def _date(text: str) -> dt.date | None:
    try:
        return forms.DateField().to_python(text)
    except forms.ValidationError:
        return None
