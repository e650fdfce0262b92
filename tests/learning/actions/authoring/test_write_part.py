import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning.actions.authoring.compose import compose
from karmayogi.learning.actions.authoring.write_part import Upload, drop_question, put_questions, read_questions
from karmayogi.learning.engine import media
from karmayogi.learning.models import Draft, DraftedPicture, DraftedVariant, Provider
from karmayogi.learning.queries.authoring.parts import variant_of
from karmayogi.learning.queries.authoring.said import draft_said
from tests.learning import drawings
from tests.learning.conftest import QUESTION, package
from tests.learning.studio import question

WEBM = b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm" + b"x" * 100
VTT = b"WEBVTT\n\n00:01.000 --> 00:59.000\nHello\n"


def only(studio, draft):
    return draft_said(studio.id(draft)).parts[0]


def test_markdown_becomes_clean_html_in_each_language(studio):
    draft = studio.begin(languages=("en", "hi"))
    page = studio.part(draft, "page", "Page")
    assert studio.write(draft, page, source="# Head\n\n<script>alert(1)</script> **bold**")
    assert studio.write(draft, page, "hi", 0, title="पृष्ठ", source="नागरिक")
    part = only(studio, draft)
    assert "<h2>Head</h2>" in part.variants["en"].body_html and "<script" not in part.variants["en"].body_html
    assert (part.title("hi"), part.variants["hi"].text) == ("पृष्ठ", "नागरिक")


def test_marks_inside_one_another_without_end_are_refused_in_words(studio):
    draft = studio.begin()
    page = studio.part(draft, "page", "Page")
    with pytest.raises(Refused, match="Too many marks stand inside one another"):
        studio.write(draft, page, source="*" * 5000 + "x" + "*" * 5000)


def test_two_tabs_lose_nothing(studio):
    draft = studio.begin()
    page = studio.part(draft, "page", "Page")
    assert studio.write(draft, page, revision=1, source="First tab")
    assert not studio.write(draft, page, revision=1, source="Second tab")
    assert variant_of(str(page), "en").source == "First tab"
    assert studio.write(draft, page, revision=2, source="Both")
    assert not studio.write(draft, page, "hi", 1), "nothing is saved in Hindi yet: its revision is 0"


def test_slides(studio):
    draft = studio.begin()
    part = studio.part(draft, "slides", "Slides")
    studio.write(draft, part, source="# One\n\n---\n\n# Two\n")
    assert only(studio, draft).variants["en"].body_html.count('<section class="slide">') == 2


def test_a_picture_joins_the_text_and_goes_with_its_line(studio):
    draft = studio.begin(languages=("en", "hi"))
    page = studio.part(draft, "page", "Page")
    added = {"picture": Upload("w.png", drawings.png()), "picture_alt": "A [deep] well"}
    assert studio.write(draft, page, source="# Head", **added)
    one = DraftedPicture.objects.select_related("file").get()
    saved = variant_of(str(page), "en")
    assert saved.source == f"# Head\n\n![A \\[deep\\] well](picture:{one.name})"
    assert f'<img src="picture:{one.name}" alt="A [deep] well">' in saved.body_html
    assert (one.width, one.height, one.file.media_type) == (40, 30, "image/webp")
    said = only(studio, draft).variants["en"]
    assert said.bytes == len(said.body_html.encode()) + one.file.size
    # Another language of the part shows the same picture; nobody shows one that is not there, or says nothing of it.
    assert studio.write(draft, page, "hi", 0, source=f"![कुआँ](picture:{one.name})")
    assert DraftedPicture.objects.count() == 2
    row = Draft.objects.get(uuid=draft)
    (part,) = compose(row, Provider.objects.get(uuid=studio.institute)).parts
    assert [[seen.name for seen in said.pictures] for said in part.variants.values()] == [[one.name]] * 2
    for source, words in (
        (f"![](picture:{one.name})", "no description"),
        ("![x](picture:0.webp)", "There is no picture"),
    ):
        with pytest.raises(Refused, match=words):
            studio.write(draft, page, revision=2, source=source)
    for content, alt, words in (
        (drawings.png(), " ", "Say in words"),
        (drawings.HTML, "x", "no picture"),
        (drawings.bomb(), "x", "no picture"),
    ):
        with pytest.raises(Refused, match=words):
            studio.write(draft, page, revision=2, picture=Upload("x.png", content), picture_alt=alt)
    assert studio.write(draft, page, revision=2, source="Without")
    assert DraftedPicture.objects.count() == 1, "that of the other language"


