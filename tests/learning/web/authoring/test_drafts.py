"""The editor as plain forms: what an author, a reviewer and a publisher see and press."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from karmayogi.kernel import rows
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.authoring import begin, review, write_part
from karmayogi.learning.actions.enrol import enrol
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.pictures import pictures_named
from karmayogi.learning.models import DraftedPart, DraftedPicture, PartPicture
from karmayogi.learning.queries.authoring.parts import variant_of
from karmayogi.learning.queries.authoring.said import draft_said
from tests.learning import drawings
from tests.learning.phone import Phone


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_course_is_made_by_plain_forms(as_, studio):
    client = as_(studio.author)
    assert "Institute of Rules" in text(client.get("/learning/authoring/new/"))
    made = client.post(
        "/learning/authoring/new/",
        {"provider": studio.institute, "title": "Answers", "language": "en", "languages": ["hi"]},
    )
    draft = made.url
    page = text(client.get(draft))
    assert "things are missing" in page
    assert f"{draft}about/" in page
    about = {
        "revision": "1", "title_en": "Answers", "summary_en": "Answer.", "title_hi": "उत्तर", "summary_hi": "उत्तर दें।",
        "languages": ["en", "hi"], "mode": "online", "licence": "CC BY 4.0", "pass_percent": "60", "parts_needed": "",
        "draw": "1", "quiz_minutes": "10", "attempts": "3",
    }  # fmt: skip
    assert client.post(f"{draft}about/", about).status_code == 302
    client.post(f"{draft}change/", {"act": "competency", "code": "FUN-095", "level": "2"})
    part = client.post(f"{draft}change/", {"act": "add_part", "kind": "page", "title": "The Act", "language": "en"}).url
    form = text(client.get(part))
    assert 'name="revision" value="1"' in form
    saved = client.post(
        part, {"revision": "1", "title": "The Act", "minutes": "6", "source": "# Head\n\nText", "then": "hi"}
    )
    assert saved.url.endswith("?lang=hi")
    client.post(saved.url, {"revision": "0", "title": "अधिनियम", "minutes": "6", "source": "पाठ"})
    quiz = client.post(f"{draft}change/", {"act": "add_part", "kind": "quiz", "title": "Test", "language": "en"}).url
    client.post(quiz.replace("lang=en", "lang=hi"), {"revision": "0", "title": "परीक्षा", "minutes": "10"})
    questions = quiz.split("?")[0] + "questions/"
    one = {
        "act": "add", "text_en": "How long?", "a_en": "Thirty days", "b_en": "A year", "right": ["a"],
        "difficulty": "2",        "text_hi": "कितने दिन?", "a_hi": "तीस दिन", "b_hi": "एक वर्ष",
    }  # fmt: skip
    assert client.post(questions, {**one, "right": []}).status_code == 422
    assert client.post(questions, one).status_code == 302
    page = text(client.get(draft))
    assert "Nothing is missing" in page
    assert "s on a slow line" in page
    client.post(f"{draft}step/", {"step": "send"})
    assert "In review" in text(client.get(draft))


def test_an_answer_is_a_picture_from_the_editor_to_the_result(as_, studio, cast, at):
    """Drawn anew, with words for it; in the pool, the quiz and the next version; never a file that is not its own."""
    draft = studio.complete()
    quiz = rows.scalar("select uuid from learning_draftedpart where kind = 'quiz'")
    url, client = f"/learning/authoring/{draft}/parts/{quiz}/questions/", as_(studio.author)
    asked = {"act": "add", "text_en": "Where is water?", "a_en": "Here", "right": ["b"], "difficulty": "2"}

    def png(place):
        return SimpleUploadedFile("p.png", drawings.png(colour={"b": "red", "text": "navy"}[place]))

    given = {"picture_b": "b", "picture_text": "text"}
    answer = client.post(
        url, asked | {name: png(place) for name, place in given.items()} | {"alt_text_en": "A village"}
    )
    assert (
        answer.status_code == 422
        and "not everybody sees it" in text(answer)
        and "Choose your files again" in text(answer)
    )
    said = {"alt_text_en": "A village", "alt_b_en": "A [red] well"}
    assert client.post(url, asked | said | {"picture_b": SimpleUploadedFile("p.png", drawings.HTML)}).status_code == 422
    assert not DraftedPicture.objects.exists()
    assert client.post(url, asked | said | {name: png(place) for name, place in given.items()}).status_code == 302
    names = set(DraftedPicture.objects.filter(variant__language="en").values_list("name", flat=True))
    (question,) = (one for one in draft_said(studio.id(draft)).parts[1].questions if "water" in one["text"]["en"])
    assert len(names) == 2 and pictures_named(question) == names
    assert question["options"][1]["text"]["en"].startswith("![A red well](picture:")
    page = client.get(url).content.decode()
    assert 'alt="A red well"' in page and 'alt="A village"' in page and "](picture:" not in page
    # A file of others, by its hash: not even in the draft.
    forged = question | {"key": "x", "text": {"en": f"![x](picture:{'a' * 64}-1x1-1k.webp)"}}
    with pytest.raises(Refused, match="no picture"):
        write_part.put_questions(actor=studio.author.actor(at), draft=draft, part=quiz, questions=[forged], at=at)
    for one in ("q1", "q2", "q3"):
        client.post(url, {"act": "drop", "key": one})
    studio.about(draft, draw=1, revision=2)
    course = studio.published(draft)
    part = rows.scalar("select p.uuid from learning_part p where p.kind = 'quiz'")
    assert set(PartPicture.objects.values_list("name", flat=True)) == names
    asha = as_(cast.learner)
    enrol(actor=cast.learner.actor(at), course_uuid=course, language="en", at=at)
    quiz_page = asha.post(reverse("assessment:start", args=[part]), {"language": "en"}, follow=True).content.decode()
    assert quiz_page.count('class="asked"') == 2 and 'alt="A red well"' in quiz_page
    assert "correct" not in quiz_page and "](picture:" not in quiz_page
    begin.begin_version(actor=studio.author.actor(at), course=course, at=at)
    assert set(DraftedPicture.objects.values_list("name", flat=True)) == names


def test_pictures_of_practice_go_along_with_what_is_kept_and_those_of_the_test_do_not(as_, studio, cast, at):
    draft = studio.complete()
    quiz = rows.scalar("select uuid from learning_draftedpart where kind = 'quiz'")
    url, client = f"/learning/authoring/{draft}/parts/{quiz}/questions/", as_(studio.author)
    for colour, more in (("red", {"practice": "on"}), ("navy", {}), ("green", {})):
        picture = SimpleUploadedFile("p.png", drawings.png(colour=colour))
        asked = {"text_en": f"Where, {colour}?", "a_en": "Here", "alt_b_en": f"A {colour} well", "right": ["b"]}
        given = {"act": "add", "difficulty": "2", "picture_b": picture} | asked | more
        assert client.post(url, given).status_code == 302
    # Also those of lines and parts, which have no answers of their own.
    (green,) = pictures_named(draft_said(studio.id(draft)).parts[1].questions[-1])
    lines = [{"key": one, "text": {"en": f"{one} ![Leaf {one}](picture:{green})"}} for one in "ab"]
    order = {"key": "o", "kind": "order", "practice": True, "text": {"en": "Which first?"}, "body": {"lines": lines}}
    write_part.put_questions(actor=studio.author.actor(at), draft=draft, part=quiz, questions=[order], at=at)
    course = studio.published(draft)
    assert PartPicture.objects.count() == 3
    learner = cast.learner.actor(at)
    enrolment = enrol(actor=learner, course_uuid=course, language="en", at=at)
    key = rows.scalar("select key from learning_part where kind = 'quiz'")
    phone, asha = Phone(learner, at), as_(cast.learner)
    pages = {}
    for form in ("text", "full"):
        body = {"device": str(phone.uuid), "form": form, "key": key}
        answer = asha.post(
            reverse("learning:keep", args=[enrolment]), body, content_type="application/json",
            headers={"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"},
        )  # fmt: skip
        manifest = json.loads(answer.json()["manifest"])
        page = asha.get(manifest["parts"][0]["from"]).content.decode()
        pages[form] = ([one["sha256"] for one in manifest["files"]], page)
    assert len(pages["full"][0]) == 2 and all(sha in pages["full"][1] for sha in pages["full"][0])
    assert 'alt="Leaf b"' in pages["full"][1] and 'alt="A red well"' in pages["full"][1]
    assert "navy" not in pages["full"][1]
    assert pages["text"][0] == [] and "<img class" not in pages["text"][1] and "[A red well]" in pages["text"][1]


def test_a_picture_goes_with_its_question(as_, studio):
    draft = studio.complete()
    quiz = rows.scalar("select uuid from learning_draftedpart where kind = 'quiz'")
    url, client = f"/learning/authoring/{draft}/parts/{quiz}/questions/", as_(studio.author)
    picture = SimpleUploadedFile("p.png", drawings.png())
    asked = {"act": "add", "text_en": "Where?", "a_en": "Here", "alt_b_en": "A well", "right": ["b"], "difficulty": "2"}
    assert client.post(url, asked | {"picture_b": picture}).status_code == 302
    assert DraftedPicture.objects.count() == 1
    key = draft_said(studio.id(draft)).parts[1].questions[-1]["key"]
    client.post(url, {"act": "drop", "key": key})
    assert not DraftedPicture.objects.exists()
    # Words for a picture that did not come along do not go unseen.
    lost = client.post(url, asked | {"a_en": "Here", "b_en": "There"})
    assert lost.status_code == 422 and "Choose your files again" in text(lost)


def test_questions_of_before_show_no_file_of_others_and_can_be_taken_out(as_, studio, at):
    """What a drafted question names was once looked at when it was published and not before."""
    draft = studio.complete()
    quiz = rows.scalar("select uuid from learning_draftedpart where kind = 'quiz'")
    url, client = f"/learning/authoring/{draft}/parts/{quiz}/questions/", as_(studio.author)
    part = DraftedPart.objects.get(kind="quiz")
    foreign = f"Where? ![A map](picture:{'a' * 64}-1x1-1k.webp)"
    old = {"kind": "single", "text": {"en": foreign}, "options": [
        {"key": "a", "correct": True, "text": {"en": foreign}}, {"key": "b", "text": {"en": "B"}},
    ]}  # fmt: skip
    part.questions = [*part.questions, {"key": "old1", **old}, {"key": "old2", **old}]
    part.save(update_fields=["questions"])
    for page in (url, f"/learning/authoring/{draft}/parts/{quiz}/paper/"):
        shown = client.get(page).content.decode()
        assert "Where? [A map]" in shown and "a" * 64 not in shown
    with pytest.raises(Refused, match="no picture"):
        write_part.put_questions(actor=studio.author.actor(at), draft=draft, part=quiz, questions=[], at=at)
    for key in ("old1", "old2"):
        client.post(url, {"act": "drop", "key": key})
    assert not {"old1", "old2"} & {one["key"] for one in draft_said(studio.id(draft)).parts[1].questions}


def test_two_tabs_get_both_texts(as_, studio):
    draft = studio.begin()
    page = studio.part(draft, "page", "Page")
    client = as_(studio.author)
    url = f"/learning/authoring/{draft}/parts/{page}/?lang=en"
    client.post(url, {"revision": "1", "title": "Page", "minutes": "5", "source": "From the first tab"})
    answer = client.post(url, {"revision": "1", "title": "Page", "minutes": "5", "source": "From the second tab"})
    assert answer.status_code == 409
    html = text(answer)
    assert "From the first tab" in html and "From the second tab" in html and 'name="revision" value="2"' in html
    client.post(url, {"revision": "2", "title": "Page", "minutes": "5", "source": "From both"})
    assert variant_of(str(page), "en").source == "From both"


def test_the_same_for_title_and_rule(as_, studio):
    draft = studio.begin()
    studio.about(draft, titles={"en": "Saved first"})
    given = {
        "revision": "1", "title_en": "Typed second", "summary_en": "s", "languages": ["en"], "mode": "online",
        "licence": "", "pass_percent": "60", "draw": "1", "quiz_minutes": "10", "attempts": "3",
    }  # fmt: skip
    client = as_(studio.author)
    answer = client.post(f"/learning/authoring/{draft}/about/", given)
    assert answer.status_code == 409
    assert "Saved first" in text(answer) and "Typed second" in text(answer)
    assert draft_said(studio.id(draft)).titles["en"] == "Saved first"
    assert client.post(f"/learning/authoring/{draft}/about/", given | {"revision": "2"}).status_code == 302


def test_a_wrong_file_is_said_in_the_form_and_the_text_stays(as_, studio):
    draft = studio.begin()
    part = studio.part(draft, "pdf", "Card")
    answer = as_(studio.author).post(
        f"/learning/authoring/{draft}/parts/{part}/?lang=en",
        {"revision": "1", "title": "Card", "minutes": "3", "source": "My words",
         "file": SimpleUploadedFile("x.pdf", b"<html>")},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "is not a PDF" in text(answer) and "My words" in text(answer)


def test_a_picture_is_added_by_the_form_and_seen_in_the_preview(as_, studio):
    draft = studio.begin()
    part = studio.part(draft, "page", "Wells")
    client, url = as_(studio.author), f"/learning/authoring/{draft}/parts/{part}/?lang=en"

    def sent(content, alt):
        picture = SimpleUploadedFile("well.png", content)
        given = {"revision": "1", "title": "Wells", "minutes": "3", "source": "My words"}
        return client.post(url, given | {"picture": picture, "picture_alt": alt})

    for content, alt, words in ((drawings.HTML, "A well", "is no picture"), (drawings.png(), "", "Say in words")):
        answer = sent(content, alt)
        assert answer.status_code == 422 and words in text(answer) and "My words" in text(answer)
    assert sent(drawings.noisy(), "A well").status_code == 302
    name = prose.pictures_in(variant_of(str(part), "en").body_html)[0]
    html = text(client.get(url))
    assert "Pictures of this part" in html and f"(picture:{name})" in html
    preview = f"/learning/authoring/{draft}/parts/{part}/preview/?lang=en"
    assert f'href="?lang=en&amp;picture={name}#p-{name}"' in text(client.get(preview))
    assert f'<img id="p-{name}"' in text(client.get(f"{preview}&picture={name}"))


@pytest.mark.parametrize("who", ["neighbour", "learner", "admin"])
def test_the_next_provider_s_draft_answers_like_nothing(as_, studio, cast, who):
    draft = studio.complete()
    part = rows.scalar("select uuid from learning_draftedpart limit 1")
    client = as_(getattr(studio, who, None) or getattr(cast, who))
    for path in (
        "",
        "about/",
        "compare/",
        f"parts/{part}/",
        f"parts/{part}/preview/",
        f"parts/{part}/questions/",
        "quality/",
    ):
        assert client.get(f"/learning/authoring/{draft}/{path}").status_code == 404, path
    for path in ("change/", "step/"):
        assert client.post(f"/learning/authoring/{draft}/{path}", {"act": "up", "step": "send"}).status_code == 404


def test_a_reviewer_sees_the_preview_but_no_form(as_, studio, at):
    draft = studio.complete()
    page = rows.scalar("select uuid from learning_draftedpart where kind = 'page'")
    review.send(actor=studio.author.actor(at), draft=draft, at=at)
    client = as_(studio.reviewer)
    html = text(client.get(f"/learning/authoring/{draft}/parts/{page}/preview/"))
    assert "The office answers within thirty days" in html and "Seconds to load" in html
    assert client.get(f"/learning/authoring/{draft}/parts/{page}/").status_code == 404
    html = text(client.get(f"/learning/authoring/{draft}/"))
    assert "Answer the quality form" in html and "Add a part" not in html


def test_the_quality_form_by_hand_and_publication(as_, studio, at):
    draft = studio.complete()
    review.send(actor=studio.author.actor(at), draft=draft, at=at)
    url = f"/learning/authoring/{draft}/"
    client = as_(studio.reviewer)
    marks = {f"m-{key}": "3" for key in studio.marks()}
    first = next(iter(marks))
    assert client.post(f"{url}quality/", marks | {first: ""}).status_code == 422
    assert client.post(f"{url}quality/", marks | {"n-aims": "Clear"}).status_code == 302
    client.post(f"{url}step/", {"step": "pass"})
    html = text(as_(studio.author).get(f"{url}quality/"))
    assert "Clear" in html and "Save the answers" not in html
    client = as_(studio.publisher)
    assert "waits for you" in text(client.get("/learning/authoring/?wait=1"))
    client.post(f"{url}step/", {"step": "publish"})
    assert studio.status(draft) == "published"
    course = rows.scalar("select uuid from learning_course")
    assert "Answering citizens" in text(client.get(f"/learning/courses/{course}/"))


def test_what_is_refused_is_said(as_, studio):
    draft = studio.begin()
    client = as_(studio.author)
    client.post(f"/learning/authoring/{draft}/step/", {"step": "send"})
    assert "The page lists them" in text(client.get(f"/learning/authoring/{draft}/"))
    assert client.post(f"/learning/authoring/{draft}/step/", {"step": "nonsense"}).status_code == 404


def test_what_changed_is_readable(as_, studio, at):
    from karmayogi.learning.actions.authoring.begin import begin_version

    draft = begin_version(actor=studio.author.actor(at), course=studio.published(), at=at)
    page = rows.scalar(
        "select uuid from learning_draftedpart where draft_id = %s and kind = 'page'", [studio.id(draft)]
    )
    studio.write(draft, page, title="The Act", source="# What it is about\n\nEvery citizen may ask. In forty days.")
    studio.about(draft, pass_percent=75)
    html = text(as_(studio.author).get(f"/learning/authoring/{draft}/compare/"))
    assert "Version 1 and version 2" in html
    assert "In forty days." in html and "<del><span" in html and "<bdi>75</bdi>" in html


def test_few_queries(as_, studio, django_assert_max_num_queries):
    draft = studio.complete()
    client = as_(studio.author)
    client.get(f"/learning/authoring/{draft}/")
    with django_assert_max_num_queries(16):
        client.get(f"/learning/authoring/{draft}/")
    with django_assert_max_num_queries(9):
        client.get("/learning/authoring/")


def test_questions_from_a_file(as_, studio):
    from tests.learning.conftest import QUESTION

    draft = studio.begin()
    quiz = studio.part(draft, "quiz", "Test")
    client = as_(studio.author)
    url = f"/learning/authoring/{draft}/parts/{quiz}/questions/"
    file = SimpleUploadedFile("questions.toml", "".join(QUESTION.format(number=n) for n in (1, 2)).encode())
    assert client.post(url, {"act": "file", "file": file}).status_code == 302
    assert "Question 2?" in text(client.get(url))
    client.post(url, {"act": "drop", "key": "q1"})
    assert "Question 1?" not in text(client.get(url))
    assert client.post(url, {"act": "file"}).status_code == 422
