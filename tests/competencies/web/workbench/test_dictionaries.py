"""Dictionaries: search before adding, other names, merges that can be undone, and nobody curates another's names."""

from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies.actions.workbench.names import Name, add_name, fill_dictionaries, look_for_pairs
from karmayogi.competencies.models import DictionaryItem, DictionaryMerge
from karmayogi.competencies.queries.workbench import dictionaries as queries
from tests.cast import SET_UP


def browser(player, at) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
    return client


def test_looked_for_before_it_is_added_then_merged_and_undone(unit, frozen_time):
    at, author, admin = unit.at, browser(unit.cast.supervisor, unit.at), browser(unit.cast.admin, unit.at)
    new = reverse("competencies:item_new", args=("activity",))
    assert author.post(new, {"name": "Approve muster rolls", "name_hi": "मस्टर रोल अनुमोदन"}).status_code == 302
    assert author.post(new, {"name": "approve the Muster roll"}).status_code == 302  # the same name
    page = author.post(new, {"name": "Approve muster roll sheets"}).content.decode()
    assert "Nothing was added yet" in page
    author.post(new, {"name": "Approve muster roll sheets", "sure": "1"})
    keep, merge = DictionaryItem.objects.order_by("id")
    author.post(reverse("competencies:item", args=(merge.uuid,)), {"act": "propose", "into": keep.uuid})
    pair = DictionaryMerge.objects.get()
    address = reverse("competencies:name_pair", args=(pair.uuid,))
    assert author.post(address, {"decision": "merge"}).status_code == 404  # she proposes, another decides
    admin.post(address, {"decision": "merge"})
    assert [row.name_en for row in queries.items("activity", "sheets")[0]] == ["Approve muster rolls"]
    again = add_name(actor=unit.author, dictionary="activity", name=Name("Approve muster roll sheets"), at=at)
    assert again == keep.uuid
    admin.post(address, {"decision": "undo"})
    assert len(queries.items("activity", "")[0]) == 2
    assert queries.item(keep.uuid).aliases == []


def test_other_names_and_pages(unit, frozen_time):
    at, admin = unit.at, browser(unit.cast.admin, unit.at)
    add_name(actor=unit.author, dictionary="knowledge", name=Name("Central Secretariat Manual"), at=at)
    add_name(actor=unit.author, dictionary="knowledge", name=Name("Noting guide"), at=at)
    item = DictionaryItem.objects.first()
    here = reverse("competencies:item", args=(item.uuid,))
    admin.post(here, {"act": "alias", "name": "CSMOP"})
    admin.post(here, {"act": "alias", "name": "Noting guides"})
    admin.post(here, {"act": "rename", "name_hi": "मैनुअल", "name_ur": "", "link": "javascript:alert(1)"})
    assert queries.item(item.uuid).aliases == ["CSMOP"]
    assert queries.item(item.uuid).link == ""
    for page in ("/?q=csmop", "/list.xlsx?q=CSMOP"):
        answer = admin.get(reverse("competencies:dictionary", args=("knowledge",)).rstrip("/") + page)
        assert answer.status_code == 200
    assert admin.get(reverse("competencies:name_pairs")).status_code == 200
    assert browser(unit.cast.outsider, at).get(here).status_code == 404
    stranger = browser(unit.cast.other_admin, at)
    assert stranger.post(here, {"act": "alias", "name": "Ours"}).status_code == 404
    first, after = queries.items("knowledge", "", limit=1)
    assert [row.name_en for row in first + queries.items("knowledge", "", after)[0]] == [
        "Central Secretariat Manual", "Noting guide",
    ]  # fmt: skip


def test_the_dictionaries_are_filled_from_profiles_once(framework, cast, at):
    made = fill_dictionaries(agent=SET_UP, owner_id=cast.country.id, at=at)
    assert made > 300
    assert fill_dictionaries(agent=SET_UP, owner_id=cast.country.id, at=at) == 0
    assert look_for_pairs(agent=SET_UP, dictionary="activity") >= 0
    assert look_for_pairs(agent=SET_UP, dictionary="activity") == 0
