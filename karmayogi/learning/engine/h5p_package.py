"""h5p.json, content.json and library.json of an H5P file into what a player needs: what to load, in which order.

Written from the public specification of the format. Libraries are found by their own library.json, whatever their
folder is called; a library comes after all that it is built on.
"""

import dataclasses
import json
import math
import posixpath
import re
from collections.abc import Callable, Iterator, Set
from typing import Any

from karmayogi.kernel.markup import plain, writable
from karmayogi.learning.engine import prose
from karmayogi.learning.engine.manifest import Item, Manifest
from karmayogi.learning.engine.zip_policy import Fault, PackageFault

ABOUT, CONTENT = "h5p.json", "content/content.json"
STANDARD = "h5p"
ITEM = "content"
MAX_JSON = 5 * 1024 * 1024
MAX_LIBRARIES = 400
MAX_LOADED = 2_000  # scripts and styles
MAX_DEPTH = 60
CORE_API = 1  # libraries written for another major version of the interfaces are refused
_MACHINE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,120}")
_USED = re.compile(r"([A-Za-z0-9][A-Za-z0-9.-]{0,120}) (\d{1,4})\.(\d{1,4})")

type Read = Callable[[str], bytes]


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Name:
    """A library in one version, as others refer to it."""

    machine: str
    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.machine} {self.major}.{self.minor}"

    @property
    def joined(self) -> str:
        return f"{self.machine}-{self.major}.{self.minor}"


@dataclasses.dataclass(frozen=True, slots=True)
class Library:
    """folder: where it lies in the package; patch: for telling which version was played."""

    name: Name
    patch: int
    title: str
    folder: str
    scripts: tuple[str, ...]
    styles: tuple[str, ...]
    needs: tuple[Name, ...]
    fullscreen: bool
    runnable: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Playable:
    """libraries: in the order of loading, the main one among them. minutes: reckoned from its texts and tasks.

    outside: films and pictures on other servers, which are not loaded.
    """

    title: str
    language: str
    main: Library
    libraries: tuple[Library, ...]
    rights: dict[str, str]
    minutes: int
    outside: tuple[str, ...]

    @property
    def plan(self) -> dict[str, Any]:
        """What the page on the content host is told."""
        return {
            "main": str(self.main.name),
            "folders": {library.name.joined: library.folder for library in self.libraries},
            "scripts": [path for library in self.libraries for path in library.scripts],
            "styles": [path for library in self.libraries for path in library.styles],
            "fullscreen": self.main.fullscreen,
            "title": self.title,
            "language": self.language,
            "rights": self.rights,
        }


def manifest(read: Read, paths: Set[str]) -> Manifest:
    """The package as one with a single item. Raises PackageFault."""
    found = parse(read, paths)
    item = Item(ITEM, found.title, 0, CONTENT, True, None, json.dumps(found.plan, ensure_ascii=False))
    return Manifest(STANDARD, str(found.main.name)[:40], found.main.name.machine[:250], found.title, (item,))


def parse(read: Read, paths: Set[str]) -> Playable:
    """read: the content of a path. Raises PackageFault saying what is wrong or missing."""
    if ABOUT not in paths or CONTENT not in paths:
        raise PackageFault(Fault.H5P_BROKEN, ABOUT if ABOUT not in paths else CONTENT)
    about, content = _object(read, ABOUT), _json(read, CONTENT)
    there = {library.name: library for library in _libraries(read, paths)}
    main = _main(about, there)
    wanted = [*_needs(about, "preloadedDependencies", ABOUT), *_needs(about, "dynamicDependencies", ABOUT)]
    words, tasks = 0, 1
    outside: set[str] = set()
    for key, text in _texts(content):
        if key == "path" and text.startswith(("http://", "https://", "//")):
            outside.add(writable(text)[:300])
        used = _USED.fullmatch(text)
        name = Name(used[1], int(used[2]), int(used[3])) if used else None
        if name is not None and name in there:
            wanted.append(name)
            tasks += 1
        else:
            words += len(plain(text).split()) if " " in text else 0
    order = _ordered([*wanted, main.name], there)
    if sum(len(library.scripts) + len(library.styles) for library in order) > MAX_LOADED:
        raise PackageFault(Fault.H5P_BROKEN, "preloadedJs")
    return Playable(
        _line(about.get("title")) or main.title,
        _line(about.get("language"))[:20],
        main,
        tuple(order),
        _rights(about),
        min(600, max(1, math.ceil(words / prose.WORDS_A_MINUTE + tasks / 2))),
        tuple(sorted(outside)[:100]),
    )


def _json(read: Read, path: str) -> Any:
    raw = read(path)
    if len(raw) > MAX_JSON:
        raise PackageFault(Fault.H5P_BROKEN, path)
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise PackageFault(Fault.H5P_BROKEN, path) from error


def _object(read: Read, path: str) -> dict[str, Any]:
    found = _json(read, path)
    if not isinstance(found, dict):
        raise PackageFault(Fault.H5P_BROKEN, path)
    return found


def _line(value: Any) -> str:
    return " ".join(plain(writable(value)).split())[:250] if isinstance(value, str) else ""


