"""What every reader keeps: its questions are ours, nothing in its texts runs, hostile files are refused in words."""

import re

import pytest

from karmayogi.assessment.engine import question_file
from karmayogi.learning.actions.exchange.read_archive import READERS, understand
from karmayogi.learning.engine import prose
from karmayogi.learning.types import CourseFault, Why
from tests.learning import foreign
from tests.learning.understood import read


@pytest.mark.parametrize("name", sorted(foreign.all_of_them().keys() - {"qti"}))
def test_each_format_is_recognised_and_its_questions_are_ours(name):
    plan = read(name)
    assert plan.format == name
    for part in plan.parts:
        question_file.read(part.questions)
        assert all("<script" not in one.html and "<svg" not in one.html for one in part.variants.values())


XXE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "path"),
    [("moodle", "questions.xml"), ("olx", "course/problem/p1.xml"), ("common-cartridge", "quiz.xml")],
)
@pytest.mark.parametrize(
    ("before", "why"), [(XXE, Why.DOCTYPE), (b"<", Why.BROKEN), (b"<a>" * 100 + b"</a>" * 100, Why.BROKEN)]
)
def test_hostile_xml_is_refused(name, path, before, why):
    content = foreign.all_of_them()[name][path]
    with pytest.raises(CourseFault) as caught:
        read(name, **{path: before + content})
    assert caught.value.why is why


@pytest.mark.parametrize(
    ("name", "path", "was", "now"),
    [
        ("olx", "course/course/2026.xml", b'language="en"', b'language="fr"'),
        ("moodle", "course/course.xml", b"<lang>", b"<lang>hi"),
    ],
)
def test_a_course_in_another_language_alone_is_refused(name, path, was, now):
    with pytest.raises(CourseFault) as caught:
        read(name, **{path: foreign.all_of_them()[name][path].replace(was, now)})
    assert caught.value.why is Why.NOT_ENGLISH


def test_a_file_that_is_no_course_is_refused():
    with pytest.raises(CourseFault) as caught:
        understand({"a.txt": b"x"}, READERS)
    assert caught.value.why is Why.UNKNOWN_FORMAT


MOODLE = {
    "activities/page_1/page.xml": b"<activity contextid='91'><page><name>P</name><content>&lt;p&gt;&lt;img src=\"@@PLUGINFILE@@/a%20b.png\""
    b" alt=\"A well\"&gt;&lt;img src=\"@@PLUGINFILE@@/no.png\" alt=\"Gone\"&gt;&lt;/p&gt;</content></page></activity>",
    "files.xml": b"<files><file id='1'><contenthash>" + b"c" * 40 + b"</contenthash><contextid>91</contextid><component>mod_page</component>"
    b"<filearea>content</filearea><itemid>0</itemid><filepath>/</filepath><filename>a b.png</filename><mimetype>image/png</mimetype>"
    b"</file></files>",
    f"files/cc/{'c' * 40}": b"\x89PNG",
}  # fmt: skip
CARTRIDGE = {
    "unit/page.html": b"<p>Dig.<img src='../pics/a%20b.png' alt='A well'><img src='$IMS-CC-FILEBASE$/c.png'><img src='pic.svg' alt='No'></p>",
    "pics/a b.png": b"\x89PNG",
    "web_resources/c.png": b"\x89PNG",
}
OLX = {
    "course/html/h1.html": b"<p>Deep. <img src='/static/well.png' alt='A well'>"
    b"<img src='/asset-v1:KY+WELL+1+type@asset+block@d.png'><img src='/static/../x.png' alt='Out'></p>",
    "course/static/d.png": b"\x89PNG",
}
MARKDOWN = {
    "course/en/1-well/lessons/10-drink/README.md": b"# Drink\n\nBoil it.\n\n![A well](../../../../pictures/one.png)\n\n"
    b"<img src='https://far.example/x.png' alt='Far'>\n",
}


@pytest.mark.parametrize(
    ("format", "changes", "paths", "bare", "lost"),
    [
        ("moodle", MOODLE, [f"files/cc/{'c' * 40}"], [], True),
        ("common-cartridge", CARTRIDGE, ["pics/a b.png", "web_resources/c.png"], ["web_resources/c.png"], True),
        ("olx", OLX, ["course/static/well.png", "course/static/d.png"], ["course/static/d.png"], True),
        ("markdown-quiz", MARKDOWN, ["course/pictures/one.png"], [], True),
    ],
)
def test_pictures_come_along_from_where_each_format_has_them(format, changes, paths, bare, lost):
    files = foreign.all_of_them()[format] | changes
    page = files.pop("unit/page.html", None)
    if page:
        name = next(one for one in files if one.endswith(".html"))
        files[name] = page
    plan = understand(files, READERS)
    shown = [variant for part in plan.parts for variant in part.variants.values() if variant.pictures]
    assert [one.path for variant in shown for one in variant.pictures.values()] == paths
    for variant in shown:
        assert set(prose.pictures_in(variant.html)) == set(variant.pictures) and 'alt="A well"' in variant.html
    assert [line.detail or line.source for line in plan.report if line.why is Why.NO_ALT] == bare
    assert any(line.why is Why.IMAGES for line in plan.report) is lost
    assert not [line for line in plan.report if line.source in paths], "what came along is not said to be left out"


def test_a_chapter_of_a_book_shows_no_picture_of_another_chapter():
    files = foreign.all_of_them()["moodle"]
    name = next(one for one in files if one.endswith("book.xml"))
    context = re.search(rb"contextid=['\"](\d+)", files[name])[1]
    image = b'&lt;p&gt;&lt;img src="@@PLUGINFILE@@/a.png" alt="A well"&gt;&lt;/p&gt;'
    book = re.sub(rb"&lt;p&gt;Text (\d)&lt;/p&gt;", image, files[name])
    told = MOODLE["files.xml"].replace(b">91<", b">" + context + b"<").replace(b"mod_page", b"mod_book")
    told = told.replace(b">content<", b">chapter<").replace(b"<itemid>0", b"<itemid>1").replace(b"a b.png", b"a.png")
    plan = understand(files | MOODLE | {name: book, "files.xml": told}, READERS)
    chapters = [part.variants["en"] for part in plan.parts if part.key.startswith("chapter")]
    assert [len(one.pictures) for one in chapters] == [1] + [0] * (len(chapters) - 1) and len(chapters) > 1
