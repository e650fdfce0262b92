"""What changed between two versions of a course, in an order in which people read it."""

import dataclasses
import difflib

from karmayogi.kernel.clock import IST
from karmayogi.learning.engine.authoring.said import Said, SaidPart, SaidVariant
from karmayogi.learning.engine.collections.outline import Line
from karmayogi.learning.types import DrawnLine, QuizSection


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """kind: added | removed | changed | moved. what: names the thing, words are the web's.

    part: title of the part, "" for the course.

    lines: of a longer text, what went ("-"), what came ("+") and what stands beside it (" ").
    """

    kind: str
    what: str
    part: str = ""
    language: str = ""
    was: str = ""
    now: str = ""
    lines: tuple[tuple[str, str], ...] = ()


def differences(was: Said, now: Said, language: str) -> list[Change]:
    """language: of the reader, for titles of parts."""
    return [
        *_about(was, now),
        *_rule(was, now),
        *_taught(was, now),
        *_parts(was, now, language),
        *_nodes(was, now, language),
        *_gathering(was, now),
    ]


def _changed(what: str, was: str, now: str, *, part: str = "", language: str = "") -> list[Change]:
    if was == now:
        return []
    kind = "added" if not was else "removed" if not now else "changed"
    if "\n" in was + now or len(was) + len(now) > 200:
        return [Change(kind, what, part, language, lines=text_lines(was, now))]
    return [Change(kind, what, part, language, was, now)]


def text_lines(was: str, now: str) -> tuple[tuple[str, str], ...]:
    """Lines with one line of context around each change; ("…", "") where something unchanged is left out."""
    found: list[tuple[str, str]] = []
    for line in difflib.unified_diff(was.splitlines(), now.splitlines(), n=1, lineterm=""):
        if line.startswith(("---", "+++")) and not found:
            continue
        if line.startswith("@@"):
            if found:
                found.append(("…", ""))
            continue
        found.append((line[:1], line[1:]))
    return tuple(found)


def _about(was: Said, now: Said) -> list[Change]:
    found: list[Change] = []
    for code in sorted({*was.languages, *now.languages}):
        found += _changed("language", code if code in was.languages else "", code if code in now.languages else "")
    for code in sorted({*was.titles, *now.titles}):
        found += _changed("title", was.titles.get(code, ""), now.titles.get(code, ""), language=code)
    for code in sorted({*was.summaries, *now.summaries}):
        found += _changed("summary", was.summaries.get(code, ""), now.summaries.get(code, ""), language=code)
    return found + _changed("licence", was.licence, now.licence) + _changed("mode", was.mode, now.mode)


def _rule(was: Said, now: Said) -> list[Change]:
    needed = [str(said.parts_needed or len(said.parts)) for said in (was, now)]
    off = [f"−{said.negative_percent} %" if said.negative_percent else "" for said in (was, now)]
    return [
        *_changed("pass_percent", str(was.pass_percent), str(now.pass_percent)),
        *_changed("parts_needed", *needed),
        *_changed("watch_percent", *(str(said.watch_percent or "") for said in (was, now))),
        *_changed("sessions", *("\n".join(said.sessions) for said in (was, now))),
        *_changed("sessions_needed", *(str(said.sessions_needed or len(said.sessions) or "") for said in (was, now))),
        *_changed("draw", str(was.draw), str(now.draw)),
        *_changed("quiz_minutes", str(was.quiz_minutes), str(now.quiz_minutes)),
        *_changed("attempts", str(was.attempts), str(now.attempts)),
        *_changed("negative_percent", *off),
        *_changed(
            "second_percent", *(f"{said.second_percent} %" if said.second_percent else "" for said in (was, now))
        ),
        *_changed("peers", *(str(said.peers or "") for said in (was, now))),
        *_changed("sections", *("\n".join(map(_section, said.sections)) for said in (was, now))),
        *_changed("certificate_months", str(was.certificate_months or ""), str(now.certificate_months or "")),
    ]


def _section(one: QuizSection) -> str:
    """In signs rather than words, so that it reads alike in every language."""
    told = [" / ".join(one.titles.values()), *map(_line, one.lines)]
    told += [f"{one.minutes}′"] if one.minutes is not None else []
    told += [f"≥ {one.cut_off} %"] if one.cut_off is not None else []
    return "; ".join(told)


