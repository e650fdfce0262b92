import io

import pypdf
import pytest
import typst

from karmayogi.learning.actions.media import paper
from karmayogi.learning.engine.renditions import MediaFault, Trouble


def pdf(pages: int = 2) -> bytes:
    text = "#set page(width: 20cm, height: 12cm)\n" + "\n#pagebreak()\n".join(
        f"= Leaf {number}\nThe office answers within thirty days." for number in range(1, pages + 1)
    )
    return bytes(typst.compile(text.encode(), format="pdf"))


def locked() -> bytes:
    writer, into = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(1))), io.BytesIO()
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(into)
    return into.getvalue()


def test_pages_become_light_pictures_with_their_words(tmp_path):
    (tmp_path / "x.pdf").write_bytes(pdf())
    result = paper.make(tmp_path / "x.pdf", tmp_path)
    assert [(one.place, one.width, one.height) for one in result.made] == [(1, 720, 432), (2, 720, 432)]
    assert "Leaf 2\nThe office answers" in result.made[1].text
    assert all(one.path and 0 < one.path.stat().st_size < 30_000 for one in result.made)
    assert result.pages == 2 and result.cpu_ms > 0


@pytest.mark.parametrize(
    ("content", "trouble"),
    [(b"%PDF-1.7 nothing", Trouble.BROKEN), (locked(), Trouble.LOCKED), (pdf(301), Trouble.TOO_MANY_PAGES)],
    ids=["broken", "locked", "long"],
)
def test_what_is_refused(tmp_path, content, trouble):
    (tmp_path / "x.pdf").write_bytes(content)
    with pytest.raises(MediaFault) as raised:
        paper.make(tmp_path / "x.pdf", tmp_path)
    assert raised.value.trouble is trouble
