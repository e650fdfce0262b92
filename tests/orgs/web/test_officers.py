"""From the template to the undone import, as Bala's browser sees it."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.kernel import bulk
from karmayogi.kernel.access import Role
from karmayogi.orgs.engine.officers import COLUMNS
from karmayogi.people import api as people
from tests import polyglots
from tests.orgs.conftest import sheet


@pytest.fixture
def bala(cast, browser):
    return browser(cast.admin)


@pytest.fixture
def send(cast, jobs_now):
    """Posts a file; the address of its import once the plan is made."""

    def post(client, content, name="officers.csv"):
        answer = client.post(
            reverse("orgs:officers", args=(cast.ministry.uuid,)), {"file": SimpleUploadedFile(name, content)}
        )
        assert answer.status_code == 302, answer.content.decode()
        jobs_now()
        return answer["Location"]

    return post


def cells(answer):
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_template_fill_upload_approve_undo(cast, bala, send, jobs_now):
    template = cells(bala.get(reverse("orgs:officers_template", args=(cast.ministry.uuid,))))
    headings = template["Officers"][0]
    assert [heading.removesuffix(" *") for heading in headings] == [column.heading for column in COLUMNS]
    assert {"Officers", "Lists", "How to fill", "कैसे भरें"} == set(template)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("Officers")
    for j, cell in enumerate(headings):
        page.write(0, j, cell)
    for j, cell in enumerate(["Kamala Devi", "kamala@x.in", 9711100001, "Group B", "Section Officer"]):
        page.write(1, j, cell)
    book.close()

    address = send(bala, out.getvalue(), "officers.xlsx")
    html = bala.get(address).content.decode()
    assert "Approve and apply 1 row<" in html
    assert "Kamala Devi" in html
    bala.post(f"{address}approve/")
    running = bala.get(address).content.decode()
    assert 'http-equiv="refresh"' in running
    assert "<progress" in running
    fragment = bala.get(address, headers={"HX-Request": "true"})
    assert fragment.content.decode().strip() in running, "what htmx swaps in is what a reload shows"
    jobs_now()
    finished = bala.get(address, headers={"HX-Request": "true"})
    assert finished["HX-Refresh"] == "true"
    assert people.find_account(email="kamala@x.in") is not None
    assert "Undo this import" in bala.get(address).content.decode()
    bala.post(f"{address}undo/")
    jobs_now()
    assert people.find_account(email="kamala@x.in") is None
    assert "1 row taken back" in bala.get(address).content.decode()


def test_the_error_sheet_put_right_can_be_uploaded_as_it_is(cast, bala, send):
    address = send(
        bala, sheet({"Mobile Number": "123"}, {"Designation": "=Section Offizer"}, {"Full Name": "Right One"})
    )
    assert "3 rows" not in bala.get(address).content.decode()
    lines = cells(bala.get(f"{address}errors.xlsx"))["Officers"]
    assert lines[0] == ["Row", *(column.heading for column in COLUMNS), "What to fix"]
    assert [line[0] for line in lines[1:]] == [2, 3]
    assert "is not a mobile number" in lines[1][-1]
    assert lines[2][5] == "'=Section Offizer", "no formula leaves the product"
    lines[1][3], lines[2][5] = "9711100099", "Section Officer"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for i, line in enumerate(lines):
        for j, cell in enumerate(line):
            page.write(i, j, cell)
    book.close()
    html = bala.get(send(bala, out.getvalue(), "to-fix.xlsx")).content.decode()
    assert "Approve and apply 2 rows" in html


def test_the_difference_names_field_old_and_new(cast, bala, send):
    row = {"Full Name": "Asha R. Verma", "Email": cast.learner.email, "Mobile Number": cast.learner.mobile}
    html = bala.get(send(bala, sheet(row))).content.decode()
    assert "<del>Asha Verma</del>" in html
    assert "<ins>Asha R. Verma</ins>" in html


def test_a_name_cannot_smuggle_html(cast, bala, send):
    html = bala.get(send(bala, sheet({"Full Name": "<script>alert(1)</script>"}), "<b>x.csv")).content.decode()
    assert "<script>alert" not in html
    assert "<b>x" not in html


def test_a_spreadsheet_that_is_something_else_too_gives_no_officer_and_is_never_shown(cast, bala, send):
    """What begins as nothing known is read as a table, in the background, and is none."""
    for name, content in polyglots.ALL.items():
        if content.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
            given = {"file": SimpleUploadedFile("x.xlsx", content)}
            answer = bala.post(reverse("orgs:officers", args=(cast.ministry.uuid,)), given)
            assert answer.status_code == 422, name
            continue
        html = bala.get(send(bala, content, "x.xlsx")).content.decode()
        assert "Approve and apply" not in html and "<script>document.title" not in html, name


@pytest.mark.parametrize(("content", "why"), [(b"", "empty"), (b"%PDF-1.4", "not a spreadsheet")])
def test_a_wrong_file_is_answered_on_the_form(cast, bala, content, why):
    answer = bala.post(reverse("orgs:officers", args=(cast.ministry.uuid,)), {"file": SimpleUploadedFile("x", content)})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert bala.post(reverse("orgs:officers", args=(cast.ministry.uuid,))).status_code in (200, 422)


def test_a_large_import_waits_for_somebody_else(cast, at, bala, browser, send, monkeypatch):
    kind = bulk.kind_named("orgs.officers")
    monkeypatch.setitem(bulk.kinds._kinds, kind.name, bulk.kinds.dataclasses.replace(kind, second_person_above=1))
    address = send(bala, sheet({}, {"Full Name": "Lal Bahadur"}))
    assert "somebody else" in bala.get(address).content.decode()
    assert "somebody else" in bala.post(f"{address}approve/", follow=True).content.decode()
    leader = cast.player("Kiran Bedi", "kiran@personnel.example.in", cast.ministry, cast.director)
    cast.grant(leader, Role.MDO_LEADER, cast.ministry)
    second = browser(leader)
    assert "Approve and apply 2 rows" in second.get(address).content.decode()
    assert second.post(f"{address}cancel/").status_code == 404, "who may approve may not discard"
    second.post(f"{address}approve/")
    assert "Running" in bala.get(address).content.decode()


@pytest.mark.parametrize("part", ["learner", "supervisor", "outsider", "other_admin", "analyst", "platform"])
def test_others_find_no_import(cast, browser, bala, send, part):
    address = send(bala, sheet({}))
    client = browser(cast.everyone[part])
    assert client.get(address).status_code == 404
    assert client.get(f"{address}errors.xlsx").status_code == 404
    for verb in ("approve", "cancel", "undo"):
        assert client.post(f"{address}{verb}/").status_code == 404
        assert client.get(f"{address}{verb}/").status_code == 405


def test_odd_addresses_of_the_rows_do_no_harm(bala, send):
    address = send(bala, sheet({}))
    for query in ("?show=nonsense", "?after=x", "?show=new&after=99999999", "?after=-1", "?after=" + "9" * 40):
        assert bala.get(address + query).status_code == 200
