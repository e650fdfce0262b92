"""Pictures of a brought course from the file to the page, to the phone, and out into a file again."""

import io
import json
import zipfile

import pytest
from django.conf import settings
from django.urls import reverse

from karmayogi.assessment.actions.exchange.export_qti import export_qti
from karmayogi.kernel import clock, rows
from karmayogi.kernel.access import Refused
from karmayogi.learning import api
from karmayogi.learning.actions.authoring import begin
from karmayogi.learning.actions.draft import CourseDraft, DraftPart, DraftVariant
from karmayogi.learning.actions.exchange.with_pictures import with_pictures
from karmayogi.learning.actions.publish import publish
from karmayogi.learning.engine.pictures import pictures_named
from karmayogi.learning.models import DraftedPicture, PartPicture
from karmayogi.learning.queries.exchange.brought import access_brought
from karmayogi.learning.types import (
    CoursePlan,
    Outcome,
    PartKind,
    PlannedPart,
    PlannedPicture,
    PlannedVariant,
    QuizSpec,
    Why,
)
from karmayogi.learning.web.pictures import asked_in, in_question
from tests.learning import drawings, foreign
from tests.learning.actions.exchange.test_export_course import equal_form, exported
from tests.learning.conftest import SETUP
from tests.learning.studio import question

PAGE = (
    b"<p>Deep. <img src='/static/well.png' alt='A well'></p><p><img src='/static/map.jpg' alt='A map'></p>"
    b"<p><img src='/static/bare.png'><img src='/static/page.png' alt='A page'>"
    b"<img src='/static/bomb.png' alt='Much'></p>"
)


def olx():
    given = {
        "html/h1.html": PAGE, "static/well.png": drawings.png(), "static/map.jpg": drawings.noisy(),
        "static/bare.png": drawings.png(colour="red"), "static/page.png": drawings.HTML,
        "static/bomb.png": drawings.bomb(),
    }  # fmt: skip
    return foreign.archive("olx", foreign.olx() | {f"course/{name}": content for name, content in given.items()})


def told(brought):
    return {
        (line.source, line.kind): (line.outcome, line.why) for line in brought.plan.report if line.kind == "picture"
    }


def test_what_is_brought_is_drawn_anew_and_what_is_no_picture_is_said(bringing, cast, at):
    brought = access_brought(cast.publisher.actor(at), bringing(olx()).uuid)
    left = (Outcome.LEFT_OUT, Why.NO_PICTURE)
    assert told(brought) == {
        ("Digging", "picture"): (Outcome.PARTLY, Why.NO_ALT),
        ("course/static/page.png", "picture"): left,
        ("course/static/bomb.png", "picture"): left,
    }
    variant = brought.plan.parts[0].variants["en"]
    assert len(variant.pictures) == 3 and all(one.width and one.height for one in variant.pictures.values())
    assert "A page" in variant.html and "Much" in variant.html and variant.html.count("<img") == 3


@pytest.fixture
def course(published):
    return published(olx(), "PIC-1")


def test_large_pictures_wait_until_they_are_asked_for_and_go_to_the_phone(course, cast, client, at):
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.learner.cookie(at)
    page = api.enrol(actor=cast.learner.actor(at), course_uuid=course.uuid, language="en", at=at)
    large = PartPicture.objects.select_related("file").order_by("-file__size").first()
    assert large.file.size > 50_000
    address = reverse("learning:part", args=[page, "digging"])
    with clock.frozen(at):
        html = client.get(address).content.decode()
        asked = client.get(f"{address}?picture={large.name}").content.decode()
        early = client.post(reverse("learning:finish", args=[page, "digging"]), {"seconds": "0"}).content.decode()
    assert html.count('loading="lazy"') == 2 and large.file.sha256 not in html
    assert f'href="{address}?picture={large.name}#p-{large.name}"' in html
    assert f'href="{address}?picture=' in early, "the link leads to the page also where the form was answered"
    assert f"Show the picture ({round(large.file.size / 1000)} kB)" in html and "A map" in html
    assert 'alt="A map" loading="lazy"' in asked and large.file.sha256 in asked
    assert f'width="{large.width}" height="{large.height}"' in asked

    from tests.learning.phone import Phone

    phone = Phone(cast.learner.actor(at), at)
    pages = {}
    with clock.frozen(at):
        for form in ("text", "full"):
            body = {"device": str(phone.uuid), "form": form, "key": "digging"}
            answer = client.post(
                reverse("learning:keep", args=[page]), body, content_type="application/json",
                headers={"X-Karmayogi-Progress": "1", "Sec-Fetch-Site": "same-origin"},
            )  # fmt: skip
            manifest = json.loads(answer.json()["manifest"])
            kept = client.get(manifest["parts"][0]["from"]).content.decode()
            pages[form] = ({one["sha256"] for one in manifest["files"]}, kept)
    names = set(PartPicture.objects.values_list("file__sha256", flat=True))
    assert pages["text"][0] == set() and pages["full"][0] == names
    assert 'loading="lazy"' not in pages["text"][1] and "A map" in pages["text"][1]
    assert all(sha in pages["full"][1] for sha in names) and "Show the picture" not in pages["full"][1]


