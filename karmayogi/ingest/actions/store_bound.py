"""Storing what a short credential sends, under the rules of whoever gave it out."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from karmayogi.ingest.actions.keep_refused import UNIT, in_words, keep_refused, settle
from karmayogi.ingest.actions.store import Conflict, Forbidden, Source, checked, store_checked
from karmayogi.ingest.queries.statements import missing
from karmayogi.ingest.types import Invalid, Part, Statement, Version
from karmayogi.kernel import slots


def store_bound(
    statements: Sequence[Statement],
    *,
    client: uuid.UUID,
    source: Source,
    version: Version,
    parts: Mapping[str, Part],
    at: dt.datetime,
) -> list[uuid.UUID]:
    """As `judged`; what is refused is kept with the reason, for the platform to see, and the refusal goes on.

    A refused request is kept whole: what of it is stored when it comes again waits there no more.
    """
    try:
        ids = judged(statements, client=client, source=source, version=version, parts=parts, at=at)
    except (Invalid, Conflict, Forbidden) as refusal:
        keep_refused(
            statements, source=UNIT, bound=client, client=client, why=in_words(refusal), at=at, version=version,
            authority=source.authority,
        )  # fmt: skip
        raise
    settle(statements, bound=client, at=at)
    return ids


def judged(
    statements: Sequence[Statement],
    *,
    client: uuid.UUID,
    source: Source,
    version: Version,
    parts: Mapping[str, Part],
    at: dt.datetime,
) -> list[uuid.UUID]:
    """As `store`. Each filler of the slot `ingest.session_rules` gives a context manager around it, whose value judges
    statements (Forbidden: nothing is stored) and whose end does what follows from them, in one transaction.

    It is asked about new statements only: one that is here already is sent again by a client that heard no answer.
    """
    ids = checked(statements, version, parts)
    with ExitStack() as rules:
        judges = [rules.enter_context(rule(client, at)) for rule in slots.every("ingest.session_rules")]
        # Behind their locks, so that of two that send the same at once the second finds it.
        new = set(missing(map(str, ids))) if judges else set()
        fresh = [one for one, id in zip(statements, ids, strict=True) if str(id) in new]
        for judge in judges:
            if fresh:
                judge(fresh)
        store_checked(statements, ids, source=source, version=version, parts=parts)
    return ids
