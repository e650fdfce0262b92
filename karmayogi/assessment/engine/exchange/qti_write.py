"""A test of ours as a QTI package: items, the test, the manifest. Versions 2.1, 2.2 and 3.0.

A question in several languages becomes an item for each, under one identifier: that is how they come in again
(qti.py). The test names the English ones.
"""

import dataclasses
import io
import zipfile
from collections.abc import Collection, Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from karmayogi.assessment.engine import question_file
from karmayogi.assessment.engine.exchange import qti_fields
from karmayogi.assessment.engine.exchange.qti import DIFFICULTIES, PRACTICE
from karmayogi.assessment.engine.exchange.qti_names import kebab
from karmayogi.kernel.markup import PICTURE, without_pictures, writable
from karmayogi.learning.types import QuizSpec

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_WHEN = (1980, 1, 1, 0, 0, 0)


@dataclasses.dataclass(frozen=True, slots=True)
class Version:
    """Names of a version of the standard. template: address of match_correct."""

    number: str
    namespace: str
    schema: str
    package: str
    item_type: str
    test_type: str
    template: str


_IMS = "http://www.imsglobal.org"
_NEW = "https://purl.imsglobal.org/spec/qti/v3p0"
VERSIONS = {
    "2.1": Version(
        "2.1",
        f"{_IMS}/xsd/imsqti_v2p1",
        f"{_IMS}/xsd/qti/qtiv2p1/imsqti_v2p1.xsd",
        f"{_IMS}/xsd/imscp_v1p1",
        "imsqti_item_xmlv2p1",
        "imsqti_test_xmlv2p1",
        f"{_IMS}/question/qti_v2p1/rptemplates/match_correct",
    ),
    "2.2": Version(
        "2.2",
        f"{_IMS}/xsd/imsqti_v2p2",
        f"{_IMS}/xsd/qti/qtiv2p2/imsqti_v2p2.xsd",
        f"{_IMS}/xsd/imscp_v1p1",
        "imsqti_item_xmlv2p2",
        "imsqti_test_xmlv2p2",
        f"{_IMS}/question/qti_v2p2/rptemplates/match_correct",
    ),
    "3.0": Version(
        "3.0",
        f"{_IMS}/xsd/imsqtiasi_v3p0",
        f"{_NEW}/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd",
        f"{_IMS}/xsd/qti/qtiv3p0/imscp_v1p1",
        "imsqti_item_xmlv3p0",
        "imsqti_test_xmlv3p0",
        f"{_NEW}/rptemplates/match_correct.xml",
    ),
}


def _identifier(key: str) -> str:
    """Identifiers of the standard do not begin with a digit; the reader takes the line off again."""
    return f"_{key}" if key[:1].isdigit() else key


class _Writer:
    """Elements under the names of a version."""

    def __init__(self, version: Version, pictures: Collection[str] = ()) -> None:
        self.version = version
        self.pictures = pictures
        self.new = version.number == "3.0"

    def name(self, name: str) -> str:
        """Of HTML, which 3.0 takes in as it is, there are paragraphs alone."""
        return f"qti-{kebab(name)}" if self.new and name != "p" else name

    def attributes(self, given: dict[str, str]) -> dict[str, str]:
        return {kebab(key) if self.new and ":" not in key else key: writable(value) for key, value in given.items()}

    def root(self, name: str, **given: str) -> Element:
        schema = {"xmlns": self.version.namespace, "xmlns:xsi": _XSI}
        schema["xsi:schemaLocation"] = f"{self.version.namespace} {self.version.schema}"
        return Element(self.name(name), {**schema, **self.attributes(given)})

    def add(self, parent: Element, name: str, text: str = "", **given: str) -> Element:
        made = SubElement(parent, self.name(name), self.attributes(given))
        self.say(made, text)
        return made

    def say(self, into: Element, text: str, last: Element | None = None) -> None:
        """The text with its lines and its pictures, which lie in the package under their names. last: behind what."""
        for number, line in enumerate(writable(text).split("\n")):
            if number:
                last = SubElement(into, "br")
            before, *rest = PICTURE.split(line)
            last = _said(into, last, before)
            for alt, name, after in zip(rest[::3], rest[1::3], rest[2::3], strict=True):
                if name in self.pictures:
                    last = SubElement(into, "img", {"src": f"../pictures/{name}", "alt": alt})
                    last = _said(into, last, after)
                else:
                    last = _said(into, last, alt + after)


