import shutil

import pytest

from karmayogi.learning.actions.media import deck
from karmayogi.learning.engine.renditions import MediaFault, Trouble
from tests.learning.conftest import zipped
from tests.learning.engine.test_deck import odp, pptx


def test_without_libreoffice_the_slides_are_their_text_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(deck, "tool", lambda name: "")
    (tmp_path / "x").write_bytes(zipped(pptx()))
    result = deck.make(tmp_path / "x", tmp_path)
    assert [(one.place, one.path, one.text) for one in result.made] == [(1, None, "Two\nशीर्षक"), (2, None, "One")]
    assert result.trouble is Trouble.NO_OFFICE


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (zipped(pptx(**{"ppt/vbaProject.bin": "x"})), Trouble.MACROS),
        (zipped(odp("<draw:page/>") | {"Pictures/x.png": b"\0" * 60_000_000}), Trouble.TOO_HEAVY),
        (b"PK\x03\x04 broken", Trouble.BROKEN),
    ],
    ids=["macros", "bomb", "broken"],
)
def test_what_is_refused_never_reaches_libreoffice(tmp_path, monkeypatch, content, trouble):
    monkeypatch.setattr(deck, "_printed", lambda *_given: pytest.fail("it was opened"))
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(MediaFault) as raised:
        deck.make(tmp_path / "x", tmp_path)
    assert raised.value.trouble is trouble


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_with_libreoffice_each_slide_is_a_picture_with_its_own_words(tmp_path):
    from odf.draw import Frame, Page, TextBox
    from odf.opendocument import OpenDocumentPresentation
    from odf.style import MasterPage, PageLayout
    from odf.text import P

    document = OpenDocumentPresentation()
    layout = PageLayout(name="layout")
    document.automaticstyles.addElement(layout)
    master = MasterPage(name="master", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    for text in ("Ask", "पूछिए"):
        page, frame, box = Page(masterpagename=master), Frame(width="20cm", height="5cm", x="2cm", y="2cm"), TextBox()
        box.addElement(P(text=text))
        frame.addElement(box)
        page.addElement(frame)
        document.presentation.addElement(page)
    document.save(tmp_path / "x.odp")
    result = deck.make(tmp_path / "x.odp", tmp_path)
    assert [(one.text, one.media_type) for one in result.made] == [("Ask", "image/avif"), ("पूछिए", "image/avif")]
    assert result.trouble is None
