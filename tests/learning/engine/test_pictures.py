import io

import pytest
from PIL import Image

from karmayogi.learning.engine import pictures, prose
from karmayogi.learning.engine.pictures import NotAPicture, Picture, drawn
from tests.learning import drawings


def looked(content):
    return Image.open(io.BytesIO(content), formats=["WEBP"])


def test_drawn_anew_as_a_light_picture_of_the_right_size_that_stays_as_it_is():
    made = drawn(drawings.noisy(3000, 1000))
    assert (made.width, made.height) == (1280, 427) == looked(made.content).size
    for source in (
        drawings.png(),
        drawings.png(mode="RGBA"),
        drawings.png(mode="P"),
        drawings.png(mode="I;16", colour=9),
    ):
        once = drawn(source)
        assert drawn(once.content) == once
        assert once.name.endswith(".webp") and prose.is_name(once.name)
    clear = drawn(drawings.png(mode="RGBA", colour="#00000000"))
    assert looked(clear.content).convert("RGBA").getpixel((1, 1))[3] == 0


def test_shades_of_grey_of_sixteen_bits_stay_shades():
    grey = Image.new("I;16", (256, 1))
    for shade in range(256):
        grey.putpixel((shade, 0), shade * 257)
    made = looked(drawn(drawings.saved(grey, "PNG")).content).convert("L")
    assert all(abs(made.getpixel((shade, 0)) - shade) < 12 for shade in (0, 60, 128, 200, 255))


def test_no_description_hides_the_picture_of_a_question():
    for alt in ('"' * 300, "\\" * 300, "\x01" * 300, "x"):
        for question in (
            {"text": {"en": f"![{alt}](picture:a.webp)"}},
            {"body": {"parts": [{"t": f"![{alt}](picture:a.webp)"}]}},
        ):
            assert pictures.pictures_named(question) == {"a.webp"}


def test_nothing_but_the_picture_is_left():
    turned = drawn(drawings.located())
    assert b"secret" not in turned.content and (turned.width, turned.height) == (40, 60)
    ours = drawn(drawings.png()).content
    assert drawn(ours + b"PK\x03\x04<script>").content == ours, "nor a second file behind it"
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    inside = drawings.noisy(20, 20, "WEBP", exif=exif, lossless=True)
    assert b"secret" in inside and b"secret" not in drawn(inside).content


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x89PNG\r\n\x1a\n", drawings.HTML, drawings.SVG, drawings.bomb(), drawings.bomb(20_000),
        drawings.png()[:-30], b"RIFF\x00\x00\x00\x00WEBPVP8 ", b"%PDF-1.4", b"II*\x00" + bytes(90),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture):
        drawn(content)


def test_a_page_loads_by_itself_what_is_small_and_no_more():
    sizes = {"a": 30_000, "b": 30_001, **{f"c{n}": 30_000 for n in range(9)}}
    assert pictures.by_itself(["a", "b", *(f"c{n}" for n in range(9)), "gone"], sizes) == {"a", "c0", "c1", "c2"}


def test_a_text_with_its_pictures():
    html = prose.clean(
        '<p><img src="picture:a.webp" alt="A &quot;well&quot; {size}"><img src="picture:b.webp" alt="{name}"></p>'
    )
    found = {"a.webp": Picture("/f/a", 4, 3, 900), "b.webp": Picture("/f/b", 4, 3, 90_000)}
    offer = '<a href="?picture={name}">{size} kB</a> {alt}'
    told = pictures.shown(html, found, (), offer, "[{alt}]")
    assert '<img id="p-a.webp" src="/f/a" width="4" height="3" alt="A &quot;well&quot; {size}" loading="lazy"' in told
    assert '<a href="?picture=b.webp">90 kB</a> {name}' in told and "/f/b" not in told
    assert "/f/b" in pictures.shown(html, found, ["b.webp"], offer, "") and "/f/b" in pictures.shown(
        html, found, None, offer, ""
    )
    assert pictures.shown(html, {}, (), offer, "[{alt}]") == "<p>[A &quot;well&quot; {size}][{name}]</p>"