def test_what_goes_out_with_pictures_comes_in_equal(course, published, cast, at):
    content, _done = exported(cast.publisher.actor(at), course, at)
    before = equal_form(course.id)
    pictures = before["parts"][0]["variants"]["en"]["pictures"]
    assert len(pictures) == 3 and all(one["width"] for one in pictures.values())
    again = published(content, "PIC-2")
    assert equal_form(again.id) == before
    with pytest.raises(Exception, match="frozen"):
        rows.run("delete from learning_partpicture")


def test_a_picture_that_somebody_put_into_our_form_is_drawn_like_any_other(course, bringing, cast, at):
    content, _done = exported(cast.publisher.actor(at), course, at)
    before = zipfile.ZipFile(io.BytesIO(content))
    changed = {name: before.read(name) for name in before.namelist()}
    name = next(one for one in changed if one.endswith(".webp"))
    changed[name] = drawings.HTML
    brought = access_brought(cast.publisher.actor(at), bringing(foreign.zipped(changed)).uuid)
    assert told(brought)[name, "picture"] == (Outcome.LEFT_OUT, Why.NO_PICTURE)
    assert len(brought.plan.parts[0].variants["en"].pictures) == 2


def test_the_next_version_begins_with_the_pictures(studio, course, at):
    rows.run(
        "update learning_course set provider_id = (select id from learning_provider where uuid = %s)",
        [studio.institute],
    )
    begin.begin_version(actor=studio.author.actor(at), course=course.uuid, at=at)
    mine = set(DraftedPicture.objects.values_list("name", "file_id", "width", "height"))
    assert mine == set(PartPicture.objects.values_list("name", "file_id", "width", "height")) and len(mine) == 3


def asking():
    """A problem with a picture, one with a picture that is none, and one with a picture in an answer."""
    choices = "<choicegroup><choice correct='true'>A{0}</choice><choice correct='false'>B</choice></choicegroup>"
    ask = "<problem display_name='{0}'><p>Which? <img src='/static/{1}' alt='A [map]'/></p><multiplechoiceresponse>{2}"
    ask += "</multiplechoiceresponse></problem>"
    given = {
        "problem/p1.xml": ask.format("Pictured", "map.png", choices.format("")).encode(),
        "problem/p2.xml": ask.format("Broken", "page.png", choices.format("")).encode(),
        "problem/p3.xml": ask.format("Inside", "map.png", choices.format("<img src='/static/map.png'/>")).encode(),
        "static/map.png": drawings.png(200, 100), "static/page.png": drawings.HTML,
    }  # fmt: skip
    return foreign.archive("olx", foreign.olx() | {f"course/{name}": content for name, content in given.items()})


