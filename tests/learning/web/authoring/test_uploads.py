"""Files of a form: of whatever size and kind, all of them arrives; what is two things at once can do nothing."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from karmayogi.assessment import api as assessment  # noqa: F401 (fills the slots for questions)
from karmayogi.competencies import api as competencies
from karmayogi.kernel import clock, files
from karmayogi.kernel.access import Refused
from karmayogi.learning.engine.authoring.said import SaidVariant
from karmayogi.learning.engine.media import MB, MOST
from karmayogi.learning.models import BroughtCourse, JobEntry, Package
from karmayogi.learning.queries.authoring.said import draft_said
from karmayogi.learning.web import files_door, package_door, signed
from karmayogi.learning.web.authoring.uploads import upload_of
from tests import polyglots
from tests.cast import SET_UP
from tests.learning.conftest import MANIFEST_12, package


def sent(file):
    request = RequestFactory().post("/")
    request.FILES["file"] = file
    return request


@pytest.mark.parametrize("kind", sorted(MOST))
def test_a_small_file_arrives_whole(kind):
    found = upload_of(sent(SimpleUploadedFile("a.bin", b"x" * 1000)), "file", kind)
    assert found is not None
    assert (found.name, found.size, found.whole) == ("a.bin", 1000, b"x" * 1000)


@pytest.mark.parametrize("kind", ["package", "video", "audio"])
def test_a_large_one_stays_where_it_lies(kind):
    with TemporaryUploadedFile("a.bin", "video/webm", 3, None) as file:
        file.write(b"abc")
        file.seek(0)
        found = upload_of(sent(file), "file", kind)
        assert found is not None
        assert found.content == b"" and isinstance(found.whole, Path)
        assert found.whole.read_bytes() == b"abc"


def test_what_is_empty_or_too_large_is_refused_before_it_is_read():
    assert upload_of(RequestFactory().post("/"), "file", "pdf") is None
    with pytest.raises(Refused, match="is empty"):
        upload_of(sent(SimpleUploadedFile("a.pdf", b"")), "file", "pdf")
    large = SimpleUploadedFile("a.vtt", b"x")
    large.size = MOST["captions"] + 1
    with pytest.raises(Refused, match=f"larger than {MOST['captions'] // MB} MB"):
        upload_of(sent(large), "file", "captions")


@pytest.fixture
def browser(at):
    def of(player) -> Client:
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = player.cookie(at)
        return client

    with clock.frozen(at):
        yield of


def served(path, serve, host="127.0.0.1"):
    said = {}
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": host}
    body = b"".join(serve(environ, lambda status, headers: said.update(dict(headers), status=status[:3])))
    return said | {"body": body}


# Kind of part -> what begins as it should; everything else is refused by what it begins with, whatever its name.
TAKEN = {"pdf": {"pdf.html", "zip.pdf"}, "video": {"mp4.html"}, "slides": {"pdf.html", "zip.pdf"}, "audio": set()}


@pytest.mark.parametrize("kind", [*TAKEN, "package"])
def test_the_file_of_a_part(browser, studio, at, kind):
    devi = browser(studio.author)
    for number, (name, content) in enumerate(polyglots.ALL.items()):
        draft = studio.begin(title=f"Course {number}")
        part = studio.part(draft, kind, "Part")
        form = {"title": "Part", "minutes": "5", "revision": "1", "source": "Text", "file": upload(name, content)}
        answer = devi.post(reverse("learning:draft_part", args=[draft, part]), form)
        variant = draft_said(studio.id(draft)).parts[0].variants.get("en", SaidVariant())
        if name not in TAKEN.get(kind, ()):
            assert (answer.status_code, variant.file, variant.package) == (422, "", ""), name
            continue
        assert answer.status_code == 302, name
        address = signed.file_url(variant.file, variant.media_type, at).removeprefix(settings.PUBLIC_ORIGIN)
        found = served(address, files_door.serve)
        assert found["status"] == "200" and polyglots.inert(found), (name, found)
        assert found["Content-Type"] in ("application/pdf", "video/mp4")
        assert found["Cross-Origin-Resource-Policy"] == "same-origin"


def upload(name, content):
    return SimpleUploadedFile(name, content, "text/html")  # what a browser says of it counts for nothing


@pytest.mark.parametrize("field", ["captions", "poster"])
def test_captions_and_the_picture_of_a_film(browser, studio, field):
    devi = browser(studio.author)
    draft = studio.begin()
    part = studio.part(draft, "video", "Film")
    for name, content in polyglots.ALL.items():
        form = {"title": "Film", "minutes": "5", "revision": "1", "source": "", field: upload(name, content)}
        assert devi.post(reverse("learning:draft_part", args=[draft, part]), form).status_code == 422, name


def test_a_zip_behind_a_pdf_is_no_package_and_no_course(browser, studio, cast, kcm, at):
    there = {"imsmanifest.xml": MANIFEST_12.encode(), "a.html": b"a", "sub/b.html": b"b"}
    devi, imran = browser(studio.author), browser(cast.publisher)
    form = {"minutes": "20", "level": "1", "competency": "", "provider": str(studio.institute)}
    for name, content in {**polyglots.ALL, "whole.zip": polyglots.zip_behind_pdf(there)}.items():
        assert devi.post("/learning/packages/", form | {"file": upload(name, content)}).status_code == 422, name
        assert imran.post("/learning/brought/", {"file": upload(name, content)}).status_code == 422, name
    assert not Package.objects.exists() and not BroughtCourse.objects.exists()
    assert (
        devi.post("/learning/packages/", form | {"file": upload("p.zip", polyglots.zip_of(there))}).status_code == 302
    )


def test_what_lies_in_a_package_runs_on_an_origin_of_its_own_alone(browser, studio, at):
    inside = {f"x__{name.replace('.', '_')}": content for name, content in polyglots.ALL.items()}
    content = package(**inside)
    form = {"minutes": "20", "level": "1", "competency": "", "provider": str(studio.institute)}
    devi = browser(studio.author)
    assert devi.post("/learning/packages/", form | {"file": upload("p.zip", content)}).status_code == 302
    sha256 = Package.objects.get().sha256
    token, host = signed.package_token(sha256, at), signed.package_origin(sha256).split("://")[1]
    for name in polyglots.ALL:
        found = served(f"/{token}/x/{name}", package_door.serve, host)
        assert (found["status"], found["X-Content-Type-Options"]) == ("200", "nosniff"), name
        assert found["Content-Security-Policy"].startswith(
            "sandbox allow-scripts allow-forms allow-modals allow-same-origin;"
        )
        assert "object-src 'none'" in found["Content-Security-Policy"] and "Set-Cookie" not in found
        assert devi.get(f"/{token}/x/{name}").status_code == 404, "the main host has no packages"
    # By its name, and never by what a browser might find in it.
    assert served(f"/{token}/x/gif.js", package_door.serve, host)["Content-Type"] == "text/javascript"
    assert served(f"/{token}/x/zip.pdf", package_door.serve, host)["Content-Type"] == "application/pdf"
    assert signed.package_origin(sha256).split("://")[1] != settings.PUBLIC_ORIGIN.split("://")[1]


def test_a_paper_of_learning_at_work(browser, cast, kcm, at):
    competencies.ensure_proof_masters(agent=SET_UP, at=at)
    asha, devi = browser(cast.learner), browser(cast.supervisor)
    competency = competencies.by_codes(["FUN-087"])["FUN-087"]
    for name, content in polyglots.ALL.items():
        form = {
            "mark": str(uuid.uuid4()), "witness": str(cast.supervisor.person_uuid), "kind": "project",
            "competency": str(competency.uuid), "begun_on": "2026-11-16", "ended_on": "2026-11-18", "hours": "1",
            "words": f"Wrote {name}.", "file": upload(name, content),
        }  # fmt: skip
        answer = asha.post(reverse("learning:entry_new"), form)
        if not content.startswith((b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")):
            assert answer.status_code == 422, name
            continue
        entry = JobEntry.objects.latest("id")
        found = devi.get(reverse("learning:entry_file", args=[entry.uuid]))
        assert polyglots.inert(found) and found["Content-Disposition"].startswith("attachment"), name


def test_what_a_sender_says_a_file_is_does_not_become_its_type(db, at):
    """The same bytes may come as an attachment of a statement first: nobody looked at those."""
    content = polyglots.PDF_WITH_HTML
    assert files.put(content, files.UNCHECKED).media_type == files.UNCHECKED
    kept = files.put(content, "application/pdf")
    assert kept.media_type == "application/pdf"
    assert files.put(content, files.UNCHECKED).media_type == "application/pdf"
    with pytest.raises(KeyError):
        signed.file_url(kept.sha256, "text/html", at)
