"""As whom the persons of the demonstration act."""

from karmayogi.demo.provider import actor_of
from karmayogi.people import api as people
from tests.cast import SET_UP


def test_what_they_do_carries_their_name_in_both_scripts(db, at):
    one = people.create_person(agent=SET_UP, name="Irfan Ahmad", name_native="इरफ़ान अहमद", native_language="hi", at=at)
    actor = actor_of(one.id, 7, at)
    assert (actor.account_id, actor.name, actor.name_native) == (7, "Irfan Ahmad", "इरफ़ान अहमद")
