import io
import re
import zipfile

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

from karmayogi.assessment.engine.exchange import qti, qti_write
from karmayogi.learning.types import Outcome, QuizSpec, Why

_TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)
_KEY = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,15}", fullmatch=True)


def texts(codes, prefix=""):
    return st.fixed_dictionaries({code: _TEXT.map(lambda text: prefix + text) for code in codes})


@st.composite
def questions(draw, key):
    codes = draw(st.sets(st.sampled_from(["hi", "ta", "ur"]), max_size=2).map(lambda found: sorted(found | {"en"})))
    names = draw(st.lists(_KEY, min_size=2, max_size=4, unique_by=str.lower))
    multiple = draw(st.booleans())
    true = draw(st.sets(st.sampled_from(names), min_size=1, max_size=len(names) - 1 if multiple else 1))
    return {
        "key": key,
        "kind": "multiple" if multiple else "single",
        "difficulty": draw(st.integers(1, 5)),
        "clause": draw(st.sampled_from(["", "s. 4(1)(b)"])),
        "competency": draw(st.sampled_from(["", "FUN-095"])),
        "text": draw(texts(codes)),
        "why": dict.fromkeys(codes, "Because.") if draw(st.booleans()) else {},
        "options": [
            {"key": name, "correct": name in true, "text": draw(texts(codes, f"{number}. "))}
            for number, name in enumerate(names)
        ],
    }


@st.composite
def pools(draw):
    keys = draw(st.lists(_KEY, min_size=1, max_size=3, unique_by=str.lower))
    return [draw(questions(key)) for key in keys]


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("version", qti_write.VERSIONS)
@settings(max_examples=15)
@given(pool=pools(), minutes=st.integers(1, 90))
def test_what_goes_out_comes_in_equal(version, pool, minutes):
    spec = QuizSpec(1, minutes, 3, 60)
    plan = qti.read(unpacked(qti_write.package(pool, spec, "A test", "t", version)))
    (part,) = plan.parts
    blank = {"clause": "", "competency": ""}
    assert [blank | one for one in part.questions] == pool
    assert part.quiz == spec
    assert all(line.why is None for line in plan.report)


POOL = [
    {
        "key": "1-a", "kind": "multiple", "difficulty": 3, "clause": "", "competency": "FUN-095",
        "text": {"en": "Two lines:\nwhich <b>?", "hi": "कौन?"}, "why": {"en": "Since & because"},
        "options": [
            {"key": "1", "correct": True, "text": {"en": "x < y", "hi": "क"}},
            {"key": "b", "correct": False, "text": {"en": "No", "hi": "ख"}},
        ],
    }
]  # fmt: skip
_ORDER = {
    "assessmentItem": ["responseDeclaration", "outcomeDeclaration", "itemBody", "responseProcessing", "modalFeedback"],
    "assessmentTest": ["outcomeDeclaration", "timeLimits", "testPart", "outcomeProcessing"],
    "assessmentSection": ["selection", "ordering", "assessmentItemRef"],
}
_NEEDED = {
    "assessmentItem": {"identifier", "title", "adaptive", "timeDependent"},
    "assessmentTest": {"identifier", "title"},
    "testPart": {"identifier", "navigationMode", "submissionMode"},
    "assessmentSection": {"identifier", "title", "visible"},
    "assessmentItemRef": {"identifier", "href"},
    "responseDeclaration": {"identifier", "cardinality"},
    "outcomeDeclaration": {"identifier", "cardinality"},
    "choiceInteraction": {"responseIdentifier", "maxChoices"},
    "simpleChoice": {"identifier"},
    "modalFeedback": {"outcomeIdentifier", "identifier", "showHide"},
}
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")


