"""By forms alone, on both sides; and what each page says."""

import datetime as dt
import re

from django.conf import settings
from django.test import Client
from django.urls import reverse

from karmayogi.demand import api as demand
from karmayogi.demand.models import ContentRequest, ScanTerms
from karmayogi.demand.queries import lists
from karmayogi.kernel import rows
from karmayogi.learning.models import CourseRating


def text(page) -> str:
    main = page.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def file_of(page) -> str:
    return b"".join(page.streaming_content).decode()


def test_files_are_not_cut(board, cast, browse, monkeypatch):
    """A piece is two lines here: all are there, each once, in the order of the list."""
    monkeypatch.setattr(lists, "PIECE", 2)
    board.scan()
    rows.run(
        "insert into demand_lackrow (uuid, kind, competency_id, level, language, people, lacking, courses, in_language,"
        " lower, languages, rated, stars, plans, counted_on, terms_id, since) select gen_random_uuid(), kind,"
        " competency_id, l, language, 10 * l, 10 * l, courses, in_language, lower, languages, rated, stars, plans,"
        " counted_on, terms_id, since from demand_lackrow, unnest(array[1, 4, 5]) l where level = 3"
    )
    lines = file_of(browse(cast.analyst, reverse("demand:lacks_csv"))).splitlines()
    assert [line.split(",")[6] for line in lines[1:]] == ["50", "40", "10", "10", "10"]
    board.ask()
    board.ask(level=2)
    assert len(file_of(browse(cast.analyst, reverse("demand:requests_csv"))).splitlines()) == 3


def test_a_lack_becomes_a_request_that_its_provider_answers(board, cast, browse, at):
    esther, imran = cast.analyst, cast.publisher
    index = reverse("demand:index")
    assert "the scan runs at night" not in text(browse(esther, index))  # thresholds are set: it ran, found nothing
    board.scan()
    shown = text(browse(esther, index))
    assert "No course 10 0" in shown
    assert board.codes[0] in file_of(browse(esther, reverse("demand:lacks_csv") + "?kind=no_course"))
    assert "Nothing fits" in text(browse(esther, f"{index}?q=zzz"))

    lack = reverse("demand:lack", args=[board.lack("no_course").uuid])
    why = text(browse(esther, lack))
    assert "At least 10 officers hold posts that ask for it at level 3; at least 10 of them have not shown it." in why
    assert "0 courses of the catalogue teach it" in why
    assert browse(esther, lack, {"due_on": "2020-01-01"}).status_code == 422
    due = at.date() + dt.timedelta(days=30)
    browse(esther, lack, {"provider": board.provider, "due_on": due, "note": "Cases"})
    row = ContentRequest.objects.get()
    page, answer, decide = (reverse(f"demand:{name}", args=[row.uuid]) for name in ("request", "answer", "decide"))

    waiting = text(browse(imran, reverse("portal:administration")))
    assert "Requests for courses to answer" in waiting
    assert "30 days left" in text(browse(imran, reverse("demand:requests")))
    assert "Accept for Test Courseware" in text(browse(imran, page))
    for who in (cast.outsider, cast.admin, cast.learner):
        assert browse(who, page).status_code == 404
        assert browse(who, answer, {"do": "accept", "provider": board.provider}).status_code == 404
    browse(imran, answer, {"do": "accept", "provider": board.provider})
    board.publish(1)
    browse(imran, answer, {"do": "link", "code": "TST-01"})
    assert "TST-01" in text(browse(imran, page))
    assert browse(imran, decide, {"do": "close", "reason": "x"}).status_code == 404
    board.publish(2, version="many ")
    assert "it teaches it to a lower level" in text(browse(esther, page))

    demand.lapse(agent=board.esther, at=at + dt.timedelta(days=31))
    assert "Requests for courses that lapsed" in text(browse(esther, reverse("portal:administration")))
    browse(esther, decide, {"do": "extend", "due_on": due + dt.timedelta(days=60), "reason": "Films"})
    assert "Films" in text(browse(esther, page))
    board.publish(3)
    done = text(browse(esther, page))
    assert "Fulfilled by a published course" in done
    assert "version 3" in done
    assert "Fulfilled" in file_of(browse(esther, reverse("demand:requests_csv") + "?state="))
    assert "No request is running" in text(browse(esther, reverse("demand:requests")))


