import io
import zipfile

import pytest

from karmayogi.kernel import rows
from karmayogi.kernel.access import NotFound, Role
from karmayogi.learning import api
from karmayogi.learning.actions.exchange.export_course import digest_of, export_course
from karmayogi.learning.engine.exchange import own_form
from karmayogi.learning.models import Admission, Course, CourseVersion, PackageItem
from karmayogi.learning.queries.exchange.whole_course import whole_course
from tests.learning import h5p_files
from tests.learning.conftest import SETUP


def exported(agent, course, at):
    into = io.BytesIO()
    done = export_course(agent=agent, course_uuid=course.uuid, into=into, at=at)
    return into.getvalue(), done


def equal_form(course_id):
    whole = whole_course(course_id, questions=True)
    places = whole.files | whole.packages
    found = own_form.comparable(whole.plan, lambda path: digest_of(places[path]))
    del found["code"]
    return found


@pytest.fixture
def rich(kcm, write_course, at):
    """A course with pages in two languages, a film with captions, a package and a test."""
    from tests.learning.conftest import package

    folder = write_course("T-RICH")
    (folder / "media").mkdir()
    (folder / "media" / "video.en.webm").write_bytes(b"\x1aE\xdf\xa3\x01\x00B\x82\x84webm film")
    (folder / "media" / "video.en.vtt").write_text("WEBVTT\n\n00:00.000 --> 01:30.000\nHello\n")
    (folder / "media" / "video.en.md").write_text("# A film\n\nHello.\n")
    (folder / "media" / "poster.webp").write_bytes(b"RIFF\0\0\0\0WEBPVP8 ")
    (folder / "p.zip").write_bytes(package())
    told = (folder / "course.toml").read_text()
    part = '[[parts]]\nkey = "pack"\nkind = "scorm12"\nminutes = 9\nfile = "p.zip"\ntitle = { en = "Pack" }\n'
    (folder / "p.h5p").write_bytes(h5p_files.packed())
    part += '[[parts]]\nkey = "ask"\nkind = "h5p"\nminutes = 5\nfile = "p.h5p"\ntitle = { en = "Ask" }\n'
    (folder / "course.toml").write_text(told.replace("[completion]", f"{part}[completion]"))
    return api.import_course(agent=SETUP, folder=folder, at=at)


def test_what_goes_out_comes_in_equal(rich, published, cast, at):
    rows.run("set local session_replication_role = replica")  # a published version is frozen
    CourseVersion.objects.update(parts_needed=4)
    rows.run("set local session_replication_role = origin")
    content, done = exported(cast.publisher.actor(at), rich, at)
    assert (done.code, done.questions) == ("T-RICH", True)
    before = equal_form(rich.id)
    assert before["parts_needed"] == 4
    assert [part["kind"] for part in before["parts"]] == ["page", "video", "page", "quiz", "scorm12", "h5p"]
    assert len(before["parts"][3]["questions"]) == 6
    again = published(content, "T-COPY", title="Right to information", provider="Test Courseware", licence="CC BY 4.0")
    assert equal_form(again.id) == before
    assert PackageItem.objects.filter(mastery_score=70).count() == 2  # of the first, and of the one packed anew


def test_the_same_course_gives_the_same_bytes(rich, cast, at):
    agent = cast.publisher.actor(at)
    assert exported(agent, rich, at)[0] == exported(agent, rich, at)[0]
    assert rows.scalar("select count(*) from kernel_auditentry where tag = 'learning:course:export'") == 2


def test_who_learns_in_it_gets_no_questions(rich, cast, at):
    imran = cast.publisher.actor(at)
    api.enrol(actor=imran, course_uuid=rich.uuid, language="en", at=at)
    content, done = exported(imran, rich, at)
    assert done.questions is False
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert not [name for name in names if name.startswith("questions/")]
    assert b"Yes 1" not in content


def test_nobody_else_takes_a_course_along(rich, cast, at):
    for player in (cast.learner, cast.admin, cast.analyst, cast.platform):
        with pytest.raises(NotFound):
            exported(player.actor(at), rich, at)
    Course.objects.update(status="withdrawn")
    with pytest.raises(NotFound):
        exported(cast.publisher.actor(at), rich, at)


def test_by_invitation_it_goes_out_only_to_who_looks_after_it_or_finds_it(rich, cast, licensed, at):
    cast.grant(cast.outsider, Role.CONTENT_PUBLISHER, cast.other_ministry)
    chandra = cast.outsider.actor(at)
    assert exported(chandra, rich, at)[0]
    Course.objects.update(audience="invited")
    with pytest.raises(NotFound):
        exported(chandra, rich, at)
    assert exported(cast.publisher.actor(at), rich, at)[0]
    Admission.objects.create(course_id=rich.id, person_id=chandra.person_id, via="named", at=at)
    assert exported(chandra, rich, at)[0]
