"""Compiles locale/*/LC_MESSAGES/*.po with Babel, so that no gettext tools are needed on the machine."""

import sys
from pathlib import Path


def main() -> int:
    found = sorted((Path(__file__).parent.parent / "locale").glob("*/LC_MESSAGES/*.po"))
    if stale := [po for po in found if not _is_newer(po.with_suffix(".mo"), po)]:
        _compile(stale)
    return 0


def _is_newer(mo: Path, po: Path) -> bool:
    return mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime


def _compile(stale: list[Path]) -> None:
    # Half a second, which most starts have no use for.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for po in stale:
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parent.parent.name, abort_invalid=True)
        with po.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)


if __name__ == "__main__":
    sys.exit(main())
