import time

import pytest

from karmayogi.kernel.markup import TooDeep
from karmayogi.learning.engine import prose


def test_tables_lists_and_quotes():
    html = prose.to_html("# Top\n\n|a|b|\n|-|-|\n|1|2|\n\n> answer\n\n1. one")
    assert '<div class="scroll" tabindex="0"><table>' in html
    assert "<h2>Top</h2>" in html
    assert "<blockquote>" in html


def test_nothing_runs():
    html = prose.to_html(
        '[x](javascript:alert(1)) <img src=x onerror=alert(1)> ![i](http://e/x.png) <b onclick="x">b</b>'
    )
    assert "<a" not in html
    assert "<img" not in html
    assert "<b" not in html
    assert "javascript:" not in prose.clean('<a href="javascript:alert(1)">x</a><style>*{}</style><iframe></iframe>')


@pytest.mark.parametrize(
    "markdown", ["[" * 100_000, "![" * 100_000, "*" * 90_000 + "x" + "*" * 90_000, "*" * 5000 + "x" + "*" * 5000]
)
def test_marks_inside_one_another_without_end_are_refused_before_they_cost_anything(markdown):
    """Read to the end, the first take seconds of a text as long as the editor lets it be."""
    begun = time.process_time()
    for make in (prose.to_html, prose.foreign_to_html, prose.to_slides):
        with pytest.raises(TooDeep):
            make(markdown)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("tags", ["<ul><li>", "<blockquote>", "<x>", "<div>x</b><!--</div></div>-->"])
def test_elements_inside_one_another_without_end_are_refused(tags):
    begun = time.process_time()
    for make in (prose.clean, prose.clean_foreign, prose.clean_slides):
        with pytest.raises(TooDeep):
            make(tags * 20_000)
    assert time.process_time() - begun < 1


def test_long_and_flat_is_not_deep():
    """As honest texts are: much of it beside one another, ends left out, twenty levels."""
    lines = "\n".join(f"- **{n}** [x](https://e.in) *y*" for n in range(700))
    assert prose.to_html(lines).count("<li>") == 700
    table = "|a|b|\n|-|-|\n" + "|*x*|**y**|\n" * 1000
    assert prose.to_html(table).count("<td>") == 2000
    assert prose.clean("<p>one<br><li>two" * 5000).count("two") == 5000
    nested = prose.clean("<ul><li>" * 150 + "x" + "</li></ul>" * 150)
    assert nested.count("<ul>") == 150


def test_plausible_time():
    assert prose.plausible_seconds("page", 6, 300) == 60
    assert prose.plausible_seconds("video", 2, 100) == 50
    assert prose.plausible_seconds("quiz", 15, 0) == 0


def test_title():
    assert prose.title_and_rest("# A\n\nb") == ("A", "b")
    assert prose.title_and_rest("b") == ("", "b")


def test_foreign_html_loses_what_leads_nowhere_here():
    html = prose.clean_foreign(
        "<h1>Top</h1><p><img src=x alt='A well'> <a href='../x'>near</a> <a href='https://far.example/'>far</a></p>"
        "<p><a href='https://far.example/'><img src=y></a></p><script>alert(1)</script>"
    )
    assert html == ('<h2>Top</h2><p>A well near <a href="https://far.example/" rel="noopener noreferrer">far</a></p>')


def test_foreign_markdown_may_hold_html():
    html = prose.foreign_to_html("<!-- note -->\n\n# One\n\n<details>Inside <b onclick='x'>it</b></details>\n")
    assert "note" not in html
    assert "onclick" not in html
    assert html.startswith("<h2>One</h2>")


def test_cleaning_twice_changes_nothing():
    once = prose.to_html("| a |\n|---|\n| [b](https://x.example) |\n")
    assert prose.clean(once) == once


def test_pictures_have_a_name_and_a_description_and_nothing_else():
    html = prose.to_html("![A *well* & <more>](picture:a1.webp) ![x](http://e/x.png) [link](picture:a1.webp)")
    well = '<img src="picture:a1.webp" alt="A well &amp; &lt;more&gt;">'
    assert html == f'<p>{well} x <a rel="noopener noreferrer">link</a></p>\n'
    assert prose.clean(html) == html
    assert prose.described_in(html) == [("a1.webp", "A well & <more>")]
    for hostile in (
        '<img src="picture:../x">', '<img src="picture:a&#34; onerror=x">', "<img src='picture:a' onerror='alert(1)' srcset='x'>",
        '<img alt="<script>" src=javascript:x>', '<img src="PICTURE:a">', "<img src=data:image/png;base64,AA==>",
    ):  # fmt: skip
        left = prose.clean(hostile)
        assert left in ("", '<img src="picture:a" alt="">', "&lt;script&gt;"), left


def test_the_pictures_of_a_foreign_text_are_those_that_are_found():
    asked = []

    def find(src, alt):
        asked.append((src, alt))
        return "n1" if src.endswith("b.png") else None

    html = prose.clean_foreign(
        "<p><img src='@@PLUGINFILE@@/a%20b.png' alt='A &amp; b'><img src='picture:n2' alt='Not'></p>", find
    )
    assert html == '<p><img src="picture:n1" alt="A &amp; b">Not</p>'
    assert asked == [("@@PLUGINFILE@@/a%20b.png", "A & b"), ("picture:n2", "Not")]
    assert prose.renamed(html, {}) == "<p>A &amp; bNot</p>"
    assert prose.to_html(f"![{prose.in_brackets('a ] b * <c>')}](picture:n1)") == (
        '<p><img src="picture:n1" alt="a ] b * &lt;c&gt;"></p>\n'
    )