def _said(into: Element, last: Element | None, text: str) -> Element | None:
    """Adds text after the element that was last written in there, or at its beginning."""
    if last is None:
        into.text = (into.text or "") + text or None
    else:
        last.tail = (last.tail or "") + text or None
    return last


def package(
    pool: list[dict[str, Any]], spec: QuizSpec, title: str, key: str, version: str,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:  # fmt: skip
    """A zip; the same test gives the same bytes. pictures: WebP, by the names that questions have.

    Raises KeyError for a version that is none of VERSIONS.
    """
    writer = _Writer(VERSIONS[version], pictures or {})
    files = {f"pictures/{name}": content for name, content in (pictures or {}).items()}
    resources: list[tuple[str, str, dict[str, Any] | None, list[str]]] = []
    named: list[tuple[str, str]] = []
    for number, question in enumerate(pool, start=1):
        for language in question["text"]:
            path = f"items/{number:04}.{language}.xml"
            files[path] = _bytes(_item(writer, question, language))
            seen = dict.fromkeys(question_file.pictures_in(question, language))
            mine = [f"pictures/{name}" for name in seen if name in writer.pictures]
            resources.append((f"item-{number}-{language}", path, question, mine))
        if not question.get("practice"):  # it is in the package, and no test asks it
            named.append((f"item-{number}", f"items/{number:04}.en.xml"))
    files["test.xml"] = _bytes(_test(writer, named, spec, title, key))
    resources.append(("test", "test.xml", None, [one for one, *_rest in resources]))
    files["imsmanifest.xml"] = _bytes(_manifest(writer.version, resources))
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, _WHEN), files[path], zipfile.ZIP_DEFLATED)
    return into.getvalue()


def _bytes(root: Element) -> bytes:
    indent(root)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _item(writer: _Writer, question: dict[str, Any], language: str) -> Element:
    """What an option lacks in a language stands in English: an item has one language."""
    by_fields = question["kind"] in qti_fields.WRITTEN
    title = " ".join(without_pictures(question["text"][language]).split())[:120]
    root = writer.root(
        "assessmentItem", identifier=_identifier(question["key"]), title=title, adaptive="false", timeDependent="false"
    )
    root.set("xml:lang", language)
    if by_fields:
        qti_fields.declare(writer, root, question, _identifier)
    else:
        _declare(writer, root, question)
    score = writer.add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    if question["kind"] == "short" and writer.version.number != "2.1":
        score.set(*writer.attributes({"externalScored": "human"}).popitem())
    writer.add(writer.add(score, "defaultValue"), "value", "0")
    if by_fields:
        qti_fields.outcomes(writer, root, question)
    why = question.get("why", {}).get(language, "")
    if why:
        writer.add(root, "outcomeDeclaration", identifier="WHY", cardinality="single", baseType="identifier")
    body = writer.add(root, "itemBody")
    if by_fields:
        qti_fields.body(writer, body, question, language, _identifier)
        qti_fields.process(writer, root, question, writer.version.template)
    else:
        _choices(writer, body, question, language)
        writer.add(root, "responseProcessing", template=writer.version.template)
    if why:
        shown = writer.add(root, "modalFeedback", outcomeIdentifier="WHY", identifier="why", showHide="hide")
        inner = writer.add(shown, "contentBody") if writer.new else shown
        SubElement(inner, "p").text = writable(why)
    return root


def _declare(writer: _Writer, root: Element, question: dict[str, Any]) -> None:
    declared = writer.add(
        root, "responseDeclaration", identifier="RESPONSE",
        cardinality="multiple" if question["kind"] == "multiple" else "single", baseType="identifier",
    )  # fmt: skip
    right = writer.add(declared, "correctResponse")
    for option in question["options"]:
        if option["correct"]:
            writer.add(right, "value", _identifier(option["key"]))


