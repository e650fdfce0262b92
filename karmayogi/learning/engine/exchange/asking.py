"""Questions of the kinds beyond choice, in the form of questions.toml; a reason (Why) for what cannot be asked here.

The limits are those by which assessment checks a pool when a course is kept: what comes out of here passes there, and a
test holds the two together.
"""

import decimal
import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from karmayogi.kernel.markup import writable
from karmayogi.learning.engine.exchange import planning
from karmayogi.learning.types import Why

GAP = "____"
MOST_LINES = 20  # of a question to match or to order
MOST_PARTS = 10  # of a case
MOST_LETTERS = 200  # of what is accepted in a gap
WHOLE = "The answer as a whole"  # the one line of marks of a question whose source has none
_RUN = re.compile(r"_{2,}")
_CENT = Decimal("0.01")

type Made = dict[str, Any] | Why


def _question(
    key: str, kind: str, text: str, why: str, *, body: dict[str, Any] | None = None, options: Sequence[Any] = ()
) -> dict[str, Any]:
    made: dict[str, Any] = {"key": key[:60], "kind": kind, "difficulty": 2, "text": {"en": text}}
    made |= {"why": {"en": why} if why else {}, "options": list(options)}
    return made | ({"body": body} if body else {})


def number(text: str) -> Decimal | None:
    """A number as a file writes it. No comma: it is one thousand for some and a decimal for others."""
    try:
        value = Decimal(text.strip())
    except decimal.InvalidOperation:
        return None
    return value if value.is_finite() and abs(value.adjusted()) <= 30 else None


def without_gaps(text: str) -> str:
    """Lines drawn in a text that are not to be gaps, made too short to be taken for one."""
    return _RUN.sub("__", text)


def with_gap(text: str) -> str:
    """The text with one gap: where it draws a line, else after it."""
    return _RUN.sub(GAP, text) if len(_RUN.findall(text)) == 1 else f"{without_gaps(text)}\n{GAP}"


def blank(key: str, text: str, gaps: list[list[str]], why: str = "") -> Made:
    """text: with a GAP for each list of what is accepted there."""
    clean = [[writable(one).strip() for one in gap] for gap in gaps]
    kept = [list(dict.fromkeys(one for one in gap if _words(one))) for gap in clean]
    if not text.replace(GAP, "").strip():
        return Why.EMPTY
    if not kept or not all(kept) or text.count(GAP) != len(kept):
        return Why.NO_RIGHT_ANSWER
    if any(len(one) > MOST_LETTERS for gap in kept for one in gap):
        return Why.KIND
    return _question(key, "blank", text, why, body={"gaps": kept})


