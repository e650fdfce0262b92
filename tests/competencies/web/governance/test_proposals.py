"""The governance pages: from the form with its overlaps to a published version, re-tag and crosswalk."""

import io

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.competencies.models import Competency, CrosswalkLink, Framework, FrameworkProposal


@pytest.fixture
def visit(frozen_time):
    def sign_in(player) -> Client:
        client = Client()
        client.cookies[django_settings.SESSION_COOKIE_NAME] = player.cookie(frozen_time)
        return client

    return sign_in


@pytest.fixture
def kcm(framework) -> Framework:
    return Framework.objects.get(code="KCM")


def cells(response) -> list[list]:
    return CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()


def test_a_proposal_from_the_form_to_the_next_version(cast, council, kcm, visit):
    noor, omar, priya = (visit(one) for one in (council.member, council.first, council.second))
    address = reverse("competencies:propose", args=(kcm.uuid,))
    sent = {
        "title": "Say it twice", "reason": "We need it", "new1_name_en": "Noting and drafting",
        "new1_theme_en": "Office", "new1_area": "functional",
    }  # fmt: skip
    shown = noor.post(address + "?kind=add", sent)
    assert shown.status_code == 200 and b"Noting" in shown.content and b'name="seen"' in shown.content
    assert not FrameworkProposal.objects.exists()
    assert noor.post(address + "?kind=add", sent | {"seen": "1"}).status_code == 302
    gone = {"title": "One goes", "reason": "Unused", "subjects": "BEH-001", "target": "BEH-002"}
    assert noor.post(address + "?kind=merge", gone).status_code == 302
    assert noor.post(address + "?kind=merge", gone | {"subjects": "BEH-00X"}).status_code == 422
    for proposal in FrameworkProposal.objects.all():
        page = reverse("competencies:proposal", args=(proposal.uuid,))
        decide = reverse("competencies:proposal_decide", args=(proposal.uuid,))
        assert b'value="approve"' not in noor.get(page).content
        noor.post(decide, {"decision": "approve"})
        assert b'value="approve"' in omar.get(page).content
        omar.post(decide, {"decision": "approve"})
        priya.post(decide, {"decision": "approve", "comment": "Good."})
        assert visit(cast.learner).get(page).status_code == 404
        for kind in ("profiles", "posts", "people", "courses"):
            listed = reverse("competencies:proposal_effect", args=(proposal.uuid, kind))
            assert priya.get(listed).status_code == 200
            assert cells(priya.get(listed + "?form=xlsx"))[0][0] == "name"
    assert set(FrameworkProposal.objects.values_list("status", flat=True)) == {"accepted"}
    queue = priya.get(reverse("competencies:proposals"))
    assert b"One goes" in queue.content
    page = priya.get(reverse("competencies:framework", args=(kcm.uuid,)))
    assert b"Publish the version" in page.content
    assert priya.post(reverse("competencies:framework_publish", args=(kcm.uuid,)), {"note": "n"}).status_code == 302
    assert Competency.objects.get(code="BEH-001").status == "merged"
    for name in ("framework", "framework_log"):
        found = visit(cast.learner).get(reverse(f"competencies:{name}", args=(kcm.uuid,)))
        assert found.status_code == 200 and (name == "framework" or b"One goes" not in found.content)
    past = visit(cast.learner).get(reverse("competencies:framework", args=(kcm.uuid,)) + "?on=2020-01-01")
    assert b"BEH-003" not in past.content
    one = reverse("competencies:competency", args=(Competency.objects.get(code="BEH-001").uuid,))
    assert b"BEH-002" in visit(cast.learner).get(one).content
    asked = priya.post(reverse("competencies:framework_retag", args=(kcm.uuid,)), {"version": "2026.2"})
    assert asked.status_code == 302 and priya.get(asked["Location"]).status_code == 200


@pytest.mark.parametrize("kind", ["add", "reword", "merge", "split", "deprecate", "relevel"])
def test_each_form_opens_filled(council, kcm, visit, kind):
    found = visit(council.member).get(reverse("competencies:propose", args=(kcm.uuid,)) + f"?kind={kind}&code=BEH-001")
    assert found.status_code == 200
    assert (b'value="BEH-001"' in found.content) == (kind != "add")


