"""Posts, the strength statement and the structure on the screen."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.orgs import api as orgs
from karmayogi.orgs.models import Incumbency, Organisation, Post, SanctionOrder
from karmayogi.orgs.web import structure
from tests import polyglots

ORDER = {"number": "F. 3/2026", "ordered_on": "2026-11-01", "effective_on": "2026-11-10", "subject": "More hands"}
TODAY = dt.date(2026, 11, 20)


@pytest.fixture
def bala(cast, browser):
    return browser(cast.admin)


def test_from_the_order_to_a_full_seat_and_back(cast, bala, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    new = ORDER | {"designation": "Assistant Section Officer", "count": "2", "label": "Desk 9", "reports_to": ""}
    page = reverse("orgs:posts_new", args=(cast.section.uuid,))
    assert bala.post(page, new | {"designation": "Wizard"}).status_code == 422
    paper = SimpleUploadedFile("order.pdf", b"%PDF-1.7 x")
    assert bala.post(page, new | {"file": paper}).status_code == 302
    order = SanctionOrder.objects.get()
    assert bala.get(reverse("orgs:order_file", args=(order.uuid,)))["Content-Type"] == "application/pdf"
    post = Post.objects.filter(label="Desk 9").first()
    listed = bala.get(reverse("orgs:posts", args=(cast.ministry.uuid,)), {"show": "vacant"}).content.decode()
    assert post.code in listed
    assert "Devi" not in listed.partition("<tbody>")[2]
    join = reverse("orgs:post_join", args=(post.uuid,))
    cast.player("Kiran Das", "kiran@personnel.example.in", None, None)
    takes = {"who": "kiran@personnel.example.in", "kind": "substantive", "on": "2026-11-20", "order_number": "J 1"}
    assert bala.post(join, takes | {"who": "devi@personnel.example.in"}).status_code == 422, "she is on a post"
    beyond = bala.post(join, takes | {"who": "esther@commission.example.in"})
    assert beyond.status_code == 404, "holds a role that Bala has no say over"
    assert bala.post(join, takes).status_code == 302
    held = Incumbency.objects.get(post=post)
    leave = reverse("orgs:post_relieve", args=(post.uuid, held.uuid))
    assert bala.post(leave, {"on": "2026-11-25", "order_number": "R 1"}).status_code == 302
    up = reverse("orgs:post_upgrade", args=(post.uuid,))
    better = ORDER | {"designation": "Section Officer", "number": "F. 4/2026", "effective_on": "2026-11-20"}
    assert bala.post(up, better).status_code == 302
    superior = reverse("orgs:post_superior", args=(post.uuid,))
    assert bala.post(superior, {"on": "2026-11-20", "reports_to": "P-0"}).status_code == 422
    html = bala.get(reverse("orgs:post", args=(post.uuid,))).content.decode()
    assert "Kiran Das" in html
    assert "F. 4/2026" in html
    end = reverse("orgs:post_abolish", args=(post.uuid,))
    assert bala.post(end, ORDER | {"number": "F. 5", "effective_on": "2026-11-20"}).status_code == 422
    assert bala.post(end, ORDER | {"number": "F. 5", "effective_on": "2026-11-25"}).status_code == 302


def test_an_order_that_is_two_things_is_refused_or_can_do_nothing(cast, bala, settings, tmp_path):
    settings.FILES_ROOT = tmp_path
    page = reverse("orgs:posts_new", args=(cast.section.uuid,))
    new = ORDER | {"designation": "Assistant Section Officer", "count": "1", "label": "", "reports_to": ""}
    for number, (name, content) in enumerate(polyglots.ALL.items()):
        sent = new | {"number": f"F. {number}/2026", "file": SimpleUploadedFile(name, content, "text/html")}
        status = bala.post(page, sent).status_code
        if not content.startswith(b"%PDF-"):
            assert status == 422, name
            continue
        assert status == 302, name
        order = SanctionOrder.objects.get(number=f"F. {number}/2026")
        assert polyglots.inert(bala.get(reverse("orgs:order_file", args=(order.uuid,)))), name


def test_the_statement_adds_up_and_pages_without_gap(cast, at, bala):
    for number in range(60):
        unit = cast.unit(f"T-{number}", "office", f"Office {number:02d}", "", "", cast.department)
        orgs.create_post(
            agent=cast.platform.actor(at), organisation_id=unit.id, designation_id=cast.assistant.id, valid_from=TODAY,
            at=at,
        )  # fmt: skip
    page = reverse("orgs:strength", args=(cast.ministry.uuid,))
    seen, href = [], page
    while href:
        html = bala.get(href).content.decode()
        seen += [name for name in (f"Office {number:02d}" for number in range(60)) if name in html]
        part = html.partition('rel="next" href="')[2]
        href = part.partition('"')[0].replace("&amp;", "&") if part else None
    assert seen == [f"Office {number:02d}" for number in range(60)]
    for sort in ("vacant", "sanctioned", "name", "odd"):
        assert bala.get(page, {"sort": sort, "after": "-1|x"}).status_code == 200
    book = bala.get(reverse("orgs:strength_sheet", args=(cast.ministry.uuid,)))
    lines = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    whole = {line[0]: line[7:12] for line in lines}
    assert [str(int(float(n))) for n in whole["Ministry of Personnel"]] == ["64", "0", "4", "60", "0"]
    assert [str(int(float(n))) for n in whole["Establishment Section"]] == ["2", "0", "2", "0", "0"]
    earlier = bala.get(page, {"on": "2026-11-19"}).content.decode()
    assert "This is how it was on 19 Nov 2026" in earlier


def test_every_screen_answers_for_the_day_that_is_asked(cast, at, browser, bala):
    gita = browser(cast.platform)
    change = {
        "name_en": "Staff Department", "name_hi": "", "name_ur": "", "parent": "T-MORD", "on": "2026-11-01",
        "order_number": "S.O. 1",
    }  # fmt: skip
    page = reverse("orgs:structure_change", args=(cast.department.uuid,))
    assert gita.post(page, change | {"parent": "T-EST"}).status_code == 422
    assert gita.post(page, change).status_code == 302
    for name, unit, old, new in (
        ("organisation", cast.ministry, "Department of Personnel", "Hari Singh"),
        ("people", cast.ministry, "Asha Verma", "Hari Singh"),
        ("posts", cast.ministry, "Asha Verma", "Hari Singh"),
        ("strength", cast.ministry, "Establishment Section", "Staff Department"),
    ):
        address = reverse(f"orgs:{name}", args=(unit.uuid,))
        then = bala.get(address, {"on": "2026-10-31"}).content.decode().partition("<main")[2]
        now = bala.get(address).content.decode().partition("<main")[2]
        assert old in then, name
        assert old not in now, name
        assert new not in then, name
    # Whoever works elsewhere today is named as she was there then, without contacts and without a way to her record.
    then = bala.get(reverse("orgs:people", args=(cast.ministry.uuid,)), {"on": "2026-10-31"}).content.decode()
    assert cast.learner.mobile not in then
    assert str(cast.learner.person_uuid) not in then
    assert cast.admin.mobile in then
    hari = browser(cast.other_admin).get(reverse("orgs:organisation", args=(cast.department.uuid,))).content.decode()
    assert "How it came about" in hari
    assert browser(cast.admin).get(reverse("orgs:organisation", args=(cast.department.uuid,))).status_code == 404


def test_a_part_becomes_a_unit_and_another_one_ends(cast, at, browser, monkeypatch):
    gita = browser(cast.platform)
    part = {
        "code": "T-CELL", "name_en": "Training Cell", "on": "2026-11-01", "order_number": "S.O. 2",
        "post": str(cast.learner.post_id),
    }  # fmt: skip
    split = reverse("orgs:structure_split", args=(cast.section.uuid,))
    assert gita.post(split, part | {"post": ""}).status_code in (404, 422)
    assert gita.post(split, part | {"post": str(cast.head.post_id)}).status_code == 404
    assert gita.post(split, part).status_code == 302
    cell = Organisation.objects.get(code="T-CELL")
    assert Post.objects.get(pk=cast.learner.post_id).organisation_id == cell.id
    end = reverse("orgs:structure_end", args=(cell.uuid,))
    assert gita.post(end, {"into": "", "on": "2026-11-10", "order_number": "S.O. 3"}).status_code == 422
    assert gita.post(end, {"into": "T-DOP", "on": "2026-11-10", "order_number": "S.O. 3"}).status_code == 302
    html = gita.get(reverse("orgs:organisation", args=(cell.uuid,))).content.decode()
    assert "This unit was not there on that day." in html
    assert "Merged" in html
    # Where there are too many to tick, codes say which; of the country as a whole nothing splits off.
    monkeypatch.setattr(structure, "MOST_TICKED", 0)
    page = reverse("orgs:structure", args=(cast.department.uuid,))
    assert 'name="unit"' not in gita.get(page).content.decode()
    typed = {"code": "T-TYPED", "name_en": "Other part", "on": "2026-11-15", "order_number": "S.O. 4", "codes": "T-MOP"}
    split = reverse("orgs:structure_split", args=(cast.department.uuid,))
    refused = gita.post(split, typed)
    assert refused.status_code == 422
    assert "No unit or post of this unit has the code T-MOP." in refused.content.decode()
    head = Post.objects.get(pk=cast.head.post_id)
    assert gita.post(split, typed | {"codes": f"T-EST\n {head.code} \n"}).status_code == 302
    new = Organisation.objects.get(code="T-TYPED")
    assert Organisation.objects.get(code="T-EST").parent_id == new.id
    assert Post.objects.get(pk=head.id).organisation_id == new.id
    country = gita.get(reverse("orgs:structure", args=(cast.country.uuid,))).content.decode()
    assert "The country itself cannot be split or abolished." in country
    assert reverse("orgs:structure_split", args=(cast.country.uuid,)) not in country
    for name in ("structure", "structure_change", "structure_split", "structure_end"):
        assert browser(cast.admin).get(reverse(f"orgs:{name}", args=(cast.section.uuid,))).status_code == 404
        assert gita.get(reverse(f"orgs:{name}", args=(cast.section.uuid,))).status_code == 200
