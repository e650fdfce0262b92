import pytest

from karmayogi.assessment.engine.exchange import templates
from karmayogi.kernel.markup import beginning
from karmayogi.learning.actions import unpack
from karmayogi.learning.actions.exchange import read_archive as read_archive_module
from karmayogi.learning.actions.exchange.read_archive import READERS, Folder, read_archive
from karmayogi.learning.actions.exchange.wording import course_fault_in_words
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from karmayogi.learning.types import CourseFault, Why
from tests.learning import foreign


@pytest.fixture
def read(tmp_path):
    def call(content: bytes, readers=READERS):
        (tmp_path / "packed").write_bytes(content)
        (tmp_path / "files").mkdir()
        return read_archive(tmp_path / "packed", tmp_path / "files", readers)

    return call


def test_a_tar_and_a_zip_are_the_same_course(read, tmp_path):
    plan = read(foreign.tarred(foreign.moodle()))
    (tmp_path / "files").rename(tmp_path / "first")
    assert read(foreign.zipped(foreign.moodle())) == plan


def test_the_child_has_limits(read, monkeypatch):
    monkeypatch.setattr(unpack, "SECONDS", 0.05)
    with pytest.raises(PackageFault) as caught:
        read(foreign.zipped(foreign.olx()))
    assert caught.value.fault is Fault.TOO_HEAVY


def test_refusals_come_back_as_they_are(read):
    with pytest.raises(CourseFault):
        read(foreign.zipped({"a.txt": b"1"}))


def test_a_text_that_is_nested_without_end_is_refused_in_words(read):
    files = foreign.olx()
    files["course/html/h1.html"] = b"<blockquote>" * 2000
    with pytest.raises(CourseFault) as caught:
        read(foreign.tarred(files))
    assert caught.value.why is Why.DEEP and "without end" in course_fault_in_words(caught.value)


def test_characters_that_no_table_holds_are_left_out(read):
    files = foreign.olx()
    files["course/html/h1.html"] = "<p>a\u0000b\ufffe</p>".encode()
    assert "ab" in read(foreign.tarred(files)).parts[0].variants["en"].html


def test_a_folder_gives_only_what_was_unpacked(tmp_path):
    (tmp_path / "secret").write_text("x")
    files = Folder(tmp_path, ["a"])
    assert "secret" not in files
    with pytest.raises(KeyError):
        files["secret"]


def test_a_table_too_long_to_be_one_is_not_read_to_see_what_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(read_archive_module, "MOST_WHOLE", 1000)
    (tmp_path / "a.csv").write_bytes(b"QuestionType,Option1\n" + b"x" * 1000)
    files = Folder(tmp_path, ["a.csv"])
    monkeypatch.setattr(Folder, "__getitem__", lambda *_given: pytest.fail("read whole"))
    assert templates.recognise(files) and beginning(files, "a.csv", 5) == b"Quest"
    monkeypatch.undo()
    monkeypatch.setattr(read_archive_module, "MOST_WHOLE", 1000)
    with pytest.raises(CourseFault):
        files["a.csv"]
