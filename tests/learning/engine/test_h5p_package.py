"""What an H5P file loads, in which order, and which files are refused."""

import json

import pytest

from karmayogi.learning.engine import h5p_package
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.h5p_files import ask, library, version


def parse(**changes):
    files = ask(**changes)
    return h5p_package.parse(files.__getitem__, files.keys())


def test_a_library_comes_after_what_it_is_built_on():
    found = parse()
    assert found.plan["scripts"] == ["H5P.KyButton-1.0/button.js", "H5P.KyAsk-1.0/ask.js"]
    assert found.plan["styles"] == ["H5P.KyAsk-1.0/ask.css"]
    assert found.plan["main"] == "H5P.KyAsk 1.0"
    assert found.rights == {"authors": "A. Digger", "licence": "CC BY 4.0", "source": ""}


def test_libraries_are_found_by_their_own_words_whatever_the_folder():
    files = ask()
    moved = {
        name.replace("H5P.KyButton-1.0/", "button/"): content
        for name, content in files.items()
    }  # fmt: skip
    found = h5p_package.parse(moved.__getitem__, moved.keys())
    assert found.plan["folders"]["H5P.KyButton-1.0"] == "button"


def test_what_only_the_content_names_is_loaded_too():
    text = {"library": "H5P.KyMore 1.0", "params": {}}
    more = {"H5P.KyMore-1.0/library.json": library("H5P.KyMore", preloadedJs=[{"path": "more.js"}])}
    found = parse(**more, **{"H5P.KyMore-1.0/more.js": "", "content/content.json": json.dumps({"inner": text})})
    assert "H5P.KyMore-1.0/more.js" in found.plan["scripts"]


def test_a_circle_of_libraries_ends():
    button = library("H5P.KyButton", needs=("H5P.KyAsk 1.0",), preloadedJs=[{"path": "button.js"}])
    assert len(parse(**{"H5P.KyButton-1.0/library.json": button}).libraries) == 2


def test_minutes_follow_the_length_of_the_text():
    long = json.dumps({"question": "word " * 1800, "l10n": {"check": "word " * 1800}})
    assert parse(**{"content/content.json": long}).minutes == 11


@pytest.mark.parametrize(
    ("changes", "fault", "detail"),
    [
        ({"h5p.json": "{"}, Fault.H5P_BROKEN, "h5p.json"),
        ({"h5p.json": "[]"}, Fault.H5P_BROKEN, "h5p.json"),
        ({"h5p.json": json.dumps({"mainLibrary": "../x"})}, Fault.H5P_BROKEN, "h5p.json"),
        ({"h5p.json": json.dumps({"mainLibrary": "H5P.No"})}, Fault.H5P_LIBRARY, "H5P.No"),
        ({"content/content.json": None}, Fault.H5P_BROKEN, "content/content.json"),
        ({"content/content.json": "[" * 100_000}, Fault.H5P_BROKEN, "content/content.json"),
        ({"content/content.json": "[" * 80 + "]" * 80}, Fault.H5P_BROKEN, "content/content.json"),
        ({"H5P.KyButton-1.0/library.json": None}, Fault.H5P_LIBRARY, "H5P.KyButton 1.0"),
        ({"H5P.KyButton-1.0/button.js": None}, Fault.H5P_FILE, "H5P.KyButton-1.0/button.js"),
        ({"copy/library.json": library("H5P.KyButton")}, Fault.TWICE, "H5P.KyButton-1.0, copy"),
        (
            {"H5P.KyButton-1.0/library.json": library("H5P.KyButton", preloadedJs=[{"path": "../h5p.json"}])},
            Fault.H5P_FILE,
            "H5P.KyButton-1.0/../h5p.json",
        ),
        (
            {"H5P.KyButton-1.0/library.json": library("H5P.KyButton", coreApi={"majorVersion": 2, "minorVersion": 0})},
            Fault.H5P_CORE,
            "H5P.KyButton 1.0",
        ),
        (
            {"H5P.KyButton-1.0/library.json": library("H5P.KyButton", preloadedDependencies=[{"machineName": 1}])},
            Fault.H5P_BROKEN,
            "H5P.KyButton-1.0/library.json",
        ),
    ],
)
def test_what_is_broken_is_named(changes, fault, detail):
    with pytest.raises(PackageFault) as refused:
        parse(**changes)
    assert (refused.value.fault, refused.value.detail) == (fault, detail)


def test_versions_are_numbers_or_texts():
    assert version("H5P.X 1.2")["majorVersion"] == "1"
    with pytest.raises(PackageFault):
        parse(**{"H5P.KyButton-1.0/library.json": library("H5P.KyButton", majorVersion=True)})
