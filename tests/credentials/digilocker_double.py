"""A local double of DigiLocker: it asks and reads as the Issuer API specification 1.11 / OpenAPI 3.0.0 says.

It is not DigiLocker; against the real one nothing here was tried.
"""

import base64
import hashlib
import hmac
import xml.etree.ElementTree as Tree
from dataclasses import dataclass, field

from defusedxml.ElementTree import fromstring

ANSWERED = {
    "PullURI": ("DocType", "DigiLockerId", "UID", "FullName", "DOB", "UDF1", "URI", "DocContent", "DataContent"),
    "PullDoc": ("DocContent", "DataContent"),
}


@dataclass
class DigiLockerDouble:
    """key, org_id: as set in the partner portal. changed: attributes of the request that a test spoils."""

    client: object
    key: str
    org_id: str
    ts: str
    changed: dict = field(default_factory=dict)

    def ask(self, kind, details, *, form="pdf", mac=None, keyhash=None):
        head = {"ver": "3.0", "ts": self.ts, "txn": "txn-1", "orgId": self.org_id, "format": form} | self.changed
        if keyhash is not None:
            head["keyhash"] = keyhash
        root = Tree.Element(f"{kind}Request", head)
        inside = Tree.SubElement(root, "DocDetails")
        for name, value in details.items():
            Tree.SubElement(inside, name).text = value
        return self.send(kind, Tree.tostring(root, encoding="UTF-8", xml_declaration=True), mac)

    def send(self, kind, body, mac=None):
        path = {"PullURI": "pull-uri", "PullDoc": "pull-doc"}[kind]
        mac = base64.b64encode(hmac.digest(self.key.encode(), body, hashlib.sha256)).decode() if mac is None else mac
        return self.client.post(
            f"/credentials/digilocker/{path}", data=body, content_type="application/xml",
            headers={"x-digilocker-hmac": mac},
        )  # fmt: skip

    def read(self, kind, response):
        """Status and details, checked against the elements that the specification names."""
        assert response["Content-Type"] == "application/xml"
        root = fromstring(response.content)
        assert root.tag == f"{kind}Response"
        status = root.find("ResponseStatus")
        assert (status.get("ts"), status.get("txn")) == (self.changed.get("ts", self.ts), "txn-1")
        details = {one.tag: one.text for one in root.find("DocDetails")}
        assert set(details) <= set(ANSWERED[kind])
        return status.get("Status"), details
