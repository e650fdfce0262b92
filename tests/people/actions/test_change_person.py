import datetime as dt
import uuid

import pytest

from karmayogi.kernel.access import Actor, NotFound, Refused, System
from karmayogi.kernel.models import AuditEntry
from karmayogi.people import api
from karmayogi.people.models import Person

SETUP = System("test")


def actor_of(person) -> Actor:
    return Actor(1, uuid.uuid4(), person.id, person.uuid, person.name, "en", "")


def test_a_person_is_entered_with_all_fields(db, at):
    row = api.create_person(
        agent=SETUP, at=at, name="  Meera   Devi ", birth_on=dt.date(1990, 5, 1), tags=["trainer"], group="Group B"
    )
    person = Person.objects.get(pk=row.id)
    assert (row.name, row.group, person.birth_on, person.tags) == (
        "Meera Devi",
        "Group B",
        dt.date(1990, 5, 1),
        ["trainer"],
    )
    assert person.created_at == at


def test_a_person_needs_a_name(db, at):
    with pytest.raises(Refused, match="needs a name"):
        api.create_person(agent=SETUP, at=at, name=" ")
    assert Person.objects.count() == 0


def test_a_field_that_is_none_is_a_programming_error(db, at):
    with pytest.raises(TypeError, match="aadhaar"):
        api.create_person(agent=SETUP, at=at, name="Meera", aadhaar="1")  # type: ignore[call-arg]


def test_repeating_a_change_writes_nothing(asha, at):
    for _ in range(2):
        row = api.update_person(agent=SETUP, person_id=asha.id, at=at, group="Group A", employee_code="E7")
    assert (row.group, row.employee_code) == ("Group A", "E7")
    entry = AuditEntry.objects.get(tag="people:person:change")
    assert entry.detail == {"fields": ["employee_code", "group"]}
    assert entry.concerns_id == asha.id


def test_she_may_write_her_name_in_her_script_but_not_the_offices_record(asha, bala, at):
    me = actor_of(asha)
    assert api.update_person(agent=me, person_id=asha.id, at=at, name_native="आशा").name_native == "आशा"
    with pytest.raises(NotFound):
        api.update_person(agent=me, person_id=asha.id, at=at, group="Group A")
    with pytest.raises(NotFound):
        api.update_person(agent=me, person_id=bala.id, at=at, name_native="बाला")
    assert api.person(asha.id).group == ""
    assert api.person(bala.id).name_native == ""


def test_nobody_is_not_found(db, at):
    with pytest.raises(NotFound):
        api.update_person(agent=SETUP, person_id=1, at=at, group="Group A")
