"""Lists of persons by what they have shown: whoever stands on one reads in her record who saw it, and why."""

import uuid as uuids
from collections.abc import Iterable

from karmayogi.kernel import audit
from karmayogi.kernel.bulk import Entry, record_many
from karmayogi.kernel.web.door import SignedInRequest
from karmayogi.orgs.types import OrganisationRow


def note_looks(
    request: SignedInRequest,
    tag: str,
    office: OrganisationRow,
    persons: Iterable[tuple[int, uuids.UUID, str]],
    *,
    about: str,
    detail: dict[str, object],
) -> None:
    """Two statements, whatever the length of the list: an entry for the office, and one for each person on the page but
    the reader. persons: (id, uuid, name). about: what the list was asked for, for them to read."""
    actor = request.actor
    audit.record(
        tag, agent=actor, at=request.at, kind="organisation", subject=office.uuid, label=office.name_en, why=about,
        detail=detail,
    )  # fmt: skip
    record_many(
        tag,
        [
            Entry(uuid, f"{name}, {office.name_en}", person_id)
            for person_id, uuid, name in persons
            if person_id != actor.person_id
        ],
        account_id=actor.account_id, agent_label=actor.name, kind="person", why=about, at=request.at,
    )  # fmt: skip
