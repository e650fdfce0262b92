import pytest

from karmayogi.kernel import slots
from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.models import CourseVersion, Part, PartVariant
from tests.learning.conftest import SETUP


def test_a_folder_becomes_a_version_with_variants(course):
    version = CourseVersion.objects.get()
    assert (version.number, version.minutes, version.pass_percent, version.parts_needed) == (1, 20, 60, 3)
    assert list(Part.objects.order_by("position").values_list("key", "kind")) == [
        ("one", "page"),
        ("two", "page"),
        ("test", "quiz"),
    ]
    hindi = PartVariant.objects.get(part__key="one", language="hi")
    assert "नागरिक" in hindi.body_html
    assert "<table>" in hindi.body_html
    assert version.bytes > 1000


def test_html_in_markdown_stays_text(course):
    body = PartVariant.objects.get(part__key="two", language="en").body_html
    assert "<script" not in body
    assert "&lt;script" in body


def test_the_same_folder_again_changes_nothing(course, write_course, at):
    again = api.import_course(agent=SETUP, folder=write_course(), at=at)
    assert again == course
    assert CourseVersion.objects.count() == 1


def test_a_changed_folder_is_the_next_version(course, write_course, at):
    folder = write_course()
    (folder / "en" / "02.md").write_text("Thirty days, or forty-eight hours.")
    assert api.import_course(agent=SETUP, folder=folder, at=at).version == 2


def test_questions_are_handed_up(kcm, write_course, at, monkeypatch):
    taken = []
    monkeypatch.setattr(slots, "_filled", {"learning.import_questions": [lambda *given: taken.append(given)]})
    folder = write_course()
    (folder / "questions.toml").write_text('[[question]]\nkey = "q1"\n')
    api.import_course(agent=SETUP, folder=folder, at=at)
    ((part_id, questions, spec),) = taken
    assert (Part.objects.get(id=part_id).kind, questions, spec.draw) == ("quiz", [{"key": "q1"}], 3)


def test_a_broken_folder_is_refused_in_words(kcm, write_course, at):
    folder = write_course()
    (folder / "course.toml").write_text("code = ")
    with pytest.raises(Refused, match="cannot be read"):
        api.import_course(agent=SETUP, folder=folder, at=at)


def test_an_unknown_competency_is_named(kcm, write_course, at):
    folder = write_course()
    text = (folder / "course.toml").read_text().replace("FUN-095", "FUN-999")
    (folder / "course.toml").write_text(text)
    with pytest.raises(Refused, match="FUN-999"):
        api.import_course(agent=SETUP, folder=folder, at=at)
    assert CourseVersion.objects.count() == 0


def test_only_publishers_publish(cast, kcm, write_course, at):
    with pytest.raises(NotFound):
        api.import_course(agent=cast.learner.actor(at), folder=write_course(), at=at)
    api.import_course(agent=cast.publisher.actor(at), folder=write_course(), at=at)


@pytest.mark.parametrize("months", ["-3", "0", "601", "40000", '"12"', "1.5", "true"])
def test_a_certificate_of_a_folder_is_good_for_1_to_600_months(kcm, write_course, at, months):
    folder = write_course()
    text = (folder / "course.toml").read_text()
    (folder / "course.toml").write_text(text.replace("[completion]", f"[completion]\ncertificate_months = {months}"))
    with pytest.raises(Refused, match="certificate_months"):
        api.import_course(agent=SETUP, folder=folder, at=at)


def test_a_section_whose_title_is_text_is_refused_in_words(kcm, write_course, at):
    folder = write_course()
    with (folder / "course.toml").open("a") as file:
        file.write('\n[[quiz.sections]]\ntitle = "Rules"\ndraw = [{ count = 1 }]\n')
    with pytest.raises(Refused, match="cannot be read"):
        api.import_course(agent=SETUP, folder=folder, at=at)
