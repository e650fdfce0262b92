"""A draft is written through plain forms: names are looked for first, suggestions carry their source, all is kept."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies.actions.import_framework import DATA, import_profile
from karmayogi.competencies.actions.workbench.names import fill_dictionaries
from karmayogi.competencies.models import DictionaryItem, WorkSuggestion
from karmayogi.competencies.queries.workbench import orders as queries
from karmayogi.competencies.queries.workbench.suggestions import suggestions
from karmayogi.competencies.queries.workbench.tree import tree
from karmayogi.kernel.access import System
from tests.cast import SET_UP


@pytest.fixture
def author(unit, frozen_time) -> Client:
    """Devi's browser; the Section Officer and the Assistant are profiled, Tehsildar too."""
    unit.cast.designation("Tehsildar", "तहसीलदार")
    for slug in ("section-officer", "assistant-section-officer", "tehsildar"):
        import_profile(agent=System("test"), at=unit.at, file=DATA / "frac" / f"{slug}.toml")
    fill_dictionaries(agent=SET_UP, owner_id=unit.cast.country.id, at=unit.at)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = unit.cast.supervisor.cookie(unit.at)
    return client


def order_of(client: Client, unit, designation: str):
    answer = client.post(
        reverse("competencies:order_new"), {"organisation": unit.cast.ministry.uuid, "designation": designation}
    )
    assert answer.status_code == 302, answer.content
    (line,) = [one for one in queries.order_lines(unit.author, "", [])[0] if one.title == designation]
    return line


def test_names_like_it_are_shown_before_one_is_added(author, unit):
    line = order_of(author, unit, "Under Secretary")
    change = reverse("competencies:order_change", args=(line.uuid,))
    position = tree(line.id)[0]
    before = DictionaryItem.objects.count()
    form = {"act": "role", "node": position.uuid, "name": "Officers of revenue"}
    page = author.post(change, form).content.decode()
    assert "Is it one of these?" in page and "Revenue officer" in page
    assert DictionaryItem.objects.count() == before
    chosen = DictionaryItem.objects.get(name_en="Revenue officer")
    assert author.post(change, form | {"item": chosen.uuid}).status_code == 302
    assert author.post(change, form | {"item": chosen.uuid}).status_code == 302
    assert [(role.name_en, role.name_ur) for role in tree(line.id)[0].roles] == [("Revenue officer", "افسرِ مال")]
    author.post(change, form | {"sure": "1"})
    assert DictionaryItem.objects.count() == before + 1
    assert author.get(reverse("competencies:order_edit", args=(line.uuid,))).status_code == 200
    assert author.get(reverse("competencies:order", args=(line.uuid,))).status_code == 200


def test_a_suggestion_is_accepted_or_rejected_with_its_source(author, unit):
    unit.cast.designation("Naib Tehsildar")
    line = order_of(author, unit, "Naib Tehsildar")
    position = tree(line.id)[0]
    here = reverse("competencies:order_suggest", args=(line.uuid, position.uuid))
    assert "Decide mutation" in author.get(here).content.decode()
    first = next(one for one in suggestions(position) if one.kind == "activity")
    assert (first.source, first.shared) == ("Tehsildar, v1", ("tehsildar",))
    author.post(here, {"key": first.key, "decision": "accept"})
    author.post(here, {"key": first.key, "decision": "accept"})
    (role,) = tree(line.id)[0].roles
    assert (role.name_en, [one.name_en for one in role.activities]) == (first.within, [first.name_en])
    need = next(one for one in suggestions(tree(line.id)[0]) if one.kind == "competency")
    assert need.within_name == first.name_en and need.span
    author.post(here, {"key": need.key, "decision": "accept"})
    assert [one.code for one in tree(line.id)[0].roles[0].activities[0].needs] == [need.code]
    other = next(one for one in suggestions(tree(line.id)[0]) if one.kind == "role")
    author.post(here, {"key": other.key, "decision": "reject"})
    assert other.key not in {one.key for one in suggestions(tree(line.id)[0])}
    kept = WorkSuggestion.objects.order_by("id").values_list("kind", "accepted", "source")
    assert list(kept) == [
        ("activity", True, "Tehsildar, v1"), ("competency", True, need.source), ("role", False, other.source),
    ]  # fmt: skip
    page = author.get(reverse("competencies:order", args=(line.uuid,))).content.decode()
    assert "2 accepted, 1 rejected" in page


def test_the_whole_draft_through_forms_without_scripts(author, unit):
    line = order_of(author, unit, "Director")
    change = reverse("competencies:order_change", args=(line.uuid,))
    edit = reverse("competencies:order_edit", args=(line.uuid,))

    def do(**form: str) -> str:
        assert author.post(change, form | {"sure": "1"}).status_code == 302
        return author.get(edit).content.decode()

    def last_node(page: str, act: str) -> str:
        return re.findall(rf'name="act" value="{act}"><input type="hidden" name="node" value="([^"]+)"', page)[-1]

    page = do(act="order", title="Director of Training", basis="Order 1")
    page = do(act="role", node=last_node(page, "role"), name="Head of the division")
    page = do(act="activity", node=last_node(page, "activity"), name="Approve the training calendar")
    page = do(act="need", node=last_node(page, "need"), code="BEH-025 Planning", level="3", importance="4")
    page = do(act="knowledge", node=last_node(page, "knowledge"), name="National Training Policy")
    page = do(act="need", node=last_node(page, "need"), code="XXX", level="9", importance="4")
    assert "no competency with the code" in page
    assert "Everything is mapped" in page
    (role,) = tree(line.id)[0].roles
    assert [(need.code, need.level, need.importance) for need in role.activities[0].needs] == [("BEH-025", 3, 4)]
    for bad in ({"act": "remove", "what": "role", "node": "x"}, {"act": "nothing"}, {"act": "role", "node": "1"}):
        assert author.post(change, bad).status_code == 404
    author.post(reverse("competencies:order_step", args=(line.uuid,)), {"step": "submit"})
    assert queries.access_order(unit.author, line.uuid).status == "l1"
    assert author.get(edit).status_code == 302
