"""Asking for an import of officers from a spreadsheet into an organisation."""

import datetime as dt
import uuid as uuids

from django.db import transaction

from karmayogi.kernel import bulk, files
from karmayogi.kernel.access import Actor
from karmayogi.orgs.actions.officers.kind import OFFICERS
from karmayogi.orgs.actions.officers.read_sheet import check_upload
from karmayogi.orgs.queries.organisations import access_organisation


def import_officers(
    *, actor: Actor, organisation_uuid: uuids.UUID, filename: str, content: bytes, at: dt.datetime
) -> bulk.Act:
    """Keeps the file and asks for its plan, made by a job: nothing is changed before somebody approves it.

    Raises NotFound for who does not administer the organisation; Refused for a file that cannot be a spreadsheet.
    """
    organisation = access_organisation(actor, organisation_uuid, to="staff")
    check_upload(content)
    with transaction.atomic():
        stored = files.put(content, "application/octet-stream")
        return bulk.propose(
            OFFICERS.name, actor=actor, label=filename, scope_path=organisation.path,
            params={"organisation_id": organisation.id}, source=stored, at=at,
        )  # fmt: skip
