"""cmi5.xml: what is taken, and each way in which it is refused."""

import pytest

from karmayogi.learning.engine.cmi5 import structure
from karmayogi.learning.engine.zip_policy import Fault, PackageFault
from tests.learning.units import au, block, text
from tests.learning.units import structure as written

FILES = frozenset({"a.html", "sub/b.html", "cmi5.xml"})
OBJECTIVES = (
    '<objectives><objective id="https://pub.example/o/1">' + text("title", "Know") + "</objective></objectives>"
)


def parse(xml: str, files=FILES):
    return structure.parse(xml.encode(), files)


def test_everything_that_a_course_says_is_kept():
    unit = au(
        1,
        url=" sub/b.html?level=2 ",
        inside='<objectives><objective idref="https://pub.example/o/1"/></objectives>'
        "<launchParameters> {'a':1} </launchParameters><entitlementKey> key </entitlementKey>",
        moveOn="CompletedAndPassed",
        masteryScore="0.75",
        launchMethod="OwnWindow",
        activityType="http://adlnet.gov/expapi/activities/lesson",
    )
    found = parse(written(block("a", unit, block("b", au(2))), au(3), objectives=OBJECTIVES))
    assert [(one.kind, one.depth) for one in found.units] == [
        ("course", 0), ("block", 1), ("au", 2), ("block", 2), ("au", 3), ("au", 1),
    ]  # fmt: skip
    one = found.units[2]
    assert (one.iri, one.titles, one.descriptions) == (
        "https://pub.example/au/1", {"en-US": "Unit 1"}, {"en-US": "About it"},
    )  # fmt: skip
    assert (one.url, one.own_window, one.move_on, one.mastery) == (
        "sub/b.html?level=2", True, "CompletedAndPassed", "0.75",
    )  # fmt: skip
    assert (one.launch_parameters, one.entitlement_key) == ("{'a':1}", "key")
    assert one.activity_type == "http://adlnet.gov/expapi/activities/lesson"
    assert one.objectives == ("https://pub.example/o/1",)
    assert [one.iri for one in found.objectives] == ["https://pub.example/o/1"]
    plain = found.units[-1]
    assert (plain.own_window, plain.move_on, plain.mastery, plain.launch_parameters) == (
        False, "NotApplicable", None, None,
    )  # fmt: skip


def test_extensions_of_vendors_are_passed_over():
    inside = '<x:au xmlns:x="urn:vendor" id="nothing"/><x:more xmlns:x="urn:vendor"><x:block/></x:more>'
    found = parse(written(inside, au(1, inside=inside)))
    assert [one.kind for one in found.units] == ["course", "au"]


def test_languages_are_kept_and_a_bad_tag_is_none():
    title = (
        '<title><langstring lang="hi-IN"> कुआँ </langstring><langstring lang="no tag">Well</langstring>'
        '<langstring lang="en">Dig\n a well</langstring></title>'
    )
    found = parse(written(au(1)).replace(text("title", "Wells"), title))
    assert found.course.titles == {"hi-IN": "कुआँ", "und": "Well", "en": "Dig a well"}
    assert structure.shown(found.course.titles) == "Dig a well"


def test_a_thousand_units_and_more():
    found = parse(written(*[block(n, *[au(f"{n}-{m}") for m in range(12)]) for n in range(100)]))
    assert len(found.units) == 1 + 100 + 1200


def test_a_file_that_comes_alone_names_full_addresses():
    assert parse(written(au(1, url="https://pub.example/x?a=1")), None).units[1].url == "https://pub.example/x?a=1"
    with pytest.raises(PackageFault) as fault:
        parse(written(au(1)), None)
    assert fault.value.fault is Fault.RELATIVE_ALONE


