"""Absences from a sheet: looked at row by row, applied once whatever is uploaded twice, taken back."""

import datetime as dt
import io

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.talent.models import Absence
from tests.talent.web.test_years import text

HEAD = "Officer,Kind,First day,Last day,Order number\n"


def uploaded(browse, who, office, content: bytes, name: str = "leave.csv"):
    return browse(who, reverse("talent:absences", args=[office]), {"file": SimpleUploadedFile(name, content)})


def test_a_sheet_is_previewed_entered_once_and_taken_back(year, cast, browse, at, run_jobs):
    bala, ministry = cast.admin, cast.ministry.uuid
    rows.run("update people_person set employee_code = 'E-7' where id = %s", [cast.learner.person_id])
    rows.run("update people_person set employee_code = 'E-1' where id = %s", [bala.person_id])
    rows.run("update people_person set employee_code = 'E-9' where id = %s", [cast.outsider.person_id])
    lines = [
        "E-7,Leave,01-04-2026,30-06-2026,L-1",
        f"{cast.supervisor.email},study,2026-05-01,2026-05-31,L-2",
        f"{cast.head.mobile},अवकाश पर नहीं,2026-05-01,2026-05-31,L-3",
        "E-7,leave,2026-04-01,2026-06-30,L-1",
        "E-9,leave,2026-04-01,2026-06-30,L-4",
        "E-1,leave,2026-04-01,2026-06-30,L-5",
        "nobody,leave,31-02-2026,2026-06-30,",
        f"{cast.supervisor.email},leave,2026-06-30,2026-06-01,L-6",
    ]
    content = (HEAD + "\n".join(lines)).encode()
    page = uploaded(browse, bala, ministry, content).headers["location"]
    run_jobs()
    assert not Absence.objects.exists(), "a preview changes nothing"
    shown = text(browse(bala, page))
    assert "New 2" in shown.replace("2 New", "New 2")
    assert shown.count("Nobody of this organisation and below is known by this.") == 2, "hers of another ministry too"
    assert "Days of your own are entered by somebody else." in shown
    assert "One of: Leave, Study leave" in shown
    assert "A day is written 30-04-2026." in shown and "Name the order" in shown
    assert "lies before the first" in shown
    assert "Named twice" in text(browse(bala, f"{page}?show=unchanged"))
    for stranger in (cast.other_admin, cast.learner, cast.supervisor):
        assert browse(stranger, page).status_code == browse(stranger, page, {"do": "approve"}).status_code == 404
        assert uploaded(browse, stranger, ministry, content).status_code == 404
    for _double_click in range(2):
        browse(bala, page, {"do": "approve"})
    run_jobs()
    found = Absence.objects.order_by("id").values_list("person_id", "kind", "order_number", "recorded_by_id")
    assert list(found) == [
        (cast.learner.person_id, "leave", "L-1", bala.person_id),
        (cast.supervisor.person_id, "study", "L-2", bala.person_id),
    ]
    assert year.standing(cast.learner).days == 274
    tags = "select tag from kernel_auditentry where concerns_id = %s and tag like 'talent:absence%%' order by id"
    assert rows.fetch(str, tags, [cast.learner.person_id]) == ["talent:absence:enter"]
    again = uploaded(browse, bala, ministry, content).headers["location"]
    run_jobs()
    assert "There is nothing to apply" in text(browse(bala, again)), "the same sheet enters nothing twice"

    # One of the two is taken back by hand meanwhile: undoing says so and takes back the other.
    browse(bala, reverse("talent:remove_absence", args=[Absence.objects.get(kind="study").uuid]), {})
    browse(bala, page, {"do": "undo"})
    run_jobs()
    assert not Absence.objects.filter(removed_at__isnull=True).exists()
    assert "1 row taken back" in text(browse(bala, page))
    assert year.standing(cast.learner).days == 365
    assert rows.fetch(str, tags, [cast.learner.person_id])[-1] == "talent:absence:remove"
    assert "leave.csv" in text(browse(bala, reverse("talent:absences", args=[ministry])))


def test_a_workbook_is_read_and_what_is_none_is_said(year, cast, browse, run_jobs):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet, date = book.add_worksheet(), book.add_format({"num_format": "dd-mm-yyyy"})
    sheet.write_row(0, 0, ["Officer *", "Kind", "First day", "Last day", "Order number"])
    sheet.write_string(1, 0, cast.learner.email)
    sheet.write_string(1, 1, "निलंबन")
    sheet.write_datetime(1, 2, dt.date(2026, 4, 1), date)
    sheet.write_datetime(1, 3, dt.date(2026, 4, 10), date)
    sheet.write_number(1, 4, 77)
    book.close()
    page = uploaded(browse, cast.admin, cast.ministry.uuid, out.getvalue(), "leave.xlsx").headers["location"]
    run_jobs()
    browse(cast.admin, page, {"do": "approve"})
    run_jobs()
    one = Absence.objects.get()
    assert (one.kind, str(one.from_on), str(one.until_on), one.order_number) == (
        "suspension", "2026-04-01", "2026-04-10", "77",
    )  # fmt: skip
    for content, said in (
        (b"Who,What\n1,2\n", "These columns are missing: Officer, Kind"), (HEAD.encode(), "nobody below them"),
        (b"%PDF-1.7", "This is not a spreadsheet"),
    ):  # fmt: skip
        page = uploaded(browse, cast.admin, cast.ministry.uuid, content).headers["location"]
        run_jobs()
        assert said in text(browse(cast.admin, page))
    template = browse(cast.admin, reverse("talent:absences_template", args=[cast.ministry.uuid])).content
    page = uploaded(browse, cast.admin, cast.ministry.uuid, template, "t.xlsx").headers["location"]
    run_jobs()
    assert "EXAMPLE-1" in text(browse(cast.admin, page)), "the template as it is: its example is refused"
