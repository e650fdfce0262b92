"""Entering a person and correcting what is recorded about her."""

import datetime as dt
from typing import Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from karmayogi.kernel import audit
from karmayogi.kernel.access import Agent, NotFound, Refused
from karmayogi.people.models import Person
from karmayogi.people.policies import can_change_person, can_open_accounts
from karmayogi.people.types import PersonChanges, PersonInput, PersonRow


def create_person(*, agent: Agent, at: dt.datetime, **fields: Unpack[PersonInput]) -> PersonRow:
    """A new person. Raises Refused without a name."""
    if not can_open_accounts(agent):
        raise NotFound
    values = _clean(dict(fields))
    if not values.get("name"):
        raise Refused(_("A person needs a name."))
    with transaction.atomic():
        row = Person.objects.create(**values, created_at=at)
        audit.record(
            "people:person:create",
            agent=agent,
            at=at,
            kind="person",
            subject=row.uuid,
            label=row.name,
            concerns=row.id,
        )
    return _row(row)


def update_person(*, agent: Agent, person_id: int, at: dt.datetime, **changes: Unpack[PersonChanges]) -> PersonRow:
    """Sets the given fields. Writes and audits only what differs, so that repeating it changes nothing."""
    values = _clean(dict(changes))
    with transaction.atomic():
        row = Person.objects.select_for_update().filter(pk=person_id).first()
        if row is None:
            raise NotFound
        different = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not can_change_person(agent, person_id, frozenset(different)):
            raise NotFound
        if "name" in different and not different["name"]:
            raise Refused(_("A person needs a name."))
        if different:
            for name, value in different.items():
                setattr(row, name, value)
            row.save(update_fields=list(different))
            audit.record(
                "people:person:change",
                agent=agent,
                at=at,
                kind="person",
                subject=row.uuid,
                label=row.name,
                concerns=row.id,
                detail={"fields": sorted(different)},
            )
    return _row(row)


def _clean(values: dict[str, object]) -> dict[str, object]:
    unknown = set(values) - set(PersonChanges.__annotations__)
    if unknown:
        raise TypeError(f"not fields of a person: {', '.join(sorted(unknown))}")
    return {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in values.items()}


def _row(row: Person) -> PersonRow:
    return PersonRow(
        row.id, row.uuid, row.name, row.name_native, row.native_language, row.honorific, row.employee_code, row.group
    )
