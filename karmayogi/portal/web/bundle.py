"""Everything that is kept about her as one zip: tables as JSON and CSV, certificates as paper and credential."""

import csv
import datetime as dt
import decimal
import io
import json
import re
import uuid
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from karmayogi.competencies import api as competencies
from karmayogi.credentials import api as credentials
from karmayogi.kernel import files
from karmayogi.kernel.web.downloads import guarded
from karmayogi.learning import api as learning
from karmayogi.portal.queries.everything import everything

READ_ME = """All that is kept about you, as on {at}.

record.json      every table as one JSON file
tables/*.csv     the same, one file for each table (UTF-8)
passport.json    the signed record (Comprehensive Learner Record 2.0): certificates and levels shown
certificates/    each certificate that stands, as PDF
proofs/          the files that you handed in as proof, named by the uuid in the list of proofs
work/            the files about learning at work, named by the uuid in its lists

The signed credentials can be checked without this service: their keys are published at /.well-known/did.json.
"""


def bundle(person_id: int, passport: Mapping[str, Any], at: dt.datetime) -> bytes:
    """The zip. passport: the signed record. Text that a spreadsheet would take for a formula gets an apostrophe."""
    out = io.BytesIO()
    tables: dict[str, list[dict[str, Any]]] = dict(everything(person_id))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("READ-ME.txt", READ_ME.format(at=at.isoformat(timespec="minutes")))
        archive.writestr("record.json", json.dumps(tables, ensure_ascii=False, indent=1, default=_plain))
        archive.writestr("passport.json", json.dumps(passport, ensure_ascii=False, indent=1))
        for name, lines in tables.items():
            archive.writestr(f"tables/{name}.csv", "\ufeff" + _csv(lines))
        for row in credentials.certificates_of(person_id):
            if row.revoked_at is None:
                archive.writestr(f"certificates/{row.code}.pdf", credentials.paper_of(row.uuid))
        for file in competencies.proof_files_of(person_id):
            archive.writestr(f"proofs/{file.proof}-{_name(file.name)}", files.read(file.sha256))
        for work in learning.work_files_of(person_id):
            archive.writestr(f"work/{work.of}-{_name(work.name)}", files.read(work.sha256))
    return out.getvalue()


def _csv(lines: Sequence[Mapping[str, Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    if lines:
        writer.writerow(lines[0])
    for line in lines:
        writer.writerow([_cell(value) for value in line.values()])
    return text.getvalue()


def _name(name: str) -> str:
    """As the file was called, without what leads out of the folder."""
    return re.sub(r"[^\w.\- ]", "_", name.replace("..", "_"))[-100:]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=_plain).strip('"')
    return guarded(shown)


def _plain(value: Any) -> str | float:
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(type(value).__name__)
