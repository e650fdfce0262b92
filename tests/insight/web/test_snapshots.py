"""Frozen figures on screen: who sees them, freezing by a press, what is told of a file, the report."""

import datetime as dt
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from karmayogi.facts.actions.refresh import refresh as flow
from karmayogi.insight.actions.freeze import freeze
from karmayogi.insight.actions.refresh import refresh
from karmayogi.insight.models import Snapshot
from karmayogi.insight.registry import METRICS
from karmayogi.insight.web import snapshots
from karmayogi.kernel import rows
from karmayogi.kernel.access import Role, System
from karmayogi.kernel.ids import uuid7

PAGES = ("snapshot", "snapshot_document", "restated", "report", "report_paper")


@pytest.fixture
def keys(settings, tmp_path):
    settings.KEYS_ROOT = tmp_path / "keys"


@pytest.fixture
def frozen(country, keys, at):
    return freeze(agent=System("freeze_figures"), number=uuid7(), name="Session <1>", at=at)


def test_whoever_sees_the_country_sees_them_and_nobody_else(country, frozen, browse):
    addresses = [reverse("insight:snapshots"), *(reverse(f"insight:{page}", args=[frozen.uuid]) for page in PAGES)]
    cast = country.cast
    for address in addresses:
        assert browse(address).status_code == 302
        assert browse(address, cast.analyst).status_code == 200
        for who in (cast.admin, cast.learner, cast.platform, cast.head):
            assert browse(address, who).status_code == 404
    assert browse(reverse("insight:snapshot", args=[uuid7()]), cast.analyst).status_code == 404


def test_the_commission_freezes_by_a_press_and_twice_is_once(country, keys, client, settings, at, browse):
    address = reverse("insight:snapshots")
    page = browse(address, country.cast.analyst).content.decode()
    number = page.split('name="number" value="')[1].split('"')[0]
    for _time in range(2):
        answer = client.post(address, {"number": number, "name": "Winter session"})
        assert answer.status_code == 302
        assert answer.url == reverse("insight:snapshot", args=[number])
    assert Snapshot.objects.count() == 1
    again = client.post(address, {"number": str(uuid7()), "name": "winter SESSION"})
    assert again.status_code == 422
    assert "There is a snapshot of this name already." in again.content.decode()
    country.cast.grant(country.cast.head, Role.MDO_LEADER, country.cast.country)
    browse(address, country.cast.head)
    assert "Freeze the figures" not in browse(address, country.cast.head).content.decode(), "sees, and does not freeze"
    assert client.post(address, {"number": str(uuid7()), "name": "Mine"}).status_code == 404
    assert Snapshot.objects.count() == 1
    assert "Winter session" in browse(f"{address}?q=winter", country.cast.analyst).content.decode()
    assert browse(f"{address}?q=win%00ter", country.cast.analyst).status_code == 200
    assert client.post(address, {"number": str(uuid7()), "name": "Winter\0 session"}).status_code == 422
    assert "Winter session" not in browse(f"{address}?q=summer", country.cast.analyst).content.decode()


def test_what_was_signed_at_an_address_of_before_still_holds(country, frozen, browse, settings):
    settings.PUBLIC_ORIGIN = "https://another.example"
    for page in ("snapshot", "report"):
        answer = browse(reverse(f"insight:{page}", args=[frozen.uuid]), country.cast.analyst)
        assert answer.status_code == 200
        assert "not what was signed" not in answer.content.decode()


def test_the_page_says_whether_the_signature_holds(country, frozen, browse):
    text = browse(reverse("insight:snapshot", args=[frozen.uuid]), country.cast.analyst).content.decode()
    assert "Signature verified" in text
    assert frozen.digest in text
    assert "Session &lt;1&gt;" in text
    assert all(metric.definition.en in text for metric in METRICS.values())
    assert "fewer than 10 officers" in text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text, "Genuine"),
        (lambda text: text.replace("Session <1>", "Session 2"), "Not genuine"),
        (lambda text: "{}", "no file of frozen figures"),
        (lambda text: "\x00\xff", "no file of frozen figures"),
    ],
)
def test_anybody_may_check_a_file(frozen, client, change, said):
    file = SimpleUploadedFile("figures.json", change(frozen.document).encode())
    text = client.post(reverse("insight:check"), {"file": file}).content.decode()
    assert said in text
    assert (frozen.digest in text) == (said == "Genuine")


