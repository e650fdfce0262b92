"""The whole way by forms alone, as a browser without JavaScript goes it."""

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader

from karmayogi.kernel import rows
from karmayogi.talent.models import Absence, AppraisalYear, Contest, Feed
from karmayogi.talent.queries import officers
from karmayogi.talent.queries.officers import officers_and_figures, officers_by_name
from karmayogi.talent.queries.years import asked_of, year_of_person
from tests.talent.appraisal_double import AppraisalDouble


def text(page) -> str:
    main = page.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def file_of(page) -> str:
    """A list that is sent from disk by pieces."""
    assert page.streaming
    return b"".join(page.streaming_content).decode()


def test_three_of_eight_contested_decided_printed_and_acknowledged(year, cast, browse, at):
    asha, bala, gita = cast.learner, cast.admin, cast.platform
    year.done(asha, 3, test=True)
    mine = reverse("talent:mine")
    shown = text(browse(asha, mine))
    assert "1 more course is missing, by 31 Mar 2027" in shown
    assert "8 × 50 % = 4, rounded up: 4" in shown
    assert "365 of 365 days" in shown
    assert "passed on 3 Aug 2026" in shown
    assert shown.count("Missing by 31 Mar 2027") == 5
    assert "No appraisal year of your office is in force" in text(browse(cast.outsider, mine))

    said = {"what": f"course:{year.courses[3]}", "words": "I passed it in the institute."}
    assert browse(asha, reverse("talent:ask"), said | {"words": " "}).status_code == 422
    browse(asha, reverse("talent:ask"), said)
    contest = Contest.objects.get()
    assert "Waits for a decision" in text(browse(asha, mine))
    another = browse(asha, reverse("talent:ask"), {"what": "days:", "words": "And this too."})
    assert (another.status_code, "You contest a figure already" in text(another)) == (422, True)
    page = reverse("talent:year", args=[year.uuid])
    dashboard = text(browse(bala, page))
    assert "Contested 1" in dashboard
    assert "Asha Verma" in text(browse(bala, f"{page}?show=contested"))
    assert "Devi" not in text(browse(bala, f"{page}?show=contested"))
    nobody = text(browse(bala, f"{page}?q=nobody"))
    assert "Nobody fits" in nobody
    assert "Contested 1" in nobody, "of all of them, whatever is searched for"
    listed = file_of(browse(bala, reverse("talent:year_csv", args=[year.uuid])))
    assert "Asha Verma,,Assistant Section Officer" in listed
    assert (listed[0], listed.count("\r\n")) == ("\ufeff", 5), "the headings, and everybody who holds a post"
    assert "T-28/27/2025-iGOT" in file_of(browse(bala, reverse("talent:index_csv")))
    contests = reverse("talent:contests_csv")
    waiting = file_of(browse(bala, contests))
    assert "Asha Verma,," in waiting and "A course,Course 4,I passed it in the institute.,2026-11-20,8,3,4," in waiting
    assert "Asha" not in file_of(browse(bala, f"{contests}?q=nobody")) + file_of(
        browse(bala, f"{contests}?state=upheld")
    )
    assert browse(asha, contests).status_code == 404
    decide = reverse("talent:contest", args=[contest.uuid])
    assert browse(asha, decide).status_code == 404
    assert browse(cast.other_admin, decide).status_code == 404
    assert "Asha Verma" in text(browse(bala, reverse("talent:contests")))
    assert "3 done, 4 needed of 8; 365 days on duty" in text(browse(bala, decide))
    browse(bala, decide, {"uphold": "yes", "counts_on": "2026-08-20", "reason": "The register shows it."})
    shown = text(browse(asha, mine))
    assert "Eligible since 20 Aug 2026" in shown
    assert "by a decision" in shown
    assert "The register shows it." in shown
    for language, words in (("en", "Eligible since 20 Aug 2026"), ("hi", "3 Aug"), ("ur", "T-28/27/2025-iGOT")):
        pdf = browse(asha, reverse("talent:statement") + f"?language={language}").content
        read = PdfReader(io.BytesIO(pdf))
        assert read.trailer["/Root"]["/MarkInfo"]["/Marked"], "tagged, as PDF/UA asks"
        told = " ".join(" ".join(one.extract_text() for one in read.pages).split())
        if language != "hi":
            assert words in told
        assert b"/ByteRange" in pdf, "signed"
    officer = reverse("talent:officer_statement", args=[year.uuid, asha.person_uuid])
    assert browse(bala, officer).content.startswith(b"%PDF")
    assert browse(cast.other_admin, officer).status_code == 404

    double = AppraisalDouble()
    feeds = f"{reverse('talent:feeds')}?organisation={cast.ministry.uuid}"
    assert browse(bala, feeds, {"name": "D", "public_key": double.public}).status_code == 404
    assert browse(gita, feeds, {"name": "D", "public_key": "short"}).status_code == 422
    browse(gita, feeds, {"name": "D", "public_key": double.public})
    feed = reverse("talent:feed", args=[Feed.objects.get().uuid])
    batch = browse(bala, f"{feed}batch/", {}).content.decode()
    _status, answer = double.take(batch)
    browse(bala, f"{feed}do/", {"do": "acknowledge", "file": SimpleUploadedFile("a.jws", b"x")})
    assert "4 sent" in text(browse(bala, feed)), "what is no acknowledgement changes nothing"
    browse(bala, f"{feed}do/", {"do": "acknowledge", "file": SimpleUploadedFile("a.jws", answer.encode())})
    shown = text(browse(bala, feed))
    assert "4 acknowledged" in shown
    assert "Asha Verma" in file_of(browse(bala, f"{feed}lines.csv"))
    assert "Asha Verma" in shown
    assert browse(cast.other_admin, feed).status_code == 404
    assert "No line fits" not in text(browse(bala, f"{feed}?before=999999999999"))
    assert "Eligible, as on 20 Nov 2026 (Acknowledged)" in text(browse(asha, mine))


