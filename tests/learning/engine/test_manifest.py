import pytest
from hypothesis import given
from hypothesis import strategies as st

from karmayogi.learning.engine import manifest
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.conftest import MANIFEST_12

FILES = frozenset({"a.html", "sub/b.html", "imsmanifest.xml"})


def fault_of(text: str, files: frozenset[str] = FILES) -> Fault | None:
    try:
        manifest.parse(text.encode(), files)
    except PackageFault as fault:
        return fault.fault
    return None


def test_table_of_contents():
    found = manifest.parse(MANIFEST_12.encode(), FILES)
    assert (found.standard, found.title) == ("scorm12", "Two lessons")
    assert [(item.identifier, item.depth, item.href) for item in found.items] == [
        ("a", 0, "a.html"),
        ("h", 0, ""),
        ("b", 1, "sub/b.html?x=1"),
    ]
    assert found.items[0].mastery == 70


@pytest.mark.parametrize(
    ("edition", "standard"),
    [
        ("1.2", "scorm12"),
        ("2004 3rd Edition", "scorm2004"),
        ("2004 4th Edition", "scorm2004"),
        ("CAM 1.3", "scorm2004"),
    ],
)
def test_editions(edition, standard):
    assert manifest.parse(MANIFEST_12.replace(">1.2<", f">{edition}<").encode(), FILES).standard == standard


def test_pass_mark_of_2004():
    sequencing = (
        "<sequencing><objectives><primaryObjective satisfiedByMeasure='true'>"
        "<minNormalizedMeasure>0.7</minNormalizedMeasure></primaryObjective></objectives></sequencing>"
    )
    text = MANIFEST_12.replace("<adlcp:masteryscore>70</adlcp:masteryscore>", sequencing).replace(">1.2<", ">2004 3rd<")
    assert manifest.parse(text.encode(), FILES).items[0].mastery == 70


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("<manifest", "<manifesto"), Fault.BAD_MANIFEST),
        (("</manifest>", ""), Fault.BAD_MANIFEST),
        ((">1.2<", ">xAPI<"), Fault.UNKNOWN_STANDARD),
        (("<organizations default=\"o\">", "<organizations/><other>"), Fault.BAD_MANIFEST),
        (('href="a.html"', 'href="gone.html"'), Fault.LAUNCH_MISSING),
        (('href="a.html"', 'href="../a.html"'), Fault.LAUNCH_MISSING),
        (('href="a.html"', 'href="/a.html"'), Fault.LAUNCH_MISSING),
        (('href="a.html"', 'href="%2e%2e/a.html"'), Fault.LAUNCH_MISSING),
        (('href="a.html"', 'href="https://example.org/a.html"'), Fault.LAUNCH_OUTSIDE),
        (('href="a.html"', 'href="//example.org/a.html"'), Fault.LAUNCH_OUTSIDE),
        (('href="a.html"', 'href="javascript:alert(1)"'), Fault.LAUNCH_OUTSIDE),
        (('identifierref="r1"', 'identifierref="nothing"'), Fault.LAUNCH_MISSING),
        (('<?xml version="1.0"?>', '<?xml version="1.0"?><!DOCTYPE manifest>'), Fault.DOCTYPE),
        (
            ('<?xml version="1.0"?>', '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            Fault.DOCTYPE,
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(change, fault):
    assert change[0] in MANIFEST_12
    assert fault_of(MANIFEST_12.replace(*change)) is fault


def test_no_organisation_and_nothing_to_launch():
    start, end = MANIFEST_12.index("<organizations"), MANIFEST_12.index("</organizations>") + len("</organizations>")
    assert fault_of(MANIFEST_12[:start] + MANIFEST_12[end:]) is Fault.NO_ORGANISATION
    assert fault_of(MANIFEST_12[:start] + "<organizations/>" + MANIFEST_12[end:]) is Fault.NO_ORGANISATION
    bare = "<organizations><organization><item><title>x</title></item></organization></organizations>"
    assert fault_of(MANIFEST_12[:start] + bare + MANIFEST_12[end:]) is Fault.NO_LAUNCH


def test_endless_nesting_is_refused():
    deep = "<item identifier='d'>" * 30 + "</item>" * 30
    assert fault_of(MANIFEST_12.replace('<item identifier="a"', deep + '<item identifier="a"')) is Fault.BAD_MANIFEST


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_a_fault(content):
    with pytest.raises(PackageFault):
        manifest.parse(content, FILES)
