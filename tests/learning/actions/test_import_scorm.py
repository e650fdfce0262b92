import io
import zipfile

import pytest

from karmayogi.kernel.access import NotFound, Refused
from karmayogi.learning import api
from karmayogi.learning.actions import import_scorm as module
from karmayogi.learning.engine import zip_policy
from karmayogi.learning.models import Course, Package, PackageItem, Part
from karmayogi.learning.queries.packages import folder_of
from tests.learning.conftest import MANIFEST_12, SETUP, package, zipped


def take(content, at, agent=SETUP, **more):
    return api.import_scorm(agent=agent, content=content, filename="p.zip", titles={}, competencies=[], at=at, **more)


def nothing_is_left(settings):
    assert Package.objects.count() == Course.objects.count() == 0
    packages = folder_of("x").parent
    assert not packages.exists() or list(packages.iterdir()) == []


def test_a_package_becomes_a_course(db, at):
    course = take(package(), at)
    assert course.title_en == "Two lessons"
    row = Package.objects.get()
    assert (row.standard, row.files) == ("scorm12", 3)
    assert (folder_of(row.sha256) / "sub" / "b.html").read_text().startswith("<!doctype")
    assert list(PackageItem.objects.order_by("position").values_list("identifier", "depth")) == [
        ("a", 0),
        ("h", 0),
        ("b", 1),
    ]
    assert Part.objects.get().kind == "scorm12"


def test_the_same_zip_again_changes_nothing(db, at):
    assert take(package(), at) == take(package(), at)
    assert Package.objects.count() == 1


def test_only_publishers(cast, at, settings):
    with pytest.raises(NotFound):
        take(package(), at, agent=cast.learner.actor(at))
    nothing_is_left(settings)
    take(package(), at, agent=cast.publisher.actor(at))


BOMB = b"\0" * 60_000_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"hello", "not a zip"),
        (zipped({"a.html": "x"}), "no imsmanifest.xml"),
        (zipped({"course/imsmanifest.xml": MANIFEST_12}), "Zip the contents"),
        (package(imsmanifest_xml="<broken"), "cannot be read"),
        (package(imsmanifest_xml='<!DOCTYPE x [<!ENTITY a "b">]>' + MANIFEST_12.split("?>")[1]), "DOCTYPE"),
        (package(imsmanifest_xml=MANIFEST_12.replace("organization", "o")), "no organisation"),
        (package(imsmanifest_xml=MANIFEST_12.replace('"a.html"', '"gone.html"')), "not in the zip"),
        (zipped({"imsmanifest.xml": MANIFEST_12, "../../evil.html": "x"}), "leads out"),
        (package(big_bin=BOMB), "looks like an attack"),
    ],
)
def test_broken_and_hostile_zips_are_refused_in_words_and_leave_nothing(db, at, settings, content, words):
    with pytest.raises(Refused, match=words):
        take(content, at)
    nothing_is_left(settings)


def test_damage_found_while_unpacking_leaves_nothing(db, at, settings):
    content = bytearray(zipped({"imsmanifest.xml": MANIFEST_12, "a.html": "a", "sub/b.html": "b", "z.js": "y" * 5000}))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        place = archive.getinfo("z.js").header_offset + 40
    content[place] ^= 0xFF
    with pytest.raises(Refused, match="damaged"):
        take(bytes(content), at)
    nothing_is_left(settings)


def test_every_fault_has_words():
    for fault in zip_policy.Fault:
        assert module.in_words(zip_policy.PackageFault(fault))
