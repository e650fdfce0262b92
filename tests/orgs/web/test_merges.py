"""Gita decides which designations are one."""

import pytest
from django.urls import reverse

from karmayogi.orgs.actions.master.designations import propose_merges
from karmayogi.orgs.models import Designation, MergeProposal

PAGE = "/orgs/designations/"


@pytest.fixture
def pairs(cast):
    for name in ("SECTION OFFICER", "Under-Secretary", "Directors"):
        cast.designation(name)
    propose_merges()
    return list(MergeProposal.objects.order_by("-likeness", "id"))


def test_decide_and_undo(cast, browser, pairs):
    gita = browser(cast.platform)
    html = gita.get(PAGE).content.decode()
    assert "Section Officer ← SECTION OFFICER" in html
    assert "Only capital letters differ" in html
    address = reverse("orgs:merge_decide", args=(pairs[0].uuid,))
    html = gita.post(address, {"decision": "merge", "back": "?status=merged"}, follow=True).content.decode()
    assert "Merged. It can be undone" in html
    assert "Gita Nair" in html
    assert Designation.objects.filter(merged_into=None).count() == 6
    gita.post(address, {"decision": "undo"})
    assert Designation.objects.filter(merged_into=None).count() == 7
    gita.post(address, {"decision": "keep"})
    assert "Section Officer ← SECTION" not in gita.get(PAGE).content.decode()
    gita.post(address, {"decision": "undo"})
    gita.post(address, {"decision": "swap"})
    assert Designation.objects.get(name="Section Officer").merged_into.name == "SECTION OFFICER"


def test_search_and_filters(cast, browser, pairs):
    gita = browser(cast.platform)
    assert "Under" not in gita.get(PAGE, {"q": "section"}).content.decode().split('class="list"')[1]
    html = gita.get(PAGE, {"reason": "plural"}).content.decode()
    assert "Directors" in html
    assert "SECTION OFFICER" not in html
    for odd in ({"after": "x_y"}, {"after": "nan_1"}, {"status": "x"}, {"reason": "x"}, {"q": "%"}, {"q": "\x00"}):
        assert gita.get(PAGE, odd).status_code == 200


def test_pages_follow_each_other(cast, browser, db):
    for number in range(30):
        for name in (f"Officer Kind{number}A", f"OFFICER KIND{number}A"):
            cast.designation(name)
    propose_merges()
    gita = browser(cast.platform)
    first = gita.get(PAGE).content.decode()
    href = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = gita.get(PAGE + href).content.decode()
    assert first.count("<article") == 25
    assert first.count("<article") + second.count("<article") == MergeProposal.objects.count()


@pytest.mark.parametrize("part", ["learner", "admin", "other_admin", "analyst"])
def test_others_find_nothing(cast, browser, pairs, part):
    client = browser(cast.everyone[part])
    assert client.get(PAGE).status_code == 404
    answer = client.post(reverse("orgs:merge_decide", args=(pairs[0].uuid,)), {"decision": "merge"})
    assert answer.status_code == 404
    assert MergeProposal.objects.exclude(status="open").count() == 0


def test_the_way_back_leads_nowhere_else(cast, browser, pairs):
    answer = browser(cast.platform).post(
        reverse("orgs:merge_decide", args=(pairs[0].uuid,)), {"decision": "keep", "back": "https://evil.example/"}
    )
    assert answer["Location"] == PAGE