def _choices(writer: _Writer, body: Element, question: dict[str, Any], language: str) -> None:
    multiple = question["kind"] == "multiple"
    asked = writer.add(
        body, "choiceInteraction", responseIdentifier="RESPONSE", maxChoices="0" if multiple else "1",
        shuffle="false" if question["kind"] == "truefalse" else "true",
    )  # fmt: skip
    writer.add(asked, "prompt", question["text"][language])
    for option in question["options"]:
        text = option["text"].get(language) or option["text"]["en"]
        writer.add(asked, "simpleChoice", text, identifier=_identifier(option["key"]))


def _test(writer: _Writer, named: list[tuple[str, str]], spec: QuizSpec, title: str, key: str) -> Element:
    root = writer.root("assessmentTest", identifier=f"test-{key}", title=title)
    score = writer.add(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    writer.add(writer.add(score, "defaultValue"), "value", "0")
    writer.add(root, "timeLimits", maxTime=str(spec.minutes * 60))
    part = writer.add(root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="simultaneous")
    section = writer.add(part, "assessmentSection", identifier="section", title=title, visible="true")
    if spec.draw < len(named):
        writer.add(section, "selection", select=str(spec.draw))
    writer.add(section, "ordering", shuffle="true")
    for identifier, path in named:
        writer.add(section, "assessmentItemRef", identifier=identifier, href=path)
    rule = writer.add(writer.add(root, "outcomeProcessing"), "setOutcomeValue", identifier="SCORE")
    writer.add(writer.add(rule, "sum"), "testVariables", variableIdentifier="SCORE")
    return root


def _manifest(version: Version, resources: list[tuple[str, str, dict[str, Any] | None, list[str]]]) -> Element:
    root = Element("manifest", {"xmlns": version.package, "xmlns:lom": _LOM, "identifier": "manifest"})
    metadata = SubElement(root, "metadata")
    SubElement(metadata, "schema").text = "QTI Package" if version.number == "3.0" else f"QTIv{version.number} Package"
    SubElement(metadata, "schemaversion").text = "3.0.0" if version.number == "3.0" else "1.0.0"
    SubElement(root, "organizations")
    holder = SubElement(root, "resources")
    for identifier, path, question, depends in resources:
        kind = version.test_type if question is None else version.item_type
        one = SubElement(holder, "resource", {"identifier": identifier, "type": kind, "href": path})
        if question is not None:
            one.append(_about(question))
        SubElement(one, "file", {"href": path})
        for other in depends:
            if question is not None:
                SubElement(one, "file", {"href": other})
            else:
                SubElement(one, "dependency", {"identifierref": other})
    return root


def _about(question: dict[str, Any]) -> Element:
    """Difficulty, clause and competency, which QTI leaves to the metadata (IEEE LOM)."""
    metadata = Element("metadata")
    lom = SubElement(metadata, "lom:lom")
    if question.get("clause") or question.get("practice"):
        general = SubElement(lom, "lom:general")
    if question.get("clause"):
        text = SubElement(SubElement(general, "lom:description"), "lom:string", {"language": "en"})
        text.text = writable(question["clause"])
    if question.get("practice"):
        text = SubElement(SubElement(general, "lom:keyword"), "lom:string", {"language": "en"})
        text.text = PRACTICE
    _vocabulary(
        SubElement(SubElement(lom, "lom:educational"), "lom:difficulty"), DIFFICULTIES[question["difficulty"] - 1]
    )
    if question.get("competency"):
        classification = SubElement(lom, "lom:classification")
        _vocabulary(SubElement(classification, "lom:purpose"), "competency")
        path = SubElement(classification, "lom:taxonPath")
        SubElement(SubElement(path, "lom:taxon"), "lom:id").text = writable(question["competency"])
    return metadata


def _vocabulary(element: Element, value: str) -> None:
    SubElement(element, "lom:source").text = "LOMv1.0"
    SubElement(element, "lom:value").text = value
