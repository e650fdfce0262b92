"""Markdown of course authors into HTML that is safe to show, and how long it takes to read."""

import functools
import re
from html import unescape

import nh3
from markdown_it import MarkdownIt

# Reading with attention, in words a minute; Indic text has fewer, longer words and comes out near it.
WORDS_A_MINUTE = 180
_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADING = re.compile(r"<(/?)h1(?:\s[^>]*)?>", re.IGNORECASE)
_PICTURE = re.compile(r"""<img\b[^>]*?\balt=["']([^"'<>]*)["'][^>]*>""", re.IGNORECASE)
_HOLLOW = re.compile(r"<(a|p)\b[^>]*>\s*</\1>")
# nh3 writes the attribute first and closes what it opens, so this sees every link there is.
_NEAR_LINK = re.compile(r'<a(?:\s(?:href="(?!https?:|mailto:)[^"]*"|rel="[^"]*"))*>(.*?)</a>', re.DOTALL)
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@functools.cache
def _foreign_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def foreign_to_html(markdown: str) -> str:
    """HTML of Markdown written for another site, where raw HTML is part of the language. See `clean_foreign`."""
    return clean_foreign(_foreign_parser().render(re.sub(r"(?m)^# ", "## ", markdown)))


def clean_foreign(html: str) -> str:
    """Cleaned; pictures give way to their descriptions, links that led to neighbours in the source to their text."""
    html = _PICTURE.sub(r"\1", _HEADING.sub(r"<\1h2>", html))
    return clean(_HOLLOW.sub("", _HOLLOW.sub("", _NEAR_LINK.sub(r"\1", clean(html))))).strip()


def to_html(markdown: str) -> str:
    """HTML of the text. Raw HTML in it shows as text; headings begin at h2, the page has the h1."""
    return clean(_parser().render(re.sub(r"(?m)^# ", "## ", markdown)))


def to_slides(markdown: str) -> str:
    """HTML of slides; a line of three dashes begins the next. Light and readable aloud, unlike pictures of slides."""
    slides = [part.strip() for part in re.split(r"(?m)^---+[ \t]*$", markdown.replace("\r\n", "\n"))]
    return "".join(f'<section class="slide">{to_html(slide)}</section>' for slide in slides if slide)


def words_of(html: str) -> str:
    """The words of HTML of ours, a line for each block: for comparing texts whose source is not known."""
    text = re.sub(r"</(?:p|h\d|li|tr|blockquote|pre)>|<br>|<hr>", "\n", html)
    lines = (" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def clean(html: str) -> str:
    """Only the tags of prose survive. Foreign HTML (a PDF's text version) comes through here too."""
    html = nh3.clean(
        html, tags=_TAGS, attributes={"a": {"href"}, "ol": {"start"}}, url_schemes={"http", "https", "mailto"}
    )
    # A wide table scrolls by itself, also from the keyboard.
    return _TABLE.sub(r'<div class="scroll" tabindex="0"><table>\1</table></div>', html)


def title_and_rest(markdown: str) -> tuple[str, str]:
    """The first level heading of a text and what follows it; ("", text) without one."""
    first, _, rest = markdown.lstrip().partition("\n")
    return (first[2:].strip(), rest.lstrip()) if first.startswith("# ") else ("", markdown)


def reading_seconds(markdown: str) -> int:
    return round(len(markdown.split()) / WORDS_A_MINUTE * 60)


def plausible_seconds(kind: str, minutes: int, full_seconds: int) -> int:
    """The least time in which somebody can have learnt from a part: a fifth of reading, half of a film or recording.

    full_seconds: reading time or length; 0 where it is not known. A PDF is read elsewhere: ten seconds show that it
    was opened. H5P is read and answered. SCORM packages and tests keep their own time.
    """
    full = full_seconds or minutes * 60
    read, heard = min(full, minutes * 60) // 5, full // 2
    return {"page": read, "slides": read, "video": heard, "audio": heard, "pdf": 10, "h5p": read}.get(kind, 0)
