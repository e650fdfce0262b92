"""Markdown of course authors into HTML that is safe to show, and how long it takes to read.

Whatever makes HTML here raises TooDeep for marks inside one another without end.
"""

import functools
import re
from collections.abc import Callable, Mapping
from html import escape, unescape

import nh3
from markdown_it import MarkdownIt

from karmayogi.kernel.markup import TooDeep, check_nesting

# Reading with attention, in words a minute; Indic text has fewer, longer words and comes out near it.
WORDS_A_MINUTE = 180
_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "hr", "br", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_MARKS = re.compile(r"([\\`*_\[\]<>&!#])")
_HEADING = re.compile(r"<(/?)h1(?:\s[^>]*)?>", re.IGNORECASE)
# Of a text: a mark that opens is compared with those before it that are open.
MOST_MARKS = 20_000
_MARK = re.compile(r"[*_\[`]")
# A picture of ours is named after "picture:"; where it is had is said when the page is shown (engine/pictures.py).
PICTURE = "picture:"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
# As nh3 writes an element: every value in double quotes.
_IMG = re.compile(r'<img((?:\s+[a-z-]+="[^"]*")*)\s*/?>')
_GIVEN = re.compile(r'\s(src|alt)="([^"]*)"')
_HOLLOW = re.compile(r"<(a|p)\b[^>]*>\s*</\1>")
# nh3 writes the attribute first and closes what it opens, so this sees every link there is.
_NEAR_LINK = re.compile(r'<a(?:\s(?:href="(?!https?:|mailto:)[^"]*"|rel="[^"]*"))*>(.*?)</a>', re.DOTALL)
_SLIDE = '<section class="slide">'
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)


# (address in the source, description) -> name of the picture, None where there is none.
type Find = Callable[[str, str], str | None]


@functools.cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


@functools.cache
def _foreign_parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def foreign_to_html(markdown: str, find: Find | None = None) -> str:
    """HTML of Markdown written for another site, where raw HTML is part of the language. See `clean_foreign`."""
    return clean_foreign(_rendered(_foreign_parser(), markdown), find)


def clean_foreign(html: str, find: Find | None = None) -> str:
    """Cleaned; links that led to neighbours in the source become their text. Pictures become those that `find` names,
    the others give way to their descriptions."""
    html = _cleaned(_HEADING.sub(r"<\1h2>", html), find or (lambda _src, _alt: None))
    return clean(_HOLLOW.sub("", _HOLLOW.sub("", _NEAR_LINK.sub(r"\1", html)))).strip()


def to_html(markdown: str) -> str:
    """HTML of the text. Raw HTML in it shows as text; headings begin at h2, the page has the h1."""
    return clean(_rendered(_parser(), markdown))


def _rendered(parser: MarkdownIt, markdown: str) -> str:
    if len(_MARK.findall(markdown)) > MOST_MARKS:
        raise TooDeep("marks")
    return parser.render(re.sub(r"(?m)^# ", "## ", markdown))


def to_slides(markdown: str) -> str:
    """HTML of slides; a line of three dashes begins the next. Light and readable aloud, unlike pictures of slides."""
    slides = [part.strip() for part in re.split(r"(?m)^---+[ \t]*$", markdown.replace("\r\n", "\n"))]
    return "".join(f"{_SLIDE}{to_html(slide)}</section>" for slide in slides if slide)


def clean_slides(html: str) -> str:
    """Cleaned HTML of slides, one by one, and of what stands between them."""
    before, *slides = html.split(_SLIDE)
    made = [clean(before)]
    for one in slides:
        inner, closed, after = one.partition("</section>")
        made.append(f"{_SLIDE}{clean(inner)}</section>{clean(after)}" if closed else clean(inner))
    return "".join(made)


def words_of(html: str) -> str:
    """The words of HTML of ours, a line for each block: for comparing texts whose source is not known."""
    text = re.sub(r"</(?:p|h\d|li|tr|blockquote|pre)>|<br>|<hr>", "\n", html)
    lines = (" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def clean(html: str) -> str:
    """Only the tags of prose survive, and pictures of ours. A PDF's text version comes through here too."""
    return _cleaned(html, lambda src, _alt: _name_of(src))


def is_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


def _name_of(src: str) -> str | None:
    name = src.removeprefix(PICTURE)
    return name if src.startswith(PICTURE) and is_name(name) else None


def _cleaned(html: str, find: Find) -> str:
    check_nesting(html)
    html = nh3.clean(
        html, tags=_TAGS | {"img"}, attributes={"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}},
        url_schemes={"http", "https", "mailto", PICTURE.rstrip(":")}, attribute_filter=_only_pictures,
    )  # fmt: skip

    return _wide(_each_picture(html, lambda src, alt: _picture(find(src, alt), alt)))


def _only_pictures(tag: str, attribute: str, value: str) -> str | None:
    """The name of a picture is no address that a link could lead to."""
    return None if tag == "a" and attribute == "href" and value.strip().lower().startswith(PICTURE) else value


def _picture(name: str | None, alt: str) -> str:
    """As clean HTML has it; of one that is not there its description."""
    return f'<img src="{PICTURE}{name}" alt="{escape(alt)}">' if name else escape(alt, quote=False)


def _each_picture(html: str, put: Callable[[str, str], str]) -> str:
    """put: (src, alt) -> what stands there instead."""

    def one(found: re.Match[str]) -> str:
        given = dict(_GIVEN.findall(found[1]))
        return put(unescape(given.get("src", "")).strip(), " ".join(unescape(given.get("alt", "")).split()))

    return _IMG.sub(one, html)


def with_pictures(html: str, put: Callable[[str, str], str]) -> str:
    """Cleaned HTML with what `put` gives for each picture. put: (name, alt) -> HTML."""
    return _each_picture(html, lambda src, alt: put(src.removeprefix(PICTURE), alt))


def renamed(html: str, names: Mapping[str, str]) -> str:
    """Cleaned HTML with its pictures under other names; those without one give way to their descriptions."""
    return with_pictures(html, lambda name, alt: _picture(names.get(name), alt))


def described(html: str, alts: Mapping[str, str]) -> str:
    """The same with these descriptions, by name, where a picture has none."""
    return with_pictures(html, lambda name, alt: _picture(name, alt or " ".join(alts.get(name, "").split())))


def picture_html(name: str, alt: str) -> str:
    return f"<p>{_picture(name, alt)}</p>"


def in_brackets(alt: str) -> str:
    """A description as Markdown has it between its brackets."""
    return _MARKS.sub(r"\\\1", alt)


def pictures_in(html: str) -> list[str]:
    """Names of the pictures in cleaned HTML, in its order; each as often as it is there."""
    return [name for name, _alt in described_in(html)]


def described_in(html: str) -> list[tuple[str, str]]:
    """The same with their descriptions."""
    found: list[tuple[str, str]] = []

    def note(name: str, alt: str) -> str:
        found.append((name, alt))
        return ""

    with_pictures(html, note)
    return found


def _wide(html: str) -> str:
    """A wide table scrolls by itself, also from the keyboard."""
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
