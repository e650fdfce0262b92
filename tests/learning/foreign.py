"""Small courses in the forms of other systems, made up for the tests: path -> content."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping

type Files = dict[str, bytes]


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip, the same bytes at any time."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return into.getvalue()


def tarred(files: Files) -> bytes:
    """A .tar.gz, the same bytes at any time."""
    into = io.BytesIO()
    with tarfile.open(fileobj=into, mode="w") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return gzip.compress(into.getvalue(), mtime=0)


def _quiz(number: int, *questions: tuple[str, list[tuple[str, bool]]], title: str = "") -> dict:
    return {
        "id": number,
        "title": title or f"Quiz {number}",
        "quiz": [
            {
                "questionText": text,
                "answerOptions": [{"answerText": one, "isCorrect": str(flag).lower()} for one, flag in options],
            }
            for text, options in questions
        ],
    }


LANGUAGES = {
    "en": "Water",
    "hi": "पानी",
    "bn": "জল",
    "ta": "நீர்",
    "mr": "पाणी",
    "ne": "पानी",
    "pa": "ਪਾਣੀ",
    "ur": "پانی",
}


def markdown_quiz() -> Files:
    """Eight languages, two lessons, three quizzes; Bengali contradicts one right answer, Hindi lacks an option."""
    files: Files = {"course/LICENSE": b"MIT License\n", "course/pictures/one.png": b"\x89PNG"}
    for code, word in LANGUAGES.items():
        long = f"{word} is what this course is about, and it says so in a paragraph long enough to be its summary."
        files[f"course/{code}/README.md"] = (
            f"<!-- made -->\n[badge](https://x.example)\n\n# {word}\n\n{long}\n".encode()
        )
        files[f"course/{code}/1-well/lessons/2-dig/README.md"] = (
            f"# {word} 2\n\n![A well](../well.png)\n\n[Quiz](https://quiz.example/quiz/1)\n\n{word} below. "
            f"[Back](../1-look)\n\n<script>alert(1)</script>\n\n[Quiz](https://quiz.example/quiz/2)\n"
        ).encode()
    files["course/en/1-well/lessons/10-drink/README.md"] = (
        b"# Drink\n\nBoil it first. [Quiz](https://q.example/quiz/3)\n"
    )
    files["course/fr/README.md"] = b"# Eau\n"
    files["course/ta/9-more/README.md"] = "# மேலும்\n\nமேலும் நீர்.\n".encode()
    yes_no = [("True", True), ("False", False)]
    three = [("One", False), ("Two", True), ("Three", False)]
    english = [
        _quiz(1, ("Is water wet?", yes_no), title="Before"),
        _quiz(2, ("How many?", three), ("Which ones?", [("A", True), ("B", True), ("C", False)]), title="After"),
        _quiz(3, ("Boil?", yes_no), ("Nothing right", [("A", False), ("B", False)])),
        _quiz(4, ("Alone?", yes_no), title="Nobody links here"),
    ]
    bengali = [
        _quiz(1, ("জল ভেজা?", [("সত্য", True), ("মিথ্যা", False)]), title="আগে"),
        _quiz(
            2,
            ("কত?", [("এক", True), ("দুই", False), ("তিন", False)]),
            ("কোনটি?", [("ক", True), ("খ", True), ("গ", False)]),
        ),
        _quiz(9, ("?", yes_no)),
    ]
    hindi = [
        _quiz(1, ("क्या?", [("हाँ", True)])),
        _quiz(2, ("कितने?", [("एक", False), ("दो", True), ("तीन", False)])),
        _quiz(3, ("उबालें?", [("हाँ", True), ("नहीं", False)]), ("?", [("क", False), ("ख", False)])),
    ]
    for name, quizzes in (("en", english), ("bn", bengali), ("hin", hindi)):
        files[f"course/quizzes/{name}.json"] = json.dumps([{"title": "T", "quizzes": quizzes}]).encode()
    return files


QTI21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_MATCH = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"
_MAP = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/map_response"


def qti_item(
    identifier: str, body: str, declared: str = "", rule: str = _MATCH, extra: str = "", **attributes
) -> bytes:
    given = "".join(f' {key}="{value}"' for key, value in attributes.items())
    processing = f'<responseProcessing template="{rule}"/>' if rule.startswith("http") else rule
    return (
        f'<assessmentItem xmlns="{QTI21}" identifier="{identifier}" title="T" adaptive="false" timeDependent="false"'
        f"{given}>{declared}<itemBody>{body}</itemBody>{processing}{extra}</assessmentItem>"
    ).encode()


def declared(*values: str, cardinality: str = "single", mapping: str = "", name: str = "RESPONSE") -> str:
    right = "".join(f"<value>{value}</value>" for value in values)
    return (
        f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="identifier">'
        f"<correctResponse>{right}</correctResponse>{mapping}</responseDeclaration>"
    )


def choices(*texts: str, prompt: str = "What does it say?", most: int = 1) -> str:
    inner = "".join(f'<simpleChoice identifier="C{n}">{text}</simpleChoice>' for n, text in enumerate(texts, 1))
    return (
        f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}"><prompt>{prompt}</prompt>'
        f"{inner}</choiceInteraction>"
    )


def qti() -> Files:
    """A test over items that can be marked here, and of each kind that cannot one."""
    options = choices("Stay with your luggage", "Let someone look after it", "Remember it")
    mapping = '<mapping defaultValue="0"><mapEntry mapKey="C1" mappedValue="1"/><mapEntry mapKey="C3" mappedValue="0.5"/></mapping>'
    blanks = (
        '<p>Now is the winter of our <inlineChoiceInteraction responseIdentifier="RESPONSE" shuffle="false">'
        '<inlineChoice identifier="G">Gloucester</inlineChoice><inlineChoice identifier="Y">York</inlineChoice>'
        "</inlineChoiceInteraction>.</p>"
    )
    pairs = (
        '<matchInteraction responseIdentifier="RESPONSE" shuffle="true" maxAssociations="2"><prompt>Who is in it?</prompt>'
        '<simpleMatchSet><simpleAssociableChoice identifier="P1" matchMax="1">Prospero</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="P2" matchMax="1">Capulet</simpleAssociableChoice></simpleMatchSet>'
        '<simpleMatchSet><simpleAssociableChoice identifier="T" matchMax="2">The Tempest</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="R" matchMax="2">Romeo and Juliet</simpleAssociableChoice></simpleMatchSet>'
        "</matchInteraction>"
    )
    items = {
        "single": qti_item("single", f"<p>A sign.</p>{options}", declared("C1")),
        "hindi": qti_item(
            "single", choices("साथ रहें", "सौंप दें", "याद रखें", prompt="क्या लिखा है?"), declared("C1"), **{"xml:lang": "hi"}
        ),
        "tamil": qti_item("single", choices("ஒன்று", "இரண்டு", "மூன்று"), declared("C2"), **{"xml:lang": "ta"}),
        "several": qti_item("several", choices("H", "He", "C", most=0), declared("C1", "C2", cardinality="multiple")),
        "mapped": qti_item("mapped", options, declared("C1", mapping=mapping), _MAP),
        "blank": qti_item("blank", blanks, declared("Y")),
        "pairs": qti_item("pairs", pairs, declared("P1 T", "P2 R", cardinality="multiple")),
        "unmarked": qti_item("unmarked", options, declared("C2"), rule=""),
        "picture": qti_item("picture", f'<p><img src="sign.png" alt="A sign"/></p>{options}', declared("C1")),
        "essay": qti_item("essay", '<extendedTextInteraction responseIdentifier="RESPONSE"/>', declared()),
        "gap": qti_item("gap", '<p>It is <textEntryInteraction responseIdentifier="RESPONSE"/></p>', declared("York")),
        "own-rule": qti_item(
            "own-rule", options, declared("C1"), "<responseProcessing><lookupOutcomeValue/></responseProcessing>"
        ),
        "adaptive": qti_item("adaptive", options, declared("C1")).replace(b'adaptive="false"', b'adaptive="true"'),
    }
    refs = "".join(f'<assessmentItemRef identifier="{name}" href="items/{name}.xml"/>' for name in items)
    test = (
        f'<assessmentTest xmlns="{QTI21}" identifier="T-1" title="Signs"><timeLimits maxTime="900"/>'
        '<testPart identifier="p" navigationMode="linear" submissionMode="individual"><assessmentSection identifier="s"'
        f' title="S" visible="true"><selection select="4"/>{refs}</assessmentSection></testPart></assessmentTest>'
    )
    resources = "".join(
        f'<resource identifier="R-{name}" type="imsqti_item_xmlv2p1" href="items/{name}.xml"/>' for name in items
    )
    manifest = (
        '<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" identifier="M"><organizations/><resources>'
        f'<resource identifier="T" type="imsqti_test_xmlv2p1" href="test.xml"/>{resources}</resources></manifest>'
    )
    return {"imsmanifest.xml": manifest.encode(), "test.xml": test.encode()} | {
        f"items/{name}.xml": content for name, content in items.items()
    }


def _cc_item(ident: str, profile: str, labels: dict[str, str], conditions: str, cardinality: str = "Single") -> str:
    inner = "".join(
        f'<response_label ident="{name}"><material><mattext texttype="text/plain">{text}</mattext></material></response_label>'
        for name, text in labels.items()
    )
    return (
        f'<item ident="{ident}" title="{ident}"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile'
        f"</fieldlabel><fieldentry>{profile}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>"
        f'<material><mattext texttype="text/html">&lt;p&gt;What is {ident}?&lt;/p&gt;</mattext></material>'
        f'<response_lid ident="r" rcardinality="{cardinality}"><render_choice>{inner}</render_choice></response_lid>'
        f"</presentation><resprocessing><outcomes><decvar varname='SCORE'/></outcomes>{conditions}</resprocessing></item>"
    )


def _cc_condition(inner: str) -> str:
    return f"<respcondition><conditionvar>{inner}</conditionvar><setvar action='Set' varname='SCORE'>100</setvar></respcondition>"


def cartridge() -> Files:
    labels = {"a": "One", "b": "Two", "c": "Three"}
    equal = '<varequal respident="r">{}</varequal>'
    essay = '<item ident="e" title="e"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel><fieldentry>cc.essay.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation><material><mattext>Write.</mattext></material></presentation></item>'
    items = (
        _cc_item("one", "cc.multiple_choice.v0p1", labels, _cc_condition(equal.format("b")))
        + _cc_item(
            "many", "cc.multiple_response.v0p1", labels,
            _cc_condition(f"<and>{equal.format('a')}{equal.format('c')}<not>{equal.format('b')}</not></and>"), "Multiple",
        )
        + _cc_item("tf", "cc.true_false.v0p1", {"t": "True", "f": "False"}, _cc_condition(equal.format("t")))
        + essay
    )  # fmt: skip
    quiz = (
        '<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="A" title="Check">'
        "<qtimetadata><qtimetadatafield><fieldlabel>qmd_timelimit</fieldlabel><fieldentry>12</fieldentry></qtimetadatafield>"
        f"</qtimetadata><section ident='s'>{items}</section></assessment></questestinterop>"
    )
    manifest = """<manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1"
 xmlns:lomimscc="http://ltsc.ieee.org/xsd/imsccv1p2/LOM/manifest">
 <metadata><schema>IMS Common Cartridge</schema><schemaversion>1.2.0</schemaversion>
  <lomimscc:lom><lomimscc:general><lomimscc:title><lomimscc:string language="en">Wells</lomimscc:string>
  </lomimscc:title></lomimscc:general></lomimscc:lom></metadata>
 <organizations><organization identifier="o" structure="rooted-hierarchy"><item identifier="root">
  <item identifier="u1"><title>Unit 1</title>
   <item identifier="i1" identifierref="r1"><title>Digging</title></item>
   <item identifier="i2" identifierref="r2"><title>A handbook</title></item>
   <item identifier="i3" identifierref="r3"><title>Elsewhere</title></item>
   <item identifier="i4" identifierref="r4"><title>Talk about it</title></item>
   <item identifier="i5" identifierref="r5"><title>Check yourself</title></item>
   <item identifier="i6" identifierref="gone"><title>Gone</title></item></item></item></organization></organizations>
 <resources>
  <resource identifier="r1" type="webcontent" href="unit/dig.html"><file href="unit/dig.html"/></resource>
  <resource identifier="r2" type="webcontent" href="unit/book.pdf"><file href="unit/book.pdf"/></resource>
  <resource identifier="r3" type="imswl_xmlv1p2"><file href="link.xml"/></resource>
  <resource identifier="r4" type="imsdt_xmlv1p2"><file href="talk.xml"/></resource>
  <resource identifier="r5" type="imsqti_xmlv1p2/imscc_xmlv1p2/assessment"><file href="quiz.xml"/></resource>
  <resource identifier="r6" type="webcontent" href="unit/pic.svg"><file href="unit/pic.svg"/></resource>
 </resources></manifest>"""
    return {
        "imsmanifest.xml": manifest.encode(),
        "unit/dig.html": b"<html><head><title>x</title><script>alert(1)</script></head><body><h1>Dig</h1><p>Deep."
        b"<img src='pic.svg' alt='A well'></p><a href='next.html'>Next</a></body></html>",
        "unit/book.pdf": b"%PDF-1.7\n%",
        "unit/pic.svg": b"<svg onload='alert(1)'/>",
        "link.xml": b'<webLink xmlns="http://www.imsglobal.org/xsd/imsccv1p2/imswl_v1p2"><title>Elsewhere</title>'
        b'<url href="https://wells.example/"/></webLink>',
        "talk.xml": b"<topic><title>Talk</title></topic>",
        "quiz.xml": quiz.encode(),
    }


def _moodle_question(id: int, kind: str, text: str, inner: str) -> str:
    return (
        f'<question_bank_entry id="{id}"><question_version><question_versions id="{id}"><version>1</version><questions>'
        f'<question id="{id}00"><name>Q{id}</name><questiontext>&lt;p&gt;{text}&lt;/p&gt;</questiontext>'
        f"<generalfeedback>Because.</generalfeedback><qtype>{kind}</qtype><plugin_qtype_{kind}_question>{inner}"
        f"</plugin_qtype_{kind}_question></question></questions></question_versions></question_version>"
        "</question_bank_entry>"
    )


def _moodle_answers(*answers: tuple[str, str]) -> str:
    inner = "".join(
        f'<answer id="{n}"><answertext>{text}</answertext><fraction>{fraction}</fraction><feedback></feedback></answer>'
        for n, (text, fraction) in enumerate(answers, 1)
    )
    return f"<answers>{inner}</answers>"


SCORM = b"""<manifest identifier="m" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"><metadata><schemaversion>1.2</schemaversion></metadata>
 <organizations default="o"><organization identifier="o"><title>Pump</title>
 <item identifier="a" identifierref="r"><title>Pump it</title></item></organization></organizations>
 <resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="a.html"/></resources></manifest>"""


def scorm() -> Files:
    return {"imsmanifest.xml": SCORM, "a.html": b"<!doctype html><title>a</title>"}


def moodle() -> Files:
    activities = [
        ("1", "page", "A page", "1"),
        ("2", "label", "A label", "1"),
        ("3", "resource", "A file", "1"),
        ("4", "url", "A link", "2"),
        ("5", "book", "A book", "2"),
        ("6", "quiz", "A quiz", "2"),
        ("7", "scorm", "A package", "2"),
        ("8", "forum", "A forum", "2"),
        ("9", "page", "Hidden", "1"),
    ]
    listed = "".join(
        f"<activity><moduleid>{id}</moduleid><sectionid>{section}</sectionid><modulename>{kind}</modulename>"
        f"<title>{title}</title><directory>activities/{kind}_{id}</directory></activity>"
        for id, kind, title, section in activities
    )
    backup = (
        "<moodle_backup><information><original_course_fullname>Wells</original_course_fullname>"
        "<original_course_shortname>WELL 1</original_course_shortname><contents><activities>"
        f"{listed}</activities><sections><section><sectionid>1</sectionid><directory>sections/section_1</directory></section>"
        "<section><sectionid>2</sectionid><directory>sections/section_2</directory></section></sections></contents>"
        "</information></moodle_backup>"
    )

    def activity(id: str, kind: str, inner: str) -> bytes:
        return (
            f'<activity id="{id}" moduleid="{id}" modulename="{kind}" contextid="9{id}"><{kind} id="{id}">{inner}</{kind}>'
            "</activity>"
        ).encode()

    instances = "".join(
        f"<question_instance><slot>{n}</slot><question_reference><questionbankentryid>{n}</questionbankentryid>"
        "</question_reference></question_instance>"
        for n in range(1, 6)
    )
    questions = (
        _moodle_question(
            1, "multichoice", "Which?", _moodle_answers(("A", "1.0"), ("B", "0.5"), ("C", "0")) + "<multichoice><single>1</single></multichoice>"
        )
        + _moodle_question(2, "truefalse", "Wet?", _moodle_answers(("True", "1"), ("False", "0")))
        + _moodle_question(3, "shortanswer", "Say", _moodle_answers(("water", "1")))
        + _moodle_question(
            4, "match", "Pair", "<matches><match id='1'><questiontext>Red</questiontext><answertext>Stop</answertext></match>"
            "<match id='2'><questiontext>Green</questiontext><answertext>Go</answertext></match></matches>",
        )
        + _moodle_question(5, "numerical", "How deep?", _moodle_answers(("30", "1")))
    )  # fmt: skip
    pdf, pump = "a" * 40, "b" * 40
    stored = "".join(
        f"<file id='1'><contenthash>{sha}</contenthash><contextid>9{id}</contextid><component>mod_{kind}</component>"
        f"<filearea>{area}</filearea><filename>{name}</filename><mimetype>{media}</mimetype></file>"
        for sha, id, kind, area, name, media in (
            (pdf, "3", "resource", "content", "guide.pdf", "application/pdf"),
            (pump, "7", "scorm", "package", "p.zip", "application/zip"),
        )
    )
    chapters = "".join(
        f"<chapter id='{n}'><title>Chapter {n}</title><content>&lt;p&gt;Text {n}&lt;/p&gt;</content><hidden>0</hidden></chapter>"
        for n in (1, 2)
    )
    return {
        "moodle_backup.xml": backup.encode(),
        "course/course.xml": b"<course><fullname>Wells</fullname><lang></lang></course>",
        "sections/section_1/section.xml": b"<section><number>1</number><sequence>2,1,3,9</sequence></section>",
        "sections/section_2/section.xml": b"<section><number>2</number><sequence>4,5,6,7,8</sequence></section>",
        "activities/page_1/page.xml": activity(
            "1", "page", "<name>A page</name><content>&lt;p&gt;Wells &lt;script&gt;alert(1)&lt;/script&gt;&lt;/p&gt;</content>"
        ),
        "activities/label_2/label.xml": activity("2", "label", "<name>A label</name><intro>&lt;p&gt;Hello&lt;/p&gt;</intro>"),
        "activities/resource_3/resource.xml": activity("3", "resource", "<name>A file</name>"),
        "activities/url_4/url.xml": activity("4", "url", "<name>A link</name><externalurl>https://x.example/</externalurl>"),
        "activities/book_5/book.xml": activity("5", "book", f"<name>A book</name><chapters>{chapters}</chapters>"),
        "activities/quiz_6/quiz.xml": activity(
            "6", "quiz", f"<name>A quiz</name><timelimit>600</timelimit><attempts_number>2</attempts_number>"
            f"<question_instances>{instances}</question_instances>",
        ),
        "activities/scorm_7/scorm.xml": activity("7", "scorm", "<name>A package</name>"),
        "activities/page_9/page.xml": activity("9", "page", "<name>Hidden</name><content>Secret</content>"),
        "activities/page_9/module.xml": b"<module id='9'><visible>0</visible></module>",
        "questions.xml": f"<question_categories><question_category id='1'><question_bank_entries>{questions}</question_bank_entries></question_category></question_categories>".encode(),
        "files.xml": f"<files>{stored}</files>".encode(),
        f"files/aa/{pdf}": b"%PDF-1.7\n%",
        f"files/bb/{pump}": zipped(scorm()),
    }  # fmt: skip


def olx() -> Files:
    problem = (
        "<problem display_name='Ask'><p>Look at it.</p><multiplechoiceresponse><label>Wet?</label><choicegroup"
        " type='MultipleChoice'><choice correct='true'>Yes</choice><choice correct='false'>No</choice></choicegroup>"
        "<solution><p>It is.</p></solution></multiplechoiceresponse></problem>"
    )
    many = (
        "<problem display_name='Many'><choiceresponse><label>Which?</label><checkboxgroup><choice correct='true'>A</choice>"
        "<choice correct='true'>B</choice><choice correct='false'>C</choice></checkboxgroup></choiceresponse></problem>"
    )
    return {
        "course/course.xml": b'<course url_name="2026" org="KY" course="WELL"/>',
        "course/course/2026.xml": b'<course display_name="Wells" language="en"><chapter url_name="c1"/><wiki slug="x"/></course>',
        "course/chapter/c1.xml": b'<chapter display_name="Week 1"><sequential url_name="s1"/></chapter>',
        "course/sequential/s1.xml": b'<sequential display_name="First"><vertical url_name="v1"/><vertical url_name="v2"/></sequential>',
        "course/vertical/v1.xml": b'<vertical display_name="Digging"><html url_name="h1"/><video url_name="f1"/><problem url_name="p1"/>'
        b'<problem url_name="p2"/><problem url_name="p3"/><discussion url_name="d"/></vertical>',
        "course/vertical/v2.xml": b'<vertical display_name="Gone"><html url_name="h2"/></vertical>',
        "course/html/h1.xml": b'<html filename="h1" display_name="Text"/>',
        "course/html/h1.html": b"<h2>Dig</h2><p>Deep. <img src='/static/well.png' alt='A well'></p><script>alert(1)</script>",
        "course/video/f1.xml": b'<video display_name="A film" youtube_id_1_0="abcdefghijk"/>',
        "course/problem/p1.xml": problem.encode(),
        "course/problem/p2.xml": many.encode(),
        "course/problem/p3.xml": b"<problem display_name='Depth'><numericalresponse answer='30'><label>How deep?</label>"
        b"<formulaequationinput/></numericalresponse></problem>",
        "course/static/well.png": b"\x89PNG",
    }


def h5p() -> Files:
    def holds(library: str, title: str, params: dict) -> dict:
        return {"library": f"{library} 1.16", "params": params, "metadata": {"title": title}}

    answers = [
        {"text": "<div>A</div>", "correct": True},
        {"text": "B", "correct": True},
        {"text": "C", "correct": False},
    ]
    questions = [
        holds("H5P.TrueFalse", "Wet", {"question": "<p>Is water wet?</p>", "correct": "true"}),
        holds("H5P.MultiChoice", "Which", {"question": "Which?", "answers": answers, "behaviour": {"type": "auto"}}),
        holds("H5P.SingleChoiceSet", "Set", {"choices": [{"question": "How deep?", "answers": ["Thirty", "Three"]}]}),
        holds("H5P.MultiChoice", "Pictured", {"question": "What?<img src='x'>", "answers": answers}),
        holds("H5P.DragText", "Drag", {}),
        holds("H5P.AdvancedText", "Text", {"text": "<p>Dig deep.</p><script>alert(1)</script>"}),
    ]
    about = {"title": "Wells", "language": "und", "mainLibrary": "H5P.QuestionSet"}
    return {
        "h5p.json": json.dumps(about).encode(),
        "content/content.json": json.dumps({"questions": questions}).encode(),
        "H5P.QuestionSet-1.20/library.json": b"{}",
    }


def all_of_them() -> dict[str, Files]:
    return {
        "markdown-quiz": markdown_quiz(),
        "qti": qti(),
        "common-cartridge": cartridge(),
        "moodle": moodle(),
        "olx": olx(),
        "scorm": scorm(),
        "h5p": h5p(),
    }


def archive(name: str, files: Files) -> bytes:
    return tarred(files) if name in ("moodle", "olx") else zipped(files)
