"""O*NET fits whole: every row of its files is here, once, on our scale."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.competencies import api as competencies
from karmayogi.competencies.actions.governance.import_onet import import_onet, sheet_rows
from karmayogi.competencies.engine.governance.scales import onet_importance, onet_level
from karmayogi.competencies.models import CompetencyStatement, Framework, LevelDescriptor, OccupationNeed
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Refused, System

FOLDER = next(
    (one / "shared/content/onet" for one in Path(__file__).parents if (one / "shared/content/onet").is_dir()), None
)


def test_a_folder_without_the_files_is_refused(db, tmp_path, at):
    with pytest.raises(Refused, match="Skills"):
        import_onet(agent=System("test"), folder=tmp_path, at=at)


@pytest.mark.real_files
def test_the_whole_release(cast, at):
    folder = FOLDER
    if folder is None:
        pytest.skip("the O*NET files are not beside this copy")
    counts = import_onet(agent=System("test"), folder=folder, at=at)
    files = {
        name: list(sheet_rows(folder / f"{name}.xlsx"))
        for name in ("Skills", "Knowledge", "Occupation Data", "Task Statements", "Level Scale Anchors")
    }
    titles = {(row["O*NET-SOC Code"], row["Alternate Title"]) for row in sheet_rows(folder / "Alternate Titles.xlsx")}
    elements = {row["Element ID"] for name in ("Skills", "Knowledge", "Level Scale Anchors") for row in files[name]}
    ratings = files["Skills"] + files["Knowledge"]
    assert counts.competencies == len(elements)
    assert counts.occupations == len(files["Occupation Data"])
    assert counts.titles == len(titles)
    assert counts.tasks == len(files["Task Statements"])
    assert counts.needs == sum(row["Scale ID"] == "IM" for row in ratings) == len(ratings) // 2
    assert rows.scalar("select count(*) from competencies_occupationneed where not relevant") == sum(
        row["Scale ID"] == "LV" and row["Not Relevant"] == "Y" for row in ratings
    )
    one = OccupationNeed.objects.get(occupation__code="11-1011.00", competency__code="ONET.2.C.1.a")
    assert (one.importance_raw, one.level_raw, one.importance, one.level) == (4.78, 6.5, 5, 5)
    said = " ".join(LevelDescriptor.objects.values_list("text_en", flat=True))
    assert all(str(row["Anchor Description"]).strip() in said for row in files["Level Scale Anchors"])
    framework = Framework.objects.get(code="ONET-29.2")
    assert "USDOL/ETA" in framework.attribution and framework.licence == "CC BY 4.0"
    assert not [row for row in competencies.every() if row.code.startswith("ONET.")]
    asha = Client()
    asha.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    with clock.frozen(at):
        listed = asha.get(reverse("competencies:occupations", args=(framework.uuid,)) + "?q=agency+owner")
        assert "Chief Executives" in listed.content.decode() and "USDOL/ETA" in listed.content.decode()
        shown = asha.get(reverse("competencies:occupation", args=(one.occupation.uuid,))).content.decode()
    assert "Administration and Management" in shown and "4.78 / 5" in shown
    before = rows.scalar("select max(xmin::text::bigint) from competencies_occupationtask")
    assert import_onet(agent=System("test"), folder=folder, at=at) == counts
    assert rows.scalar("select max(xmin::text::bigint) from competencies_occupationtask") == before
    assert CompetencyStatement.objects.count() == len(elements)


def test_the_mapping_covers_both_ends():
    assert [onet_level(value) for value in (0, 1.39, 1.4, 3.5, 5.59, 5.6, 7)] == [1, 1, 2, 3, 4, 5, 5]
    assert [onet_importance(value) for value in (1, 1.49, 1.5, 4.78)] == [1, 1, 2, 5]