def test_a_returned_proposal_opens_as_it_was_sent(council, kcm, visit):
    noor, omar = visit(council.member), visit(council.first)
    address = reverse("competencies:propose", args=(kcm.uuid,)) + "?kind=relevel"
    levels = {f"level_{level}": becomes for level, becomes in enumerate((1, 1, 2, 3, 4), 1)}
    noor.post(address, {"title": "Lower", "reason": "Too high", "subjects": "BEH-001", **levels, "seen": "1"})
    proposal = FrameworkProposal.objects.get()
    omar.post(reverse("competencies:proposal_decide", args=(proposal.uuid,)), {"decision": "return", "comment": "No"})
    edit = reverse("competencies:proposal_edit", args=(proposal.uuid,))
    assert b'value="BEH-001"' in noor.get(edit).content
    assert omar.get(edit).status_code == 404
    again = {"title": "Lower still", "reason": "Too high", "subjects": "BEH-001", **levels, "level_5": 3, "seen": "1"}
    assert noor.post(edit, again).status_code == 302
    assert FrameworkProposal.objects.get().title == "Lower still"


def test_a_framework_of_an_owner_by_spreadsheet_and_its_crosswalk(
    cast, council, kcm, visit, run_jobs, settings, tmp_path
):
    settings.FILES_ROOT = tmp_path
    rita, priya, asha = visit(council.ministry_admin), visit(council.second), visit(cast.learner)
    begin = {"owner": "T-MOP", "code": "HR", "name": "Establishment work"}
    assert visit(cast.learner).post(reverse("competencies:frameworks"), begin).status_code == 404
    made = rita.post(reverse("competencies:frameworks"), begin)
    hr = Framework.objects.get(code="T-MOP.HR")
    assert made["Location"] == reverse("competencies:framework", args=(hr.uuid,))
    assert asha.get(made["Location"]).status_code == 404
    sheet = (
        "code,area,theme_number,theme_en,name_en,level_1_en\nFUN-001,functional,1,Office,Noting & drafting,By rule\n"
    )
    sheet += "FUN-002,functional,x,Office,Leave,\n"
    file = io.BytesIO(sheet.encode())
    file.name = "hr.csv"
    act = rita.post(reverse("competencies:framework_import", args=(hr.uuid,)), {"file": file})["Location"]
    run_jobs()
    assert b"theme_number" in rita.get(act).content
    rita.post(f"{act}approve/")
    run_jobs()
    exported = cells(rita.get(reverse("competencies:framework_export", args=(hr.uuid,))))
    assert exported[1][0] == "T-MOP.HR.FUN-001" and len(exported) == 2
    publish = reverse("competencies:framework_publish", args=(hr.uuid,))
    rita.post(publish)
    assert asha.get(made["Location"]).status_code == 404
    priya.post(publish)
    assert b"FUN-001" in asha.get(made["Location"]).content
    walk = reverse("competencies:crosswalk", args=(hr.uuid, kcm.uuid))
    assert asha.post(walk, {"suggest": "1"}).status_code == 404
    rita.post(walk, {"suggest": "1"})
    link = CrosswalkLink.objects.get()
    assert (link.status, link.origin.code) == ("open", "T-MOP.HR.FUN-001")
    decide = reverse("competencies:crosswalk_decide", args=(link.uuid,))
    assert asha.post(decide, {"decision": "accept"}).status_code == 404
    rita.post(decide, {"decision": "accept"})
    assert CrosswalkLink.objects.get().status == "accepted"
    assert len(cells(asha.get(reverse("competencies:crosswalk_export", args=(hr.uuid, kcm.uuid))))) == 2
    links = "origin,target,relation,confidence,source\nT-MOP.HR.FUN-001,BEH-003,broader,60,Note 7\n"
    links += f"T-MOP.HR.FUN-001,{link.target.code},exact,90,Note 7\nNO,BEH-003,broader,600,\n"
    file = io.BytesIO(links.encode())
    file.name = "links.csv"
    act = rita.post(walk, {"file": file})["Location"]
    run_jobs()
    rita.post(f"{act}approve/")
    run_jobs()
    assert CrosswalkLink.objects.count() == 2 and CrosswalkLink.objects.get(status="open").confidence == 60
    rita.post(f"{act}undo/")
    run_jobs()
    assert CrosswalkLink.objects.count() == 1
