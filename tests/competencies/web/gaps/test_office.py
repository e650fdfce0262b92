"""Who reaches the pages of gaps, and what they say."""

import io
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape
from python_calamine import CalamineWorkbook

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.gaps.create_scheme import create_scheme
from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused, Role, System
from karmayogi.kernel.models import AuditEntry


def client_of(player, at) -> Client:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
    return client


def test_the_office_page_links_persons_only_for_who_may_open_them(cast, framework, at, frozen_time):
    page = reverse("competencies:office_gaps", args=(cast.ministry.uuid,))
    people = reverse("competencies:office_short", args=(cast.ministry.uuid,))
    mine = client_of(cast.admin, at).get(page)
    assert mine.status_code == 200
    assert people in mine.content.decode()
    others = client_of(cast.analyst, at).get(page)
    assert others.status_code == 200
    assert people not in others.content.decode()
    ready = "/ready/"
    for url in (page, reverse("competencies:offices")):
        assert ready in client_of(cast.admin, at).get(url, follow=True).content.decode()
        assert ready not in client_of(cast.analyst, at).get(url, follow=True).content.decode()
    code = competencies.requirements_for(cast.assistant.id)[0].code
    assert "Asha Verma" in client_of(cast.admin, at).get(people, {"competency": code}).content.decode()
    for who in (cast.analyst, cast.other_admin, cast.learner):
        assert client_of(who, at).get(people, {"competency": code}).status_code == 404
    for who in (cast.other_admin, cast.learner):
        assert client_of(who, at).get(page).status_code == 404


def test_the_drill_down_of_a_past_day_is_linked_and_answers_for_it(cast, framework, at, frozen_time):
    bala, day = client_of(cast.admin, at), "2026-11-19"
    need = competencies.requirements_for(cast.assistant.id)[0]
    rows.run("update competencies_profile set published_on = %s", [day])
    for number in range(12):
        cast.player(f"Officer {number}", f"o{number}@personnel.example.in", cast.section, cast.assistant)
    table = bala.get(reverse("competencies:office_gaps", args=(cast.ministry.uuid,)), {"on": day}).content.decode()
    link = next(part.partition('"')[0] for part in table.split('href="') if f"?competency={need.code}&" in part)
    assert f"on={day}" in link
    page = bala.get(link.replace("&amp;", "&")).content.decode()
    assert "This is how it was on 19 Nov 2026" in page
    assert "Asha Verma" in page and "Officer 1" in page
    back = next(part.partition('"')[0] for part in page.split('href="') if part.partition(">")[2].startswith("Today"))
    assert bala.get(back.replace("&amp;", "&")).status_code == 200
    people = reverse("competencies:office_short", args=(cast.ministry.uuid,))
    assert "Asha Verma" not in bala.get(people, {"competency": need.code, "on": "1950-04-01"}).content.decode()
    entry = AuditEntry.objects.filter(tag="competencies:gaps:see", concerns_id=cast.learner.person_id).latest("id")
    assert entry.why.endswith(day)


def test_a_long_table_comes_in_pages(cast, framework, at, frozen_time, monkeypatch):
    monkeypatch.setattr("karmayogi.competencies.web.gaps.office.PAGE", 2)
    page = reverse("competencies:office_gaps", args=(cast.ministry.uuid,))
    client = client_of(cast.admin, at)
    seen: list[str] = []
    address = f"{page}?by=designation"
    for _step in range(9):
        text = client.get(address).content.decode()
        rows = re.findall(r'<tr><th scope="row">([^<]+)</th>', text.split("<tbody>")[1])
        assert rows[0] == "All"
        seen += rows[1:]
        following = re.search(r'href="([^"]*after=[^"]*)"', text)
        if following is None:
            break
        address = following[1].replace("&amp;", "&")
    assert seen == sorted(set(seen))
    assert {"Assistant Section Officer", "Director", "Section Officer", "Under Secretary"} <= set(seen)


