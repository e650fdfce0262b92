"""The messages of DigiLocker's Issuer API: Pull URI and Pull Doc, in XML.

Source: National e-Governance Division, "Issuer API Specification", version 1.11 (March 2021), and its OpenAPI form
3.0.0 (apisetu.gov.in): x-digilocker-hmac over the body; keyhash (SHA-256 of key and ts) in earlier versions.
"""

import base64
import dataclasses
import datetime as dt
import hashlib
import hmac
import xml.etree.ElementTree as Tree
from collections.abc import Mapping
from typing import Literal

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

FRESH = dt.timedelta(minutes=10)  # an older request, or one from the future, is a repetition
IST = dt.timezone(dt.timedelta(hours=5, minutes=30))
type Kind = Literal["PullURI", "PullDoc"]


@dataclasses.dataclass(frozen=True, slots=True)
class Asked:
    """A request. wants: pdf, xml or both. details: the elements of DocDetails, by name."""

    kind: Kind
    ts: str
    txn: str
    org_id: str
    keyhash: str
    wants: str
    details: Mapping[str, str]


def read(body: bytes, kind: Kind) -> Asked:
    """The request. Raises ValueError for what is none of that kind."""
    try:
        root = fromstring(body, forbid_dtd=True)
    except (Tree.ParseError, DefusedXmlException, UnicodeDecodeError, LookupError) as error:
        raise ValueError("no XML of this kind") from error
    details = root.find("{*}DocDetails")
    if _name(root) != f"{kind}Request" or details is None:
        raise ValueError("another message")
    given = {name.lower(): value for name, value in root.attrib.items()}
    wants = given.get("format", "pdf") or "pdf"
    if wants not in ("pdf", "xml", "both"):
        raise ValueError("another format")
    return Asked(
        kind, given.get("ts", ""), given.get("txn", ""), given.get("orgid", ""), given.get("keyhash", ""), wants,
        {_name(one): (one.text or "").strip() for one in details},
    )  # fmt: skip


def authentic(asked: Asked, body: bytes, mac: str, *, key: str, org_id: str, at: dt.datetime) -> bool:
    """Whether DigiLocker sent it just now: the HMAC fits, the older keyhash too where one is sent, and it is fresh."""
    expected = base64.b64encode(hmac.digest(key.encode(), body, hashlib.sha256)).decode()
    if not hmac.compare_digest(expected.encode(), mac.encode()) or asked.org_id != org_id:
        return False
    keyhash = hashlib.sha256((key + asked.ts).encode()).hexdigest()
    if asked.keyhash and not hmac.compare_digest(keyhash.encode(), asked.keyhash.lower().encode()):
        return False
    try:
        sent = dt.datetime.fromisoformat(asked.ts)
    except ValueError:
        return False
    return abs(at - (sent if sent.tzinfo else sent.replace(tzinfo=IST))) <= FRESH


def answer(asked: Asked, *, details: Mapping[str, str], found: bool) -> bytes:
    """The response. details: the elements of DocDetails, in order; left out when nothing was found."""
    root = Tree.Element(f"{asked.kind}Response")
    status = {"Status": "1" if found else "0", "ts": asked.ts, "txn": asked.txn}
    Tree.SubElement(root, "ResponseStatus", status).text = status["Status"]
    inside = Tree.SubElement(root, "DocDetails")
    for name, value in details.items() if found else ():
        Tree.SubElement(inside, name).text = value
    return bytes(Tree.tostring(root, encoding="UTF-8", xml_declaration=True))


def certificate(attributes: Mapping[str, str], *, issuer: str, holder: str, course: Mapping[str, str]) -> bytes:
    """The data of a certificate, as machines read it."""
    root = Tree.Element("Certificate", dict(attributes))
    Tree.SubElement(Tree.SubElement(root, "IssuedBy"), "Organization", {"name": issuer})
    Tree.SubElement(Tree.SubElement(root, "IssuedTo"), "Person", {"name": holder})
    Tree.SubElement(Tree.SubElement(root, "CertificateData"), "Course", dict(course))
    return bytes(Tree.tostring(root, encoding="UTF-8", xml_declaration=True))


def same_name(one: str, other: str) -> bool:
    """Names as two registers write them: capitals, dots and blanks do not count."""
    return _letters(one) == _letters(other) != ""


def _letters(name: str) -> str:
    return "".join(symbol for symbol in name.casefold() if symbol.isalnum())


def _name(element: Tree.Element) -> str:
    return str(element.tag).rpartition("}")[2]