def _number(value: Any) -> int | None:
    """Versions are numbers or texts of digits: both are in use."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 5:
        return int(value)
    return value if isinstance(value, int) and 0 <= value < 10_000 else None


def _name(told: Any, where: str) -> Name:
    machine = told.get("machineName") if isinstance(told, dict) else None
    if not isinstance(machine, str) or not _MACHINE.fullmatch(machine):
        raise PackageFault(Fault.H5P_BROKEN, where)
    major, minor = _number(told.get("majorVersion")), _number(told.get("minorVersion"))
    if major is None or minor is None:
        raise PackageFault(Fault.H5P_BROKEN, where)
    return Name(machine, major, minor)


def _needs(told: dict[str, Any], field: str, where: str) -> list[Name]:
    found = told.get(field) or []
    if not isinstance(found, list) or len(found) > MAX_LIBRARIES:
        raise PackageFault(Fault.H5P_BROKEN, where)
    return [_name(one, where) for one in found]


def _libraries(read: Read, paths: Set[str]) -> Iterator[Library]:
    seen: dict[Name, str] = {}
    for path in sorted(paths):
        folder, _, rest = path.partition("/")
        if rest != "library.json" or folder == "content":
            continue
        if len(seen) >= MAX_LIBRARIES:
            raise PackageFault(Fault.H5P_BROKEN, path)
        told = _object(read, path)
        name = _name(told, path)
        if name in seen:
            raise PackageFault(Fault.TWICE, f"{seen[name]}, {folder}")
        seen[name] = folder
        core = told.get("coreApi")
        if isinstance(core, dict) and (_number(core.get("majorVersion")) or 0) > CORE_API:
            raise PackageFault(Fault.H5P_CORE, str(name))
        yield Library(
            name,
            _number(told.get("patchVersion")) or 0,
            _line(told.get("title")) or name.machine,
            folder,
            _files(told, "preloadedJs", folder, path, paths),
            _files(told, "preloadedCss", folder, path, paths),
            tuple(_needs(told, "preloadedDependencies", path)),
            _number(told.get("fullscreen")) == 1 or told.get("fullscreen") is True,
            _number(told.get("runnable")) == 1 or told.get("runnable") is True,
        )


def _files(told: dict[str, Any], field: str, folder: str, where: str, paths: Set[str]) -> tuple[str, ...]:
    named = told.get(field) or []
    if not isinstance(named, list):
        raise PackageFault(Fault.H5P_BROKEN, where)
    found = []
    for one in named:
        path = one.get("path") if isinstance(one, dict) else None
        if not isinstance(path, str):
            raise PackageFault(Fault.H5P_BROKEN, where)
        whole = posixpath.normpath(f"{folder}/{path.strip()}")
        if not whole.startswith(f"{folder}/") or whole not in paths:
            raise PackageFault(Fault.H5P_FILE, f"{folder}/{path}")
        found.append(whole)
    return tuple(found)


def _main(about: dict[str, Any], there: dict[Name, Library]) -> Library:
    """h5p.json names the main library without its version: that stands among the dependencies."""
    machine = about.get("mainLibrary")
    if not isinstance(machine, str) or not _MACHINE.fullmatch(machine):
        raise PackageFault(Fault.H5P_BROKEN, ABOUT)
    named = [name for name in _needs(about, "preloadedDependencies", ABOUT) if name.machine == machine]
    name = named[0] if named else max((one for one in there if one.machine == machine), default=None)
    if name is None or name not in there:
        raise PackageFault(Fault.H5P_LIBRARY, str(name or machine))
    return there[name]


def _texts(content: Any) -> Iterator[tuple[str, str]]:
    """Every text of the content, at any depth, with the name under which it stands."""
    stack = [("", content, 0)]
    while stack:
        key, value, depth = stack.pop()
        if depth > MAX_DEPTH:
            raise PackageFault(Fault.H5P_BROKEN, CONTENT)
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, list):
            stack.extend((key, one, depth + 1) for one in value)
        elif isinstance(value, dict):
            # How its buttons are called is no text to learn from.
            stack.extend((name, one, depth + 1) for name, one in value.items() if name not in ("l10n", "metadata"))


def _ordered(wanted: list[Name], there: dict[Name, Library]) -> list[Library]:
    """Depth first, so that whatever a library needs stands before it; of a circle, the first met comes last."""
    order: list[Library] = []
    entered: set[Name] = set()
    stack: list[tuple[Name, bool]] = [(name, False) for name in reversed(wanted)]
    while stack:
        name, ready = stack.pop()
        if ready:
            order.append(there[name])
            continue
        if name in entered:
            continue
        if name not in there:
            raise PackageFault(Fault.H5P_LIBRARY, str(name))
        entered.add(name)
        stack.append((name, True))
        stack.extend((need, False) for need in reversed(there[name].needs))
    return order


def _rights(about: dict[str, Any]) -> dict[str, str]:
    """Who made it and under which licence: shown beside it, as most licences ask."""
    authors = about.get("authors")
    names = [_line(one.get("name")) for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    licence = " ".join(filter(None, (_line(about.get("license")), _line(about.get("licenseVersion")))))
    return {
        "authors": ", ".join(filter(None, names))[:500],
        "licence": "" if licence == "U" else licence[:80],
        "source": _line(about.get("source")),
    }