def test_lists_are_paged_in_each_order_and_thresholds_are_data(board, cast, browse, at):
    board.scan()
    for by in ("greatest", "newest"):
        first, after = demand.lack_lines(by=by, limit=1)
        second, end = demand.lack_lines(by=by, limit=1, after=after)
        assert {one.level for one in first + second} == {2, 3}
        assert end is None
    board.ask(), board.ask(level=2, days=9)
    for by, levels in (("due", [2, 3]), ("newest", [2, 3])):
        first, after = demand.request_lines(None, by=by, limit=1)
        second, end = demand.request_lines(None, by=by, limit=1, after=after)
        assert [one.level for one in first + second] == levels
        assert end is None
    terms = reverse("demand:terms")
    given = {
        "least_people": 9,
        "language_courses": 1,
        "weak_ratings": 2,
        "weak_stars": "2.5",
        "days": 60,
        "reason": "R",
    }
    assert browse(cast.analyst, terms, given).status_code == 422, "fewer than ten would be single persons"
    browse(cast.analyst, terms, given | {"least_people": 13})
    assert ScanTerms.objects.count() == 2
    assert board.scan(days=1) == 0
    # The request still tells the arithmetic by which it was made.
    page = reverse("demand:request", args=[ContentRequest.objects.first().uuid])
    assert "From 10 on it counts" in text(browse(cast.analyst, page))
    assert "did not find this lack any more" in text(browse(cast.analyst, page))
    for language, word in (("hi", "अधिकारियों"), ("ur", "افسران")):
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = cast.analyst.cookie(at)
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        shown = text(client.get(page))
        assert word in shown
        assert "officers" not in shown


def test_what_a_provider_said_is_for_the_commission_and_odd_input_changes_nothing(board, cast, browse, at):
    board.scan()
    made = board.ask(provider=board.provider)
    page, answer, decide = (reverse(f"demand:{name}", args=[made]) for name in ("request", "answer", "decide"))
    due = at.date() + dt.timedelta(days=40)
    offer = {"do": "offer", "due_on": due, "reason": ""}
    assert browse(cast.analyst, decide, offer | {"provider": "nobody"}).status_code == 404, "none is not all"
    assert board.one(made).provider == board.provider
    browse(cast.publisher, answer, {"do": "accept", "provider": board.provider})
    browse(cast.publisher, answer, {"do": "link", "code": "TST-01\0"})
    browse(cast.publisher, answer, {"do": "decline", "provider": board.provider, "reason": "No faculty"})
    assert board.one(made).state == "declined"
    browse(cast.analyst, decide, offer | {"provider": ""})
    assert (board.one(made).state, board.one(made).provider) == ("open", None)
    assert "No faculty" in text(browse(cast.analyst, page))
    assert "No faculty" in text(browse(cast.publisher, page))
    other = text(browse(cast.outsider, page))
    assert "Accept for Other Institute" in other
    assert "No faculty" not in other


def test_a_file_tells_no_ratings_that_the_page_does_not(board, cast, browse, at):
    course = board.publish(3)
    CourseRating.objects.create(
        course_id=course, person_id=cast.learner.person_id, stars=2, given_at=at, changed_at=at + dt.timedelta(days=1)
    )
    board.scan()
    assert board.lack("language").figures.rated == 1
    line = file_of(browse(cast.analyst, reverse("demand:lacks_csv") + "?kind=language")).splitlines()[1]
    assert ",0,,,0," in line