def test_batches_beyond_the_first_ten_are_found_by_key(year, cast, browse, at):
    made = "insert into talent_feed (uuid, organisation_id, name, url, public_key, next_at, failures, parked, added_by,"
    made += " added_at) values (gen_random_uuid(), %s, 'F', '', 'k', %s, 0, '', 'x', %s) returning id, uuid"
    pk, uuid = rows.fetch(lambda *row: row, made, [cast.ministry.id, at, at])[0]
    rows.run(
        "insert into talent_feedbatch (uuid, feed_id, sequence, text, lines, made_at, tries, acknowledgement)"
        " select gen_random_uuid(), %s, n, '', 500 + n, %s, 0, '' from generate_series(1, 23) n",
        [pk, at],
    )
    page = reverse("talent:feed", args=[uuid])
    seen: list[int] = []
    while page:
        shown = browse(cast.admin, page).content.decode()
        seen += map(int, re.findall(r'<td class="n">(5\d\d)</td>', shown))
        found = re.search(r'href="([^"#]+)#batches">Earlier', shown)
        page = found[1].replace("&amp;", "&") if found else ""
    assert seen == [500 + number for number in range(23, 0, -1)]


def test_a_year_is_written_by_forms_and_its_dates_are_data(year, cast, browse, at):
    bala, department = cast.admin, cast.department.uuid
    order = {
        "number": "Local 7", "dated_on": "2026-05-01", "issuer": "Director", "words": "All of it.", "from_year": "2026",
        "share": "100", "least_days": "0", "away": ["leave"],
    }  # fmt: skip
    made = browse(bala, reverse("talent:order", args=[department]), order)
    assert made.status_code == 302
    assert browse(bala, reverse("talent:order", args=[department]), order | {"share": "90"}).status_code == 422
    assert browse(cast.other_admin, reverse("talent:order", args=[department])).status_code == 404
    new = reverse("talent:new", args=[department])
    which = rows.scalar("select uuid from talent_appraisalorder where number = 'Local 7'")
    dates = {
        "order": str(which), "starts_on": "2026-04-01", "assigned_by": "2026-08-31", "done_by": "2027-03-31",
        "feeds_from": "2027-01-01", "reminders": "30, 7", "escalate_days": "10", "revision": "0", "test": "",
        "service": "",
    }  # fmt: skip
    assert browse(bala, new, dates | {"reminders": "soon"}).status_code == 422
    assert browse(bala, new, dates | {"done_by": "2026-03-31"}).status_code == 422
    browse(bala, new, dates)
    row = AppraisalYear.objects.get(organisation_id=cast.department.id)
    assert row.reminders == [30, 7]
    assert "No appraisal" not in text(browse(cast.learner, reverse("talent:mine")))
    page = reverse("talent:year", args=[row.uuid])
    assert "Draft" in text(browse(bala, page))
    browse(bala, reverse("talent:open", args=[row.uuid]), {"revision": "1"})
    assert "at least 100 %" in text(browse(cast.learner, reverse("talent:mine"))), "the nearest office's year is hers"
    edit = reverse("talent:edit", args=[row.uuid])
    assert "its order, dates and test stay" in text(
        browse(bala, edit, dates | {"revision": "1", "done_by": "2027-02-28"})
    )
    browse(bala, edit, dates | {"revision": "1", "reminders": "60"})
    row.refresh_from_db()
    assert (row.reminders, row.revision) == ([60], 2)
    assert browse(bala, edit, dates | {"revision": "1"}).status_code == 422, "somebody was quicker"
    browse(bala, reverse("talent:close", args=[row.uuid]), {})
    row.refresh_from_db()
    assert row.state == "open", "not before its end"

    officer = reverse("talent:officer", args=[row.uuid, cast.learner.person_uuid])
    away = {"kind": "leave", "from_on": "2026-04-01", "until_on": "2026-06-30", "order_number": "L-1"}
    browse(bala, officer, away)
    assert "274 of 365 days" in text(browse(bala, officer))
    assert browse(cast.head, officer, away).status_code == 404
    browse(bala, reverse("talent:remove_absence", args=[Absence.objects.get().uuid]), {})
    assert "365 of 365 days" in text(browse(bala, officer))