def test_a_text_without_source_keeps_its_pictures_and_gets_their_descriptions(studio):
    draft = studio.begin()
    page = studio.part(draft, "page", "Page")
    studio.write(draft, page, source="x", picture=Upload("w.png", drawings.png()), picture_alt="A well")
    name = DraftedPicture.objects.get().name
    html = f'<p>Dig.</p><p><img src="picture:{name}" alt=""></p>'
    DraftedVariant.objects.update(source="", body_html=html)
    with pytest.raises(Refused, match="no description"):
        studio.write(draft, page, revision=2, source="")
    more = Upload("r.png", drawings.png(colour="red"))
    assert studio.write(draft, page, revision=2, source="", alts={name: "A  well"}, picture=more, picture_alt="Red")
    saved = variant_of(str(page), "en")
    assert saved.source == "" and 'alt="A well"' in saved.body_html and 'alt="Red"' in saved.body_html
    assert DraftedPicture.objects.count() == 2


def test_slides_without_source_stay_slides(studio):
    draft = studio.begin()
    part = studio.part(draft, "slides", "Slides")
    studio.write(draft, part, source="# One\n\n---\n\nTwo")
    html = variant_of(str(part), "en").body_html
    DraftedVariant.objects.update(source="")
    assert studio.write(draft, part, revision=2, source="")
    assert variant_of(str(part), "en").body_html == html and html.count("<section") == 2


def test_a_film_with_captions(studio):
    draft = studio.begin()
    part = studio.part(draft, "video", "Film")
    assert studio.write(draft, part, file=Upload("f.webm", WEBM), captions=Upload("c.vtt", VTT))
    said = only(studio, draft).variants["en"]
    assert (said.media_type, said.seconds, bool(said.captions)) == ("video/webm", 60, True)
    assert studio.write(draft, part, revision=2, title="New title"), "without a new file the old one stays"
    assert only(studio, draft).variants["en"].file == said.file


@pytest.mark.parametrize(
    ("kind", "content", "told"),
    [
        ("video", b"%PDF-1.7", "not a film"),
        ("audio", b"\x00" * 80, "not a recording"),
        ("pdf", b"<html>", "not a PDF"),
        ("package", b"no zip", "not a zip"),
    ],
)
def test_a_file_that_is_something_else_is_refused_and_nothing_changed(studio, kind, content, told):
    draft = studio.begin()
    part = studio.part(draft, kind, "Part")
    with pytest.raises(Refused, match=told):
        studio.write(draft, part, title="Changed", file=Upload("x", content))
    assert variant_of(str(part), "en").title == "Part"


def test_a_file_that_is_too_large(studio, monkeypatch):
    monkeypatch.setitem(media.MOST, "pdf", 10)
    draft = studio.begin()
    part = studio.part(draft, "pdf", "Part")
    with pytest.raises(Refused, match="larger than"):
        studio.write(draft, part, file=Upload("x.pdf", b"%PDF-1.7 and more"))


def test_a_package_tells_its_standard(studio):
    draft = studio.begin()
    part = studio.part(draft, "package", "Package")
    assert studio.write(draft, part, source="", file=Upload("p.zip", package()))
    said = only(studio, draft)
    assert (said.kind, bool(said.variants["en"].package)) == ("scorm12", True)


def test_questions_are_checked_by_whoever_holds_tests(studio, at):
    draft = studio.begin()
    test = studio.part(draft, "quiz", "Test")
    actor = studio.author.actor(at)

    def put(*questions, **how):
        return put_questions(actor=actor, draft=draft, part=test, questions=list(questions), at=at, **how)

    assert put(question(1), question(2)) == 2
    assert put(question(2) | {"difficulty": 5}) == 2, "the same key takes the place of the older one"
    with pytest.raises(Refused, match="exactly one option"):
        put(
            question(3)
            | {"options": [{"key": "a", "correct": False, "text": {"en": "x"}}] * 1 + question(3)["options"][1:]}
        )
    assert put(question(7), replace=True) == 1
    drop_question(actor=actor, draft=draft, part=test, key="q7", at=at)
    assert only(studio, draft).questions == ()
    with pytest.raises(NotFound):
        put_questions(actor=studio.neighbour.actor(at), draft=draft, part=test, questions=[question(1)], at=at)


def test_a_file_of_questions():
    assert [one["key"] for one in read_questions(QUESTION.format(number=4).encode())] == ["q4"]
    for wrong in (b"\xff", b"question = 1", b"a = [", b""):
        with pytest.raises(Refused):
            read_questions(wrong)


def test_who_wrote_is_noted(studio, cast, at):
    draft = studio.begin()
    hands = "select count(*) from learning_drafthand where draft_id = %s"
    assert rows.scalar(hands, [studio.id(draft)]) == 1
