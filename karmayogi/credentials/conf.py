"""Names and addresses that follow from the settings of this installation."""

from urllib.parse import urlsplit

from django.conf import settings


def origin() -> str:
    return str(settings.PUBLIC_ORIGIN)


def issuer() -> str:
    """The DID under which this installation signs: did:web 1.0, 3.1, the colon of a port is percent-encoded."""
    return "did:web:" + urlsplit(origin()).netloc.replace(":", "%3A")


def issuer_name() -> str:
    """Who answers for the certificates. An installation without an owner says that it is a demonstration."""
    return str(settings.OWNER_NAME) or "Demonstration service"


def status_list_url(uuid: object) -> str:
    return f"{origin()}/credentials/status/{uuid}"


def short_link(code: str) -> str:
    """What the QR code on the certificate opens."""
    return f"{origin()}/v/{code}"