def test_of_a_large_organisation_only_the_officers_shown_are_worked_out(year, cast, browse, monkeypatch):
    """The same list as where everybody is, page by page; the figures when somebody asks."""
    year.done(cast.learner, 3, test=True)
    page = reverse("talent:year", args=[year.uuid])
    asked, on = asked_of(year.row), year.at.date()
    whole = officers_and_figures(asked, on, limit=9)[0]
    assert len(whole) == 4 and [one.standing.done for one in whole if one.name == "Asha Verma"] == [3]
    small = text(browse(cast.admin, page))
    monkeypatch.setattr(officers, "LARGE", 3)
    first = officers_by_name(asked, on, limit=3)
    assert first + officers_by_name(asked, on, after=first[-1].standing.person_id, limit=3) == whole
    assert [one.name for one in officers_by_name(asked, on, q="asha")] == ["Asha Verma"]
    code = rows.scalar("select employee_code from people_person where id = %s", [cast.learner.person_id])
    searches = ("asha", "आशा", "ver", "department", "section officer", "nobody", "%", code)
    found = {q: officers_by_name(asked, on, q=q, limit=2) for q in searches}
    assert {q: len(some) for q, some in found.items()}["asha"] == 1
    with monkeypatch.context() as few:
        few.setattr(officers, "_next_by_name", lambda *_asked: None)
        assert officers_by_name(asked, on, limit=3) == first, "also where the next by name have another year"
        assert {q: officers_by_name(asked, on, q=q, limit=2) for q in searches} == found
    assert {q: officers_and_figures(asked, on, q=q, limit=2)[0] for q in searches} == found
    shown = text(browse(cast.admin, page))
    assert "Count how all of them stand" in shown and "Not yet 1" not in shown
    assert "Not yet 1" in small and text(browse(cast.admin, f"{page}?figures=yes")) == small
    assert "Asha Verma" in text(browse(cast.admin, f"{page}?show=open"))


@pytest.mark.parametrize("name", ["index", "contests", "feeds", "texts"])
def test_who_looks_after_nothing_finds_no_such_page(cast, browse, name):
    assert browse(cast.learner, reverse(f"talent:{name}")).status_code == 404


def test_who_moves_after_the_last_day_keeps_the_year_that_was_hers(year, cast, at):
    later = year.row.done_by + dt.timedelta(days=20)
    rows.run("update orgs_incumbency set valid_to = %s where person_id = %s", [later, cast.learner.person_id])
    for day in (later - dt.timedelta(days=1), later):
        assert year_of_person(cast.learner.person_id, day) == year.row
    assert year.standing(cast.learner, later).standing == "short"
    assert year_of_person(cast.outsider.person_id, later) is None