def _line(one: DrawnLine) -> str:
    """Count, competency, level, difficulty; "–" for any."""
    of = "/".join(str(what or "–") for what in (one.competency, one.level, one.difficulty))
    return f"{one.count} × {of}"


def _taught(was: Said, now: Said) -> list[Change]:
    before, after = ({one.code: str(one.level) for one in said.taught} for said in (was, now))
    found: list[Change] = []
    for code in sorted({*before, *after}):
        found += _changed("competency", before.get(code, ""), after.get(code, ""), part=code)
    return found


def _parts(was: Said, now: Said, language: str) -> list[Change]:
    before, after = ({part.key: part for part in said.parts} for said in (was, now))
    found = [Change("removed", "part", part.title(language)) for key, part in before.items() if key not in after]
    kept = [key for key in before if key in after]
    order = [key for key in after if key in before]
    stay = {key for block in difflib.SequenceMatcher(a=kept, b=order, autojunk=False).get_matching_blocks()
            for key in kept[block.a : block.a + block.size]}  # fmt: skip
    for place, (key, part) in enumerate(after.items(), 1):
        if key not in before:
            found.append(Change("added", "part", part.title(language), now=str(place)))
            continue
        if key not in stay:
            found.append(
                Change("moved", "part", part.title(language), was=str(list(before).index(key) + 1), now=str(place))
            )
        found += _part(before[key], part, part.title(language))
    return found


def _nodes(was: Said, now: Said, language: str) -> list[Change]:
    """Of a programme: groups and items by their key."""
    found = _changed("counts_prior", str(was.counts_prior), str(now.counts_prior))

    def told(said: Said) -> dict[str, tuple[str, dict[str, str]]]:
        groups = {node.key: _node_title(said, node, language) for node in said.nodes}
        order: dict[str, list[str]] = {}
        for node in said.nodes:
            order.setdefault(node.parent, []).append(node.key)
        return {
            node.key: (
                groups[node.key],
                {
                    "node_title": groups[node.key], "rule": f"{node.rule} {node.needed or ''}".strip(),
                    "points": str(node.points), "group": groups.get(node.parent, ""),
                    "place": str(order[node.parent].index(node.key) + 1),
                },
            )
            for node in said.nodes
        }  # fmt: skip

    before, after = told(was), told(now)
    found += [Change("removed", "stage", title) for key, (title, _facts) in before.items() if key not in after]
    for key, (title, facts) in after.items():
        if key not in before:
            found.append(Change("added", "stage", title, now=facts["group"]))
            continue
        for what, value in facts.items():
            found += _changed(what, before[key][1][what], value, part=title)
    return found


def _node_title(said: Said, node: Line, language: str) -> str:
    if node.course:
        return said.items.get(node.course, "")
    return {"hi": node.title_hi, "ur": node.title_ur}.get(language, "") or node.title_en


def _gathering(was: Said, now: Said) -> list[Change]:
    found: list[Change] = []
    for what in ("starts_at", "ends_at", "place", "link", "speaker", "seats", "credit"):
        first, second = getattr(was.gathering, what), getattr(now.gathering, what)
        if what in ("starts_at", "ends_at"):
            first, second = (f"{one.astimezone(IST):%Y-%m-%d %H:%M}" if one else "" for one in (first, second))
        found += _changed(what, str(first or ""), str(second or ""))
    return found


def _part(was: SaidPart, now: SaidPart, title: str) -> list[Change]:
    found = _changed("kind", was.kind, now.kind, part=title)
    found += _changed("minutes", str(was.minutes), str(now.minutes), part=title)
    for code in sorted({*was.variants, *now.variants}):
        one, two = was.variants.get(code, SaidVariant()), now.variants.get(code, SaidVariant())
        found += _changed("part_title", one.title, two.title, part=title, language=code)
        found += _changed("text", one.text, two.text, part=title, language=code)
        for what, first, second in (
            ("file", one.file, two.file), ("captions", one.captions, two.captions),
            ("package", one.package, two.package),
        ):  # fmt: skip
            if first != second:
                kind = "added" if not first else "removed" if not second else "changed"
                found.append(Change(kind, what, title, code))
    if was.link != now.link:
        found.append(Change("changed", "link", title))
    before, after = ({str(one.get("key", "")): one for one in part.questions} for part in (was, now))
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    other = sum(before[key] != after[key] for key in before.keys() & after.keys())
    for kind, count in (("added", new), ("removed", gone), ("changed", other)):
        if count:
            found.append(Change(kind, "questions", title, now=str(count)))
    return found
