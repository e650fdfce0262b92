import uuid


def typeset(certificate_uuid: uuid.UUID) -> None:
    return None
