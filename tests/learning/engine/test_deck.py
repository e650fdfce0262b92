import pytest

from karmayogi.learning.engine import deck
from karmayogi.learning.engine.renditions import MediaFault, Trouble

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"


def relations(*lines: tuple[str, str, str, bool]) -> str:
    """Lines of (id, kind, target, whether it lies elsewhere)."""
    inside = "".join(
        f'<Relationship Id="{one}" Type="{_R}/{kind}" Target="{target}"{" TargetMode='External'" if out else ""}/>'
        for one, kind, target, out in lines
    )
    return f'<Relationships xmlns="{_RELS}">{inside}</Relationships>'


def slide(*paragraphs: str) -> str:
    inside = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in paragraphs)
    return f'<p:sld xmlns:p="{_P}" xmlns:a="{_A}">{inside}</p:sld>'


def pptx(**more: str) -> dict[str, bytes]:
    """Two slides, shown in the order two, one."""
    files = {
        "[Content_Types].xml": "<Types/>",
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{_P}" xmlns:r="{_R}"><p:sldIdLst>'
        '<p:sldId id="1" r:id="b"/><p:sldId id="2" r:id="a"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(
            ("a", "slide", "slides/slide1.xml", False), ("b", "slide", "/ppt/slides/slide2.xml", False)
        ),
        "ppt/slides/slide1.xml": slide("One"),
        "ppt/slides/slide2.xml": slide("Two", "शीर्षक"),
        "ppt/slides/_rels/slide1.xml.rels": relations(("l", "hyperlink", "https://example.org/", True)),
    }
    return {name: text.encode() for name, text in (files | more).items()}


def odp(inside: str) -> dict[str, bytes]:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("draw", "drawing"), ("text", "text"), ("office", "office"), ("script", "script"))
    )
    text = f'<office:body {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</office:body>'
    return {"content.xml": text.encode()}


def read(files: dict[str, bytes]) -> list[str]:
    deck.check(files, files.__getitem__)
    return deck.texts(files, files.__getitem__)


def test_texts_in_the_order_in_which_they_are_shown():
    assert read(pptx()) == ["Two\nशीर्षक", "One"]
    page = "<draw:page><text:p>Head <text:span>line</text:span></text:p></draw:page>"
    link = '<text:a xlink:href="https://example.org/">x</text:a><draw:image xlink:href="Pictures/1.png"/>'
    assert read(odp(page + f"<draw:page><text:p>{link}</text:p></draw:page>")) == ["Head line", "x"]


@pytest.mark.parametrize(
    ("files", "trouble"),
    [
        (pptx(**{"ppt/vbaProject.bin": "x"}), Trouble.MACROS),
        (pptx(**{"[Content_Types].xml": '<Types><x y="presentation.macroEnabled.main+xml"/></Types>'}), Trouble.MACROS),
        (odp("<draw:page/>") | {"Basic/Standard/Module1.xml": b"x"}, Trouble.MACROS),
        (odp("<office:scripts><script:event/></office:scripts><draw:page/>"), Trouble.MACROS),
        (pptx(**{"ppt/slides/_rels/slide2.xml.rels": relations(("i", "image", "http://10.0.0.1/x.png", True))}),
         Trouble.OUTSIDE),
        (pptx(**{"ppt/slides/_rels/slide2.xml.rels": relations(("i", "video", "file:///etc/passwd", True))}),
         Trouble.OUTSIDE),
        (odp('<draw:page><draw:image xlink:href="file:///etc/passwd"/></draw:page>'), Trouble.OUTSIDE),
        (odp('<draw:page><draw:image xlink:href="../../etc/passwd"/></draw:page>'), Trouble.OUTSIDE),
        (odp('<draw:page><draw:object xlink:href="http://10.0.0.1/"/></draw:page>'), Trouble.OUTSIDE),
        ({"content.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, Trouble.BROKEN),
        ({"word/document.xml": b"<x/>"}, Trouble.BROKEN),
        (odp(""), Trouble.BROKEN),
        (odp("<draw:page/>" * 301), Trouble.TOO_MANY_PAGES),
    ],
)  # fmt: skip
def test_what_is_refused(files, trouble):
    with pytest.raises(MediaFault) as raised:
        read(files)
    assert raised.value.trouble is trouble
