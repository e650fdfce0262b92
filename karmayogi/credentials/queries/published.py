"""What is public: keys and status lists."""

import uuid

from karmayogi.credentials.types import PublishedKey
from karmayogi.kernel import rows


def published_keys() -> list[PublishedKey]:
    """Every key there ever was with the time in which it signed, newest first."""
    sql = "select kid, public, valid_from, valid_to from credentials_signingkey order by id desc"
    return rows.fetch(PublishedKey, sql)


def signed_list(list_uuid: uuid.UUID) -> str | None:
    """The status list as it was signed last."""
    text = rows.scalar("select signed from credentials_statuslist where uuid = %s", [list_uuid])
    return None if text is None else str(text)


def paper_authorities() -> list[str]:
    """The certificate (PEM) of every authority for papers there ever was, newest first."""
    return rows.fetch(str, "select certificate from credentials_paperkey where part = 'authority' order by id desc")


def credential_text(certificate_id: int) -> str:
    """The signed credential, as JSON text."""
    return str(rows.scalar("select credential from credentials_certificate where id = %s", [certificate_id]))


def credential_texts(person_id: int) -> list[str]:
    """The signed credentials of all certificates of the person that stand, oldest first, as JSON texts."""
    sql = "select credential from credentials_certificate where person_id = %s and revoked_at is null order by id"
    return rows.fetch(str, sql, [person_id])
