"""Reads a workbook in a process of its own, with limits, so that a hostile file can only kill this process.

Run as `python -I child.py FILE ROWS`. Prints one JSON array a line: ["sheet", name] or [row number, cell, ...], with
a date as {"d": "2020-01-31"}. Imports nothing of the product.
"""

import datetime as dt
import json
import resource
import sys

MEMORY = 1_200 * 1024 * 1024
SECONDS = 30
SHEETS = 6
LONGEST = 2_000  # letters of a cell; nothing of ours is longer
MOST = 60 * 1024 * 1024  # letters altogether: one shared string can stand in every cell, and the reader keeps them all


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def plain(cell: object) -> object:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, dt.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, int | float):
        return cell
    return str(cell)[:LONGEST]


def main(path: str, most: int) -> None:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    limit()
    written = 0

    def write(line: str) -> None:
        nonlocal written
        written += len(line)
        if written > MOST:
            raise SystemExit(3)
        sys.stdout.write(line)

    workbook = CalamineWorkbook.from_path(path)
    shown = [
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    ]
    for name in shown[:SHEETS]:
        write(json.dumps(["sheet", name]) + "\n")
        kept = 0
        for number, row in enumerate(workbook.get_sheet_by_name(name).iter_rows(), 1):
            cells = [plain(cell) for cell in row[:60]]
            if any(cell != "" for cell in cells):
                write(json.dumps([number, *cells], ensure_ascii=False) + "\n")
                kept += 1
                if kept > most:
                    break


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1], int(sys.argv[2]))