REFUSED = {
    "no xml": ("<courseStructure", Fault.BAD_STRUCTURE),
    "another root": ("<course/>", Fault.BAD_STRUCTURE),
    "doctype": ('<!DOCTYPE a [<!ENTITY b "c">]>' + written(au(1)).partition("?>")[2], Fault.STRUCTURE_DOCTYPE),
    "no course": (written(au(1)).replace("<course ", "<curse ").replace("</course>", "</curse>"), Fault.BAD_STRUCTURE),
    "no unit": (written(), Fault.NO_UNIT),
    "empty block": (written(block(1)), Fault.EMPTY_BLOCK),
    "id twice": (written(au(1), block(2, au(1))), Fault.ID_TWICE),
    "id of the course again": (written(au(1)).replace("/au/1", "/course"), Fault.ID_TWICE),
    "id is no iri": (written(au(1)).replace("https://pub.example/au/1", "au-1"), Fault.BAD_IRI),
    "id with a space": (written(au("1 2")), Fault.BAD_IRI),
    "id without a host": (written(au(1)).replace("https://pub.example/au/1", "https:au"), Fault.BAD_IRI),
    "no id": (written(au(1)).replace(' id="https://pub.example/au/1"', ""), Fault.BAD_IRI),
    "type is no iri": (written(au(1, activityType="lesson")), Fault.BAD_IRI),
    "no title": (written(au(1)).replace(text("title", "Unit 1"), ""), Fault.NO_TITLE),
    "blank title": (written(au(1)).replace("Unit 1", " \n "), Fault.NO_TITLE),
    "no address": (written(au(1, url="")), Fault.NO_ADDRESS),
    "missing page": (written(au(1, url="b.html")), Fault.UNIT_MISSING),
    "a page outside": (written(au(1, url="../a.html")), Fault.UNIT_MISSING),
    "a page from the root": (written(au(1, url="/a.html")), Fault.UNIT_MISSING),
    "a script": (written(au(1, url="javascript:alert(1)")), Fault.BAD_ADDRESS),
    "an application": (written(au(1, url="myapp://x/y")), Fault.BAD_ADDRESS),
    "no scheme": (written(au(1, url="//evil.example/a.html")), Fault.BAD_ADDRESS),
    "a name and password": (written(au(1, url="https://a:b@evil.example/")), Fault.BAD_ADDRESS),
    "a bad bracket": (written(au(1, url="https://[evil/")), Fault.BAD_ADDRESS),
    "a reserved name": (written(au(1, url="a.html?fetch=x")), Fault.RESERVED_NAME),
    "score above one": (written(au(1, masteryScore="1.1")), Fault.BAD_SCORE),
    "score below nought": (written(au(1, masteryScore="-0.1")), Fault.BAD_SCORE),
    "score in words": (written(au(1, masteryScore="high")), Fault.BAD_SCORE),
    "five decimals": (written(au(1, masteryScore="0.12345")), Fault.BAD_SCORE),
    "moveOn": (written(au(1, moveOn="passed")), Fault.BAD_MOVE_ON),
    "launchMethod": (written(au(1, launchMethod="Frame")), Fault.BAD_METHOD),
    "unknown objective": (
        written(au(1, inside='<objectives><objective idref="https://x.example/"/></objectives>')),
        Fault.BAD_REFERENCE,
    ),
    "too deep": (
        written("".join(block(n, "@").partition("@")[0] for n in range(25)) + au(1) + "</block>" * 25),
        Fault.TOO_MANY_UNITS,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said(name):
    xml, wanted = REFUSED[name]
    with pytest.raises(PackageFault) as fault:
        parse(xml)
    assert fault.value.fault is wanted


@pytest.mark.parametrize("score", ["0", "1", "0.5", ".5", "1.0", "0.1234", "0.50000", "+0.5", "1."])
def test_scores_that_a_decimal_may_be(score):
    assert parse(written(au(1, masteryScore=score))).units[1].mastery == score


def test_a_bomb_of_depth_costs_nothing():
    with pytest.raises(PackageFault):
        parse("<a>" * 100_000)
