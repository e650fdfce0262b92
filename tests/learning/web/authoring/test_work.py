import io

from python_calamine import CalamineWorkbook

from karmayogi.learning.actions.authoring import review
from karmayogi.learning.queries.authoring.drafts import draft_counts, draft_lines


def titles(studio, who, at, **how):
    return [one.title for one in draft_lines(who.actor(at), statuses=[], **how)[0]]


def test_each_sees_the_drafts_of_their_provider_and_what_waits_for_them(studio, cast, at):
    studio.begin("A draft")
    sent = studio.complete()
    review.send(actor=studio.author.actor(at), draft=sent, at=at)
    for who in (studio.author, studio.reviewer, studio.publisher, studio.platform):
        assert sorted(titles(studio, who, at)) == ["A draft", "Answering citizens"]
    assert titles(studio, studio.neighbour, at) == titles(studio, cast.learner, at) == []
    assert titles(studio, studio.reviewer, at, waiting=True) == ["Answering citizens"]
    assert titles(studio, studio.author, at, waiting=True) == titles(studio, studio.publisher, at, waiting=True) == []
    studio.mark(sent)
    review.pass_on(actor=studio.reviewer.actor(at), draft=sent, at=at)
    assert titles(studio, studio.publisher, at, waiting=True) == ["Answering citizens"]
    assert draft_counts(studio.publisher.actor(at)) == {"draft": (1, 0), "ready": (1, 1)}


def test_searched_sorted_and_paged_by_key(studio, at):
    for number in range(3):
        studio.begin(f"Course {number}")
    actor = studio.author.actor(at)
    first, after = draft_lines(actor, statuses=[], limit=2)
    second, end = draft_lines(actor, statuses=[], limit=2, after=after)
    assert [one.title for one in (*first, *second)] == ["Course 2", "Course 1", "Course 0"]
    assert end is None
    assert titles(studio, studio.author, at, oldest=True) == ["Course 0", "Course 1", "Course 2"]
    assert titles(studio, studio.author, at, q="course 1") == ["Course 1"]
    assert titles(studio, studio.author, at, q="%") == []
    assert titles(studio, studio.author, at, after="nonsense_1") == ["Course 2", "Course 1", "Course 0"]


def test_the_list_page_and_the_sheet(as_, studio, cast):
    studio.begin("A draft")
    client = as_(studio.author)
    html = client.get("/learning/authoring/?q=draft&status=draft&sort=oldest").content.decode()
    assert "A draft" in html and "Begin a course" in html
    sheet = client.get("/learning/authoring/drafts.xlsx?q=draft")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert lines[1][2] == "A draft"
    client = as_(cast.learner)
    for path in ("", "drafts.xlsx", "new/"):
        assert client.get(f"/learning/authoring/{path}").status_code == 404


def test_the_way_there_for_a_member_without_authority(as_, studio, cast):
    assert "Courses in work" in as_(studio.author).get("/learning/mine/").content.decode()
    assert "Courses in work" not in as_(cast.learner).get("/learning/mine/").content.decode()


def test_a_course_without_title_is_refused(as_, studio):
    answer = as_(studio.author).post(
        "/learning/authoring/new/", {"provider": studio.institute, "title": " ", "language": "en"}
    )
    assert answer.status_code == 422
    assert (
        as_(studio.author).post("/learning/authoring/new/", {"provider": studio.company, "title": "x"}).status_code
        == 404
    )
