"""Acts on many: plan → difference → approval → chunks with progress → result per row → undo for a day.

A package registers a `Kind`; everything else (states, approval by a second person, jobs, cancelling, resuming after
a crash, undo) is here and the same for all.
"""

from karmayogi.kernel.bulk.acts import access_act, approve, cancel, propose, undo
from karmayogi.kernel.bulk.kinds import Act, Chunk, Kind, Planned, Result, Row, kind_named, register
from karmayogi.kernel.bulk.lists import acts_within, rows_of
from karmayogi.kernel.bulk.trail import Entry, record_many

__all__ = [
    "Act",
    "Chunk",
    "Entry",
    "Kind",
    "Planned",
    "Result",
    "Row",
    "access_act",
    "acts_within",
    "approve",
    "cancel",
    "kind_named",
    "propose",
    "record_many",
    "register",
    "rows_of",
    "undo",
]
