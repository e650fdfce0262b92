"""By forms alone: what the Commission plans, signs, draws and reads; and what everybody reads of it."""

import io
import re
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from karmayogi.evaluation import api as evaluation
from karmayogi.evaluation.models import Study
from karmayogi.evaluation.web import words
from karmayogi.kernel import clock
from tests.evaluation.conftest import DAY, units_file

PLAN = {
    "number": str(uuid.UUID(int=7)), "title": "Panchayats", "question": "Does <b>training</b> help?", "course": "",
    "design": "lottery", "sample": "15", "seats": "30", "steps": "1", "effect": "0.5", "answers": "20", "icc": "0.1",
    "stability": "0.5",
}  # fmt: skip


def text(page) -> str:
    main = page.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def test_a_study_is_planned_signed_drawn_and_read(desk, cast, browse, at):
    esther = cast.analyst
    index = reverse("evaluation:index")
    assert "There is no study yet" in text(browse(esther, index))
    assert "Impact studies" in text(browse(esther, reverse("portal:administration")))
    new = reverse("evaluation:new_study")
    assert browse(esther, new, PLAN | {"icc": "1"}).status_code == 422
    assert "There is no course" in text(browse(esther, new, PLAN | {"course": "NONE"}))
    for _again in range(2):
        assert browse(esther, new, PLAN).status_code == 302
    study = Study.objects.get().uuid
    page, act = (reverse(f"evaluation:{name}", args=[study]) for name in ("study", "study_act"))

    def do(what: str, **said):
        return browse(esther, act, {"do": what} | said)

    assert "needs a baseline first" in text(do("sign"))
    assert "The first line must be" in text(do("units", file=SimpleUploadedFile("u.csv", b"a,b\n1,2\n")))
    do("units", file=SimpleUploadedFile("u.csv", units_file()))
    one = {"code": "closed", "name": "Closed in time", "definition": "Of all.", "higher_is_better": "on"}
    do("indicator", **one, primary="on")
    do("indicator", **one | {"code": "days", "name": "Days"})
    do("indicator", **one | {"code": "two words", "name": "Words"})
    for code in ("closed", "two  words"):
        assert "Each indicator needs a code of its own" in text(do("indicator", **one | {"code": code}))
    assert do("indicator", code="").status_code == 422
    do("drop_indicator", code="days")
    do("drop_indicator", code="two words")
    today = clock.day(at)
    for kind, days in (("endline", 100), ("baseline", 1), ("midline", 50)):
        do("wave", kind=kind, from_on=today + days * DAY, until_on=today + (days + 9) * DAY)
    assert do("wave", kind="midline", from_on="x", until_on="").status_code == 422
    for _again in range(2):  # pressed twice on a slow day
        do("drop_wave", **{"from": str(today + 50 * DAY)})
    desk.run_jobs()
    shown = text(browse(esther, page))
    assert "30 units trained, 30 to compare with." in shown
    assert "the design effect is 2.9" in shown
    assert "80 units" in shown
    assert browse(esther, reverse("evaluation:edit_study", args=[study]), PLAN | {"seats": "28"}).status_code == 302
    desk.run_jobs()
    assert "28 units trained" in text(browse(esther, page))
    public = reverse("evaluation:plan", args=[study])
    assert Client().get(public).status_code == 404, "a draft is nobody's business"
    assert do("sign").status_code == 302
    told = text(Client().get(public))
    assert "unchanged since" in told
    assert Study.objects.get().secret not in told
    assert browse(esther, reverse("evaluation:edit_study", args=[study]), PLAN).status_code == 422
    assert do("draw", word="4711").status_code == 302
    told = text(Client().get(public))
    assert Study.objects.get().secret in told
    assert "60 in the sample" in told
    assert Client().get(reverse("evaluation:plan_json", args=[study])).json()["type"] == "KarmayogiStudyPlan"
    units = reverse("evaluation:units", args=[study])
    first = browse(esther, units)
    assert "AP-0" in text(first)
    after = re.search(r"after=([^&\"]+)", first.content.decode())
    assert after is not None
    assert "AP-0 " not in text(browse(esther, f"{units}?after={after[1]}"))
    assert "OD-3" in text(browse(esther, f"{units}?q=OD"))
    assert len(browse(esther, reverse("evaluation:units_csv", args=[study])).content.splitlines()) == 81
    assert "Panchayats" in browse(esther, reverse("evaluation:studies_csv")).content.decode()
    assert "Nothing fits" in text(browse(esther, f"{index}?q=zzz"))
    assert "<b>training" not in browse(esther, page).content.decode()
    assert do("nonsense").status_code == 404


def test_a_file_of_an_open_feed_is_brought_by_its_form(desk, cast, browse, at):
    new = {"code": "G-30", "name": "Closed", "definition": "Of all.", "measure": "%"}
    page = browse(cast.analyst, reverse("evaluation:new_service"), new).headers["Location"]
    today = clock.day(at)
    said = {"publisher": "P", "address": "https://data.example.in/g.csv", "licence": "CC0"}

    def bring(on, content=b"unit,month,value\nAP-0,2026-01,50\nAP-1,x,1\n"):
        return browse(cast.analyst, page, said | {"fetched_at": on, "file": SimpleUploadedFile("g.csv", content)})

    for on in (today + DAY, "0001-01-01", ""):
        assert bring(on).status_code == 422
    assert bring(today).status_code == 302
    shown = text(browse(cast.analyst, page))
    assert "1 lines kept, 1 refused" in shown
    assert "AP-0" in shown


def test_one_of_several_questions_that_answers_by_chance_is_no_finding():
    effect = {"low": 0.1, "high": 2.0, "estimate": 1.0}
    assert words.finding(effect, True, False, 0.04) == "Training made it better."
    assert "by chance" in words.finding(effect, True, False, 0.06)


def test_the_difference_stands_on_the_page_with_its_uncertainty(desk, cast, browse, at):
    study = desk.measured()
    evaluation.say_departure(**desk.said, study=study, words="Floods in one district.")
    page = reverse("evaluation:result", args=[study])
    shown = browse(cast.analyst, page)
    effect = Study.objects.get().result["indicators"]["closed"]["effect"]
    said = text(shown)
    assert f"{effect['estimate']:.3g} Difference in differences, baseline to Endline" in said
    assert f"95 % interval: {effect['low']:.3g} to {effect['high']:.3g}" in said
    assert "Training made it better." in said
    assert "does not show that training changed it" in said, "of the other indicator"
    assert "Standardised difference" in said
    assert "Floods in one district." in said
    assert shown.content.decode().count("<svg xmlns") >= 4
    book = browse(cast.analyst, reverse("evaluation:result_book", args=[study])).content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert lines[1][:3] == ["closed", 1, effect["estimate"]]
    for who in (cast.admin, cast.platform, cast.learner):
        for name in ("study", "result", "units", "result_book"):
            assert browse(who, reverse(f"evaluation:{name}", args=[study])).status_code == 404
    for by in ("newest", "oldest"):
        assert "Panchayats" in text(browse(cast.analyst, f"{reverse('evaluation:index')}?by={by}"))