@pytest.mark.parametrize("version", qti_write.VERSIONS)
def test_the_structure_is_that_of_the_standard(version):
    """Order of elements, attributes that must be there, identifiers that resolve: as the information model asks."""
    files = unpacked(qti_write.package(POOL, QuizSpec(1, 5, 2, 60), "A test", "t", version))
    manifest = fromstring(files["imsmanifest.xml"])
    resources = {one.get("identifier"): one for one in manifest.iter() if one.tag.endswith("}resource")}
    assert {one.get("href") for one in resources.values()} == set(files) - {"imsmanifest.xml"}
    assert all(one.get("identifierref") in resources for one in manifest.iter() if one.tag.endswith("}dependency"))
    spelt = qti_write._Writer(qti_write.VERSIONS[version])
    for name in set(files) - {"imsmanifest.xml"}:
        root = fromstring(files[name])
        assert root.tag.startswith("{" + qti_write.VERSIONS[version].namespace + "}")
        for element in root.iter():
            plain = element.tag.rpartition("}")[2]
            children = [child.tag.rpartition("}")[2] for child in element]
            for kind, order in _ORDER.items():
                if plain == spelt.name(kind):
                    places = [[spelt.name(one) for one in order].index(child) for child in children]
                    assert places == sorted(places), (name, children)
            for kind, needed in _NEEDED.items():
                if plain == spelt.name(kind):
                    assert spelt.attributes(dict.fromkeys(needed, "")).keys() <= element.attrib.keys(), (name, plain)
            identifier = element.get("identifier")
            assert identifier is None or _IDENTIFIER.fullmatch(identifier)
        if root.tag.rpartition("}")[2] == spelt.name("assessmentItem"):
            choices = {one.get("identifier") for one in root.iter() if one.tag.endswith(spelt.name("simpleChoice"))}
            values = next(one for one in root.iter() if one.tag.endswith(spelt.name("correctResponse")))
            assert {one.text for one in values} <= choices
    again = qti.read(files).parts[0].questions[0]
    assert (again["key"], again["text"], again["why"]) == ("1-a", POOL[0]["text"], POOL[0]["why"])


def test_the_same_test_gives_the_same_bytes():
    spec = QuizSpec(1, 5, 2, 60)
    assert len({qti_write.package(POOL, spec, "A", "t", "3.0") for _ in range(2)}) == 1
    with pytest.raises(KeyError):
        qti_write.package(POOL, spec, "A", "t", "1.2")


def test_pictures_of_questions_lie_in_the_package_and_come_in_again():
    name = f"{'a' * 64}-40x30-1k.webp"
    other = f"{'c' * 64}-20x30-1k.webp"
    text = f"Which one?\nLook: ![A map](picture:{name}) there ![Gone](picture:b.webp)"
    question = {"key": "q", "kind": "single", "difficulty": 2, "text": {"en": text}, "why": {}, "options": [
        {"key": "a", "correct": True, "text": {"en": f"One ![A well](picture:{other})"}},
        {"key": "b", "correct": False, "text": {"en": f"Two ![A tap](picture:{name})"}},
    ]}  # fmt: skip
    for version in qti_write.VERSIONS:
        packed = qti_write.package(
            [question], QuizSpec(1, 5, 3, 60), "T", "t", version, {name: b"RIFF", other: b"RIFFX"}
        )
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            files = {one: archive.read(one) for one in archive.namelist()}
        plan = qti.read(files)
        assert [line.outcome for line in plan.report] == [Outcome.IMPORTED] * 2
        part = plan.parts[0]
        source, second = sorted(part.variants["en"].pictures, key=lambda one: part.variants["en"].pictures[one].path)
        assert [part.variants["en"].pictures[one].path for one in (source, second)] == [
            f"pictures/{one}" for one in (name, other)
        ]
        assert [one["text"]["en"] for one in part.questions[0]["options"]] == [
            f"One ![A well](picture:{second})", f"Two ![A tap](picture:{source})",
        ]  # fmt: skip
        assert f'href="pictures/{other}"'.encode() in files["imsmanifest.xml"]
        assert (
            part.questions[0]["text"]["en"].split() == f"Which one? Look: ![A map](picture:{source}) there Gone".split()
        )
        del files[f"pictures/{name}"]
        files["items/0002.en.xml"] = files["items/0001.en.xml"].replace(b"<img", b"<b").replace(b'"q"', b'"r"')
        assert {line.source: line.why for line in qti.read(files).report}["items/0001.en.xml"] is Why.PICTURE
