import copy
import io
import zipfile

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti, qti_write
from karmayogi.learning.types import Outcome, QuizSpec, Why
from tests.assessment import kinds as examples

SPEC = QuizSpec(1, 5, 3, 60)
GOES_BOTH_WAYS = [examples.MATCH, examples.ORDER, examples.BLANK, examples.NUMERIC, examples.WEIGHTED]


def unpacked(pool, version="3.0"):
    with zipfile.ZipFile(io.BytesIO(qti_write.package(pool, SPEC, "A test", "t", version))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def full(raw):
    """As a pool is exported: with the defaults that publishing writes."""
    draft = question_file.read([raw])[0]
    options = [{"key": o.key, "correct": o.correct, "weight": o.weight, "text": o.text} for o in draft.options]
    return raw | {"options": options, "body": draft.body, "why": {}}


@pytest.mark.parametrize("version", qti_write.VERSIONS)
@pytest.mark.parametrize("raw", GOES_BOTH_WAYS, ids=lambda raw: raw["kind"])
def test_what_goes_out_comes_in_with_the_same_marks(raw, version):
    plan = qti.read(unpacked([full(raw)], version))
    assert all(line.outcome is Outcome.IMPORTED for line in plan.report)
    (back,) = plan.parts[0].questions
    mine, other = question_file.read([full(raw)])[0], question_file.read([back])[0]
    assert (other.kind, other.options) == (mine.kind, mine.options)
    assert {code: text.split() for code, text in other.text.items()} == {
        code: text.split() for code, text in mine.text.items()
    }
    for name in ("pairs", "gaps", "value", "tolerance"):
        assert other.body.get(name) == mine.body.get(name)
    for name in ("lines", "columns"):
        assert [(one["key"], one["text"]["en"]) for one in other.body.get(name, ())] == [
            (one["key"], one["text"]["en"]) for one in mine.body.get(name, ())
        ]


@pytest.mark.parametrize("version", qti_write.VERSIONS)
def test_what_a_person_marks_keeps_its_rubric_in_every_language(version):
    raw = full(examples.SHORT)
    raw["text"] = raw["text"] | {"hi": "टिप्पणी लिखिए।"}
    raw["body"]["rubric"][0]["text"]["hi"] = "तथ्य"
    files = unpacked([raw], version)
    plan = qti.read(files)
    assert all(line.outcome is Outcome.IMPORTED for line in plan.report)
    (back,) = plan.parts[0].questions
    back["body"]["rubric"][1]["text"].pop("hi")  # an item has one language: English stands in for what is not there
    assert question_file.read([back])[0] == question_file.read([raw])[0]
    assert (b"human" in files["items/0001.en.xml"]) is (version != "2.1")


def test_an_essay_of_others_is_marked_by_its_rubric_as_a_whole_and_never_by_a_machine():
    files = unpacked([full(examples.SHORT)], "2.2")
    item = files["items/0001.en.xml"]
    theirs = item.replace(b'id="MARKS_facts"', b"").replace(b'id="MARKS_tone"', b"")
    (back,) = qti.read(files | {"items/0001.en.xml": theirs}).parts[0].questions
    assert back["body"]["rubric"] == [{"key": "r1", "text": {"en": "Says the facts Is courteous"}, "points": 1}]
    judged = item.replace(
        b"<itemBody>", b"<responseProcessing><mapResponse identifier='RESPONSE'/></responseProcessing><itemBody>"
    )
    plan = qti.read(unpacked([full(examples.NUMERIC), full(examples.SHORT)], "2.2") | {"items/0002.en.xml": judged})
    assert [one["kind"] for one in plan.parts[0].questions] == ["numeric"]


def test_a_translation_that_takes_something_else_as_right_stays_out():
    raw = full(examples.BLANK)
    files = unpacked([raw])
    wrong = copy.deepcopy(raw)
    wrong["body"]["gaps"][0] = ["1947"]
    files["items/0001.hi.xml"] = unpacked([wrong])["items/0001.hi.xml"]
    plan = qti.read(files)
    assert set(plan.parts[0].questions[0]["text"]) == {"en"}
    assert any(line.why is Why.RIGHT_ANSWER for line in plan.report)


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("order", b"match_correct", b"other_rule"),
        ("numeric", b'toleranceMode="absolute"', b'toleranceMode="relative"'),
        ("blank", b'mappedValue="1"', b'mappedValue="x"'),
        ("blank", b' caseSensitive="false"', b""),
        ("blank", b'caseSensitive="false"', b'caseSensitive="true"'),
        ("blank", b'defaultValue="0"', b'defaultValue="0.5"'),
        ("blank", b'defaultValue="0"', b'defaultValue="0" upperBound="1"'),
    ],
)
def test_another_rule_of_marks_is_not_bent(name, was, now):
    raw = next(one for one in GOES_BOTH_WAYS if one["kind"] == name)
    files = unpacked([full(raw), full(examples.WEIGHTED)], "2.2")
    files["items/0001.en.xml"] = files["items/0001.en.xml"].replace(was, now, 1)
    assert [one["kind"] for one in qti.read(files).parts[0].questions] == ["weighted"]


@pytest.mark.parametrize("raw", [examples.MATCH, examples.WEIGHTED], ids=lambda raw: raw["kind"])
@pytest.mark.parametrize("now", [b'defaultValue="1"', b'defaultValue="0" lowerBound="0"', b'defaultValue="x"'])
def test_a_mapping_with_more_to_it_is_not_taken_as_ours(raw, now):
    files = unpacked([full(raw), full(examples.NUMERIC)], "2.2")
    files["items/0001.en.xml"] = files["items/0001.en.xml"].replace(b'defaultValue="0"', now, 1)
    assert raw["kind"] not in {one["kind"] for one in qti.read(files).parts[0].questions}