def test_the_workbook_holds_every_competency(cast, framework, at, frozen_time):
    address = reverse("competencies:office_gaps_sheet", args=(cast.section.uuid,))
    answer = client_of(cast.admin, at).get(address, {"by": "designation"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python()[1:]
    needs = competencies.requirements_for(cast.assistant.id)
    assert {line[1] for line in lines if line[0] == "Assistant Section Officer"} == {need.code for need in needs}


def test_readiness_for_a_scheme(cast, framework, at, frozen_time):
    first = competencies.every()[0]
    cast.grant(cast.platform, Role.FRAC_ADMIN, cast.country)
    platform = client_of(cast.platform, at)
    bad = platform.post(
        reverse("competencies:schemes"), {"code": "JJM", "name_en": "Water to every home", "needs": "NO-SUCH 2"}
    )
    assert "NO-SUCH" in bad.content.decode()
    done = platform.post(
        reverse("competencies:schemes"), {"code": "JJM", "name_en": "Water to every home", "needs": f"{first.code} 2"}
    )
    assert done.status_code == 302
    scheme = next(aim for aim in competencies.aims() if aim.kind == "scheme")
    page = client_of(cast.admin, at).get(
        reverse("competencies:office_ready", args=(cast.section.uuid,)), {"for": scheme.uuid, "on": "2028-04-01"}
    )
    text = page.content.decode()
    assert "Water to every home" in text
    assert "Asha Verma" in text
    assert "have shown everything on 1 Apr 2028" in text
    assert "People whom you do not reach today are left out." in text
    past = client_of(cast.admin, at).get(
        reverse("competencies:office_ready", args=(cast.section.uuid,)), {"for": scheme.uuid, "on": "2025-04-01"}
    )
    assert "People whom you do not reach today are left out." in past.content.decode()
    assert "Asha Verma" in past.content.decode()
    before = client_of(cast.admin, at).get(
        reverse("competencies:office_ready", args=(cast.section.uuid,)), {"for": scheme.uuid, "on": "1950-04-01"}
    )
    assert "Asha Verma" not in before.content.decode()
    profile = next(aim for aim in competencies.aims() if aim.kind == "profile")
    unknown = client_of(cast.admin, at).get(  # no version of the profile held that day
        reverse("competencies:office_ready", args=(cast.section.uuid,)), {"for": profile.uuid, "on": "2025-04-01"}
    )
    assert "It names no competencies yet." in unknown.content.decode()


def test_a_scheme_is_shaped_by_its_owner_only(cast, framework, at):
    first = competencies.every()[0]
    make = {"code": "JJM", "name_en": "Water", "needs": {first.code: 2}, "at": at}
    uuid = create_scheme(agent=System("test"), organisation_id=cast.ministry.id, **make)
    assert create_scheme(agent=System("test"), organisation_id=cast.ministry.id, **make) == uuid
    with pytest.raises(NotFound):
        create_scheme(agent=cast.admin.actor(at), organisation_id=cast.ministry.id, **make)
    with pytest.raises(NotFound):
        create_scheme(agent=System("test"), organisation_id=cast.other_ministry.id, **make)
    with pytest.raises(Refused):
        create_scheme(agent=System("test"), organisation_id=cast.ministry.id, **(make | {"needs": {}}))


def test_whoever_stands_on_a_list_reads_who_saw_it_and_why(cast, framework, at, frozen_time):
    need = competencies.requirements_for(cast.assistant.id)[0]
    bala, asha = client_of(cast.admin, at), client_of(cast.learner, at)
    people = reverse("competencies:office_short", args=(cast.ministry.uuid,))
    ready = reverse("competencies:office_ready", args=(cast.ministry.uuid,))
    aim = next(one for one in competencies.aims() if one.name_en == "Section Officer")
    with CaptureQueriesContext(connection) as few:
        bala.get(people, {"competency": need.code})
    bala.get(ready, {"for": aim.uuid, "on": "2027-04-01"})
    trail = asha.get(reverse("people:trail")).content.decode()
    for words in (
        "Saw who has still to show a competency", escape(f"{need.code} {need.name_en}"), cast.admin.name,
        "Saw who is ready for a post or a scheme", "Section Officer, 2027-04-01",
    ):  # fmt: skip
        assert words in trail
    entries = AuditEntry.objects.filter(tag="competencies:gaps:see")
    assert set(entries.values_list("concerns_id", flat=True)) >= {cast.learner.person_id, None}
    assert not AuditEntry.objects.filter(tag="competencies:readiness:see", concerns_id=cast.admin.person_id).exists()
    assert AuditEntry.objects.filter(tag="competencies:readiness:see", concerns_id=cast.learner.person_id).count() == 1
    bala.get(people, {"competency": need.code, "q": "nobody of this name"})
    assert entries.filter(concerns_id=cast.learner.person_id).count() == 1
    for number in range(20):
        cast.player(f"Officer {number}", f"o{number}@personnel.example.in", cast.section, cast.assistant)
    with CaptureQueriesContext(connection) as many:
        bala.get(people, {"competency": need.code})
    assert len(many) <= len(few)  # a longer list takes no more statements
    assert entries.count() > 22
