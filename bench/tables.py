"""Tables of the documents."""


def table(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in rows if column < len(row)) for column in range(len(rows[0]))]
    lines = []
    for number, row in enumerate(rows):
        padded = [*row, *[""] * (len(widths) - len(row))]
        lines.append("| " + " | ".join(cell.ljust(width) for cell, width in zip(padded, widths, strict=True)) + " |")
        if number == 0:
            lines.append("|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return lines