def test_questions_keep_their_pictures_from_file_to_test_and_back(bringing, published, cast, at):
    brought = access_brought(cast.publisher.actor(at), bringing(asking()).uuid)
    asked, inside = (one for part in brought.plan.parts for one in part.questions if pictures_named(one))
    ((name, one),) = brought.plan.parts[1].variants["en"].pictures.items()
    assert asked["text"]["en"] == f"Which? ![A map](picture:{name})" and (one.width, one.height) == (200, 100)
    kept = {line.source: line.why for line in brought.plan.report if line.outcome is Outcome.KEPT}
    assert kept == {"p2": Why.PICTURE}
    assert [one["text"]["en"] for one in inside["options"]] == [f"A ![](picture:{name})", "B"]

    course = published(asking(), "ASK-1")
    told = str(in_question(f"<b> {asked['text']['en']} ![x](picture:0.webp)"))
    assert told.startswith("&lt;b&gt; Which? <img") and 'width="200" height="100" alt="A map" loading="lazy"' in told
    assert name[:64] in told and told.endswith(" x")
    content, _done = exported(cast.publisher.actor(at), course, at)
    assert equal_form(published(content, "ASK-2").id) == equal_form(course.id)
    part = course_part(course.id)
    _key, packed = export_qti(actor=cast.publisher.actor(at), part_uuid=part, version="2.2", at=at)
    assert f"pictures/{name}" in zipfile.ZipFile(io.BytesIO(packed)).namelist()


def test_a_test_that_loses_a_question_asks_what_is_left_and_takes_no_picture_of_another_language(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "raw.webp").write_bytes(drawings.HTML)
    lost = {**question(3), "text": {"en": "![x](picture:a.webp)"}}
    raw = {"a.webp": PlannedPicture("raw.webp")}
    variants = {"en": PlannedVariant("T", pictures=raw), "hi": PlannedVariant("टी", pictures=raw)}
    asked = [question(1), {**question(2), "practice": True}, lost]
    part = PlannedPart("t", PartKind.QUIZ, 5, variants, asked, QuizSpec(2, 5, 1, 60))
    (made,) = with_pictures(CoursePlan("karmayogi", {"en": "T"}, [part]), tmp_path / "files").parts
    assert made.quiz.draw == 1 and len(made.questions) == 2
    assert [one.pictures for one in made.variants.values()] == [{}, {}]


def test_the_picture_that_was_asked_for_last_is_shown_however_many_came_before(rf):
    names = [f"{number}.webp" for number in range(60)]
    assert asked_in(rf.get("/", {"picture": names}))[-1] == "59.webp"


def course_part(course_id):
    return rows.scalar(
        "select p.uuid from learning_part p join learning_course c on c.current_version_id = p.version_id"
        " where c.id = %s and p.kind = 'quiz'", [course_id],
    )  # fmt: skip


@pytest.mark.parametrize("alt", ["x", '"' * 300])
def test_a_question_shows_no_file_that_did_not_come_with_its_test(alt, cast, kcm, at):
    forged = {**question(1), "text": {"en": f"![{alt}](picture:{'a' * 64}-1x1-1k.webp)"}}
    part = DraftPart("t", "quiz", 5, 0, {"en": DraftVariant("T")}, [forged], QuizSpec(1, 5, 1, 60))
    draft = CourseDraft("F-1", "O", "online", "", {"en": "F"}, {}, [], [part], QuizSpec(1, 5, 1, 60), "f" * 64)
    with pytest.raises(Refused, match="did not come with"):
        publish(agent=SETUP, draft=draft, at=at)


def test_pictures_beyond_what_a_course_brings_are_said_to_be(tmp_path, monkeypatch):
    monkeypatch.setattr("karmayogi.learning.actions.exchange.with_pictures.MOST", 1)
    (tmp_path / "files").mkdir()
    for name, content in (("a.png", drawings.png()), ("b.png", drawings.png(colour="red"))):
        (tmp_path / "files" / name).write_bytes(content)
    html = '<p><img src="picture:a" alt="A well"> and <img src="picture:b" alt="A map"></p>'
    pictures = {"a": PlannedPicture("a.png"), "b": PlannedPicture("b.png")}
    part = PlannedPart("p", PartKind.PAGE, 5, {"en": PlannedVariant("P", html, pictures=pictures)})
    made = with_pictures(CoursePlan("karmayogi", {"en": "T"}, [part]), tmp_path / "files")
    assert [(line.source, line.why) for line in made.report] == [("b.png", Why.MANY_PICTURES)]
    kept = made.parts[0].variants["en"]
    assert len(kept.pictures) == 1 and kept.html.endswith("A map</p>")