def test_a_check_without_a_file_asks_for_one(client, db):
    answer = client.post(reverse("insight:check"))
    assert (answer.status_code, "Choose a file." in answer.content.decode()) == (422, True)
    answer = client.post(reverse("insight:check"), {"file": SimpleUploadedFile("f.json", b"[" * 2_000_001)})
    assert (answer.status_code, "larger than 2 MB" in answer.content.decode()) == (422, True)


def test_the_report_on_screen_and_on_paper(country, frozen, browse):
    text = browse(reverse("insight:report", args=[frozen.uuid]), country.cast.analyst).content.decode()
    assert "Annual State of the Civil Services 2026-27" in text
    assert 'href="#m-completions"' in text
    hindi = browse(
        reverse("insight:report", args=[frozen.uuid]), country.cast.analyst, **{"accept-language": "hi"}
    ).content.decode()
    assert "सिविल सेवाओं की वार्षिक स्थिति 2026-27" in hindi
    paper = browse(reverse("insight:report_paper", args=[frozen.uuid]) + "?language=hi", country.cast.analyst)
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")


def test_the_signed_file_is_what_was_kept(country, frozen, browse):
    answer = browse(reverse("insight:snapshot_document", args=[frozen.uuid]), country.cast.analyst)
    assert answer.content.decode() == frozen.document
    assert json.loads(answer.content)["proof"]["cryptosuite"] == "eddsa-jcs-2022"


def test_the_administration_page_offers_them(country, rf, at):
    from karmayogi.insight.web.administration import entries

    request = rf.get("/")
    for who, offered in ((country.cast.analyst, True), (country.cast.admin, False)):
        request.actor = who.actor(at)
        assert (reverse("insight:snapshots") in [line[2] for line in entries(request)]) == offered


def test_what_came_late_is_told_of_each_place_apart_from_what_happened_since(
    country, frozen, store, browse, at, monkeypatch
):
    """An hour of a day before comes late in Karnataka; two hours are learned two days after in the same unit."""
    world, cast = country, country.cast
    person = rows.scalar(
        "select i.person_id from orgs_incumbency i where i.organisation_path = %s limit 1", [world.large.path]
    )
    world.credit(person, 60, "formal", on=at.date() - dt.timedelta(days=9))
    world.credit(person, 120, "formal", on=at.date() + dt.timedelta(days=2))
    later = at + dt.timedelta(days=2)
    refresh(at=later, everything=True)
    seen: list[dict] = []
    real = snapshots.render
    monkeypatch.setattr(
        snapshots, "render", lambda request, template, context, status=200: seen.append(context)
        or real(request, template, context, status=status),
    )  # fmt: skip
    address = reverse("insight:restated", args=[frozen.uuid]) + "?metric=hours&group="
    text = browse(address + "region", cast.analyst).content.decode()
    assert "That day, as known now" not in text, "the store is empty"
    flow(store=store, at=later)
    for group in ("region", "ministry"):
        text = browse(address + group, cast.analyst).content.decode()
        assert "That day, as known now" in text
        assert "(+1.0 h)" in text
    ministry = next(one for one in seen[-1]["places"] if one.title.en == cast.ministry.name_en)
    state = next(one for one in seen[-2]["places"] if one.title.en == "State KA")
    country_line = next(one for one in seen[-1]["lines"] if one.code == "hours")
    for line in (ministry, country_line, *([state] if state.was.value is not None else [])):
        assert (line.then.value - line.was.value, line.now.value - line.was.value) == (1, 3)
    assert next(one for one in seen[-1]["lines"] if one.code == "competencies_shown").then is None
