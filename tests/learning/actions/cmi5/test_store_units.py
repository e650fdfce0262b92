"""From a file to the rows of its units: packed, with zip64, alone, and a thousand of them."""

import io
import zipfile
from decimal import Decimal

import pytest

from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.import_scorm import store_package
from karmayogi.learning.models import Package, PackageUnit
from karmayogi.learning.queries.packages import folder_of
from tests.learning.conftest import MANIFEST_12, zipped
from tests.learning.units import PAGE, TINCAN, au, block, packed, structure

ALONE = structure(au(1, url="https://pub.example/x", moveOn="Passed", masteryScore="0.75"))


def zip64(files: dict[str, str]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as member:
                member.write(content.encode())
    return into.getvalue()


def test_a_package_is_unpacked_and_its_units_are_rows(db):
    package = store_package(packed(block(1, au(1, masteryScore="0.75")), au(2)), "p.zip")
    assert (package.standard, package.identifier, package.title, package.files) == (
        "cmi5", "https://pub.example/course", "Wells", 2,
    )  # fmt: skip
    assert (folder_of(package.sha256) / "a.html").read_text() == PAGE
    rows = list(PackageUnit.objects.order_by("position").values_list("position", "depth", "kind", "mastery"))
    assert rows == [(0, 0, "course", None), (1, 1, "block", None), (2, 2, "au", Decimal("0.75")), (3, 1, "au", None)]
    assert store_package(packed(block(1, au(1, masteryScore="0.75")), au(2)), "q.zip").id == package.id


def test_zip64_and_a_file_alone(db):
    assert store_package(zip64({"cmi5.xml": structure(au(1)), "a.html": PAGE}), "p.zip").standard == "cmi5"
    alone = store_package(ALONE.encode(), "cmi5.xml")
    assert (alone.standard, alone.files) == ("cmi5", 1)
    assert PackageUnit.objects.get(package=alone, kind="au").url == "https://pub.example/x"
    marked = store_package(b"\xef\xbb\xbf\n" + ALONE.partition("?>")[2].encode(), "cmi5.xml")
    assert marked.standard == "cmi5"


def test_the_one_that_says_most_is_taken_of_several(db):
    files = {"a.html": PAGE, "sub/b.html": PAGE, "imsmanifest.xml": MANIFEST_12, "tincan.xml": TINCAN}
    assert store_package(zipped(files), "p.zip").standard == "scorm12"
    assert store_package(zipped(files | {"cmi5.xml": structure(au(1))}), "p.zip").standard == "cmi5"
    del files["imsmanifest.xml"]
    assert store_package(zipped(files), "p.zip").standard == "xapi"


def test_more_than_a_thousand_units(db):
    store_package(packed(*[block(n, *[au(f"{n}-{m}") for m in range(11)]) for n in range(100)]), "p.zip")
    assert PackageUnit.objects.filter(kind="au").count() == 1100


HOSTILE = {
    "the folder is packed": (zipped({"course/cmi5.xml": structure(au(1))}), "Zip the contents"),
    "an entity": (zipped({"cmi5.xml": "<!DOCTYPE a><a/>"}), "DOCTYPE"),
    "a page that is not there": (zipped({"cmi5.xml": structure(au(1))}), "not in the zip"),
    "relative and alone": (structure(au(1)).encode(), "full addresses"),
    "a way out": (zipped({"cmi5.xml": structure(au(1)), "../a.html": PAGE}), "leads out"),
    "two of one name": (packed(au(1), au(1)), "same identifier"),
    "a score above one": (packed(au(1, masteryScore="2")), "https://pub.example/au/1: 2"),
    "a page of html": (b"<!doctype html><p>no", "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_refused_says_why_and_leaves_nothing(db, name):
    content, reason = HOSTILE[name]
    with pytest.raises(Refused, match=reason):
        store_package(content, "p.zip")
    assert Package.objects.count() == 0
    assert list(folder_of("x").parent.iterdir()) == []