def _words(text: str) -> str:
    """As gaps are compared: nothing left means that nobody could write it."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def numeric(key: str, text: str, value: Decimal | None, tolerance: Decimal | None, why: str = "") -> Made:
    """None for what was no number."""
    if not text:
        return Why.EMPTY
    if value is None or tolerance is None or tolerance < 0:
        return Why.SCORING
    if number(str(value)) is None or number(str(tolerance)) is None:  # worked out, and out of reach
        return Why.SCORING
    return _question(key, "numeric", text, why, body={"value": str(value), "tolerance": str(tolerance)})


def short(key: str, text: str, rubric: list[tuple[str, int]], why: str = "") -> Made:
    """A text that a person marks, by these lines and their points."""
    if not text:
        return Why.EMPTY
    lines = [
        {"key": f"r{place}", "text": {"en": said}, "points": max(1, min(100, points))}
        for place, (said, points) in enumerate(rubric or [(WHOLE, 1)], start=1)
        if said
    ]
    return _question(key, "short", text, why, body={"rubric": lines}) if lines else Why.EMPTY


def _lines(texts: Sequence[str], sign: str) -> list[dict[str, Any]]:
    return [{"key": f"{sign}{place}", "text": {"en": text}} for place, text in enumerate(texts, start=1)]


def match(key: str, text: str, pairs: list[tuple[str, str]], others: Sequence[str] = (), why: str = "") -> Made:
    """pairs: a line and what belongs to it. others: what belongs to none. One line alone is one choice."""
    lines = [line for line, _right in pairs]
    columns = list(dict.fromkeys([*(right for _line, right in pairs), *others]))
    if not lines or not all(lines) or not all(columns):
        return Why.EMPTY
    if len(columns) < 2:
        return Why.FEW_OPTIONS
    if len(set(lines)) < len(lines):
        return Why.TWICE
    if max(len(lines), len(columns)) > MOST_LINES:
        return Why.KIND
    if len(lines) == 1:
        asked = f"{text}\n{lines[0]}".strip()
        return planning.choice(key, asked, [(one, one == pairs[0][1]) for one in columns], why=why)
    if not text:
        return Why.EMPTY
    right = {f"l{place}": f"c{columns.index(one) + 1}" for place, (_line, one) in enumerate(pairs, start=1)}
    body = {"lines": _lines(lines, "l"), "columns": _lines(columns, "c"), "pairs": right}
    return _question(key, "match", text, why, body=body)


def order(key: str, text: str, lines: Sequence[str], why: str = "") -> Made:
    """lines: in their right order."""
    if not text or not all(lines):
        return Why.EMPTY
    if len(lines) < 2:
        return Why.FEW_OPTIONS
    if len(set(lines)) < len(lines):
        return Why.TWICE
    if len(lines) > MOST_LINES:
        return Why.KIND
    return _question(key, "order", text, why, body={"lines": _lines(lines, "l")})


def weighted(key: str, text: str, options: list[tuple[str, Decimal]], why: str = "") -> Made:
    """Each option with what it is worth, by any measure; an answer is worth its share of the best."""
    if not text or not all(option for option, _worth in options):
        return Why.EMPTY
    if len(options) < 2:
        return Why.FEW_OPTIONS
    if len(options) > MOST_LINES:
        return Why.KIND
    if len({option.casefold() for option, _worth in options}) < len(options):
        return Why.TWICE
    best = max(worth for _option, worth in options)
    if best <= 0:
        return Why.NO_RIGHT_ANSWER
    weights = [(max(Decimal(0), worth) / best * 100).quantize(_CENT) for _option, worth in options]
    made = [
        {"key": chr(ord("a") + place), "correct": weight == 100, "weight": str(weight), "text": {"en": option}}
        for place, ((option, _worth), weight) in enumerate(zip(options, weights, strict=True))
    ]
    return _question(key, "weighted", text, why, options=made)


def choice(
    key: str, text: str, options: list[tuple[str, Decimal]], lost: list[Why], *, multiple: bool = False, why: str = ""
) -> Made:
    """A question of options with what each is worth. Of one choice, parts of the marks are kept as weights; of several,
    all right ones and no other give all of them."""
    if any(worth < 0 for _option, worth in options):
        lost.append(Why.MINUS)
    best = max((worth for _option, worth in options), default=Decimal(0))
    earning = [worth for _option, worth in options if worth > 0]
    if multiple:
        if len(earning) > 1:
            lost.append(Why.PART_MARKS)
        return planning.choice(key, text, [(one, worth > 0) for one, worth in options], multiple=True, why=why)
    if len(earning) > 1:
        return weighted(key, text, options, why)
    return planning.choice(key, text, [(one, 0 < worth == best) for one, worth in options], why=why)


def case(key: str, text: str, parts: list[dict[str, Any]], why: str = "") -> Made:
    """parts: questions made here; of a case they have no key and no reason of their own."""
    if not text:
        return Why.EMPTY
    if not 1 <= len(parts) <= MOST_PARTS:
        return Why.KIND
    inner = [{name: one[name] for name in ("kind", "text", "options")} | {"body": one.get("body", {})} for one in parts]
    return _question(key, "case", text, why, body={"parts": inner})
