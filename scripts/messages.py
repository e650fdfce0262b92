"""Collects every translatable string into locale/<language>/LC_MESSAGES/django.po, keeping what is translated.

With --check, writes nothing and fails when a language misses a string or a placeholder, or has one of
another language: a release ships all or none.
"""

import argparse
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("hi", "ur")
METHODS = [("**/jinja2/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {
    "**/jinja2/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true"},
}
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
# Letters that no text of the language has: Hindi is not written in Arabic letters, Urdu not in Devanagari.
FOREIGN = {"hi": {chr(code) for code in range(0x600, 0x700)}, "ur": {chr(code) for code in range(0x900, 0x980)}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|%[sd]")


def template() -> Catalog:
    """Every string of the product, in the order of the files."""
    catalogue = Catalog(project="Karmayogi", charset="utf-8")
    found = extract_from_dir(
        str(ROOT / "karmayogi"), METHODS, OPTIONS, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for filename, line, message, comments, context in found:
        catalogue.add(message, None, [(f"karmayogi/{filename}", line)], auto_comments=comments, context=context)
    return catalogue


def path_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def updated(language: str, fresh: Catalog) -> Catalog:
    """The language's catalogue with today's strings; what is no longer used is dropped."""
    path = path_of(language)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    else:
        catalogue = Catalog(locale=language, project="Karmayogi", charset="utf-8")
    catalogue.update(fresh, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    return catalogue


def faults(language: str, catalogue: Catalog) -> list[str]:
    """What keeps the language from being whole."""
    bad = []
    for message in catalogue:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(texts):
            bad.append(f"{language}: not translated: {originals[0]!r}")
        elif set(PLACEHOLDER.findall(originals[-1])) != set(PLACEHOLDER.findall(texts[-1])):
            bad.append(f"{language}: placeholders differ: {originals[0]!r} -> {texts[-1]!r}")
        elif any(letter in FOREIGN[language] and letter not in originals[-1] for letter in "".join(texts)):
            bad.append(f"{language}: in another language's script: {originals[0]!r} -> {texts[-1]!r}")
    return bad


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--check", action="store_true")
    options = arguments.parse_args()
    fresh, bad = template(), []
    for language in LANGUAGES:
        catalogue = updated(language, fresh)
        bad += faults(language, catalogue)
        if not options.check:
            path_of(language).parent.mkdir(parents=True, exist_ok=True)
            with path_of(language).open("wb") as file:
                write_po(file, catalogue, width=110, omit_header=False, sort_output=False, include_lineno=False)
    print("\n".join(bad[:40]))
    print(f"{len(list(fresh)) - 1} strings, {len(bad)} faults")
    return 1 if options.check and bad else 0


if __name__ == "__main__":
    sys.exit(main())
