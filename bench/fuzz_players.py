"""Slides, and what packages, players, phones and those who ask for certificates send: see `bench.fuzz_seeds`."""

import base64
import datetime as dt
import io
import json
import uuid
from typing import Any

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bench.fuzz_parsers import NOW, Parser
from karmayogi.credentials.engine import digilocker, key_list
from karmayogi.ingest.web.xapi import form
from karmayogi.ingest.web.xapi.asks import Wrong
from karmayogi.kernel.access import Refused
from karmayogi.learning.actions.authoring import write_part
from karmayogi.learning.engine import cmi, deck, renditions, watching, zip_policy
from karmayogi.learning.engine.offline import line, stamp
from karmayogi.learning.engine.zip_policy import PackageFault
from karmayogi.learning.web import lessons, progress_door, signed
from karmayogi.learning.web.h5p import _Report
from tests.learning import foreign
from tests.learning.conftest import QUESTION
from tests.learning.engine.test_deck import odp, pptx

_DEVICE = uuid.UUID(int=5)


def parsers() -> dict[str, Parser]:
    return _slides() | _players() | _phones() | _others()


def _slides() -> dict[str, Parser]:
    page = "<draw:page><text:p>Head <text:span>line</text:span></text:p></draw:page>"
    link = '<text:a xlink:href="https://x.example/">x</text:a>'
    picture = f'<draw:page><text:p>{link}</text:p><draw:image xlink:href="a.png"/></draw:page>'
    faults = (renditions.MediaFault,)

    def read(files: dict[str, bytes]) -> None:
        deck.check(files, files.__getitem__)
        for text in deck.texts(files, files.__getitem__):
            assert len(text) <= deck.MOST_TEXT

    def unpacked(content: bytes) -> None:
        with zip_policy.open_zip(io.BytesIO(content)) as archive:
            members = {member.path: member for member in zip_policy.members(archive)}

            def part(name: str) -> bytes:
                return b"".join(zip_policy.chunks(archive, members[name]))

            deck.check(members, part)
            deck.texts(members, part)

    return {
        "slides (PPTX)": Parser((pptx(),), read, faults, 4),
        "slides (ODP)": Parser((odp(page + picture),), read, faults),
        "slides (zip)": Parser((foreign.zipped(pptx()),), unpacked, (*faults, PackageFault)),
        "what ffprobe says": Parser(
            (
                json.dumps({
                    "streams": [{"codec_type": "video", "width": 640, "height": 360}, {"codec_type": "audio"}],
                    "format": {"duration": "12.5"},
                }).encode(),
            ),
            _probed, faults,
        ),
    }  # fmt: skip


def _probed(told: bytes) -> None:
    found = renditions.read_probe(told)
    assert found.seconds is None or 0 < found.seconds <= renditions.MOST_SECONDS
    assert found.lines >= 0 or not found.sound


def _players() -> dict[str, Parser]:
    commit = {
        "item": "a", "visit": 1, "seq": 2, "location": "3", "suspend_data": "x", "completion": "completed",
        "success": "passed", "score": 85.5, "seconds": 12.0,
        "record": {
            "completion": "completed", "scaled": "0.85", "raw": "85", "exit": "suspend", "ended": True,
            "interactions": [{"id": "q1", "type": "choice", "response": "a[,]b", "result": "correct"}],
            "objectives": [{"id": "o", "success": "passed", "scaled": "0.5"}], "comments": [{"text": "So."}],
            "preferences": {"language": "hi"},
        },
    }  # fmt: skip
    exercise = {
        "visit": 1, "seq": 1, "seconds": 3.5, "scored": True, "state": "{}",
        "statements": [{"n": 1, "statement": {"verb": {"id": "x"}, "result": {"score": {"scaled": 1}}}}],
    }  # fmt: skip
    report = {
        "enrolment": str(uuid.UUID(int=1)), "part": str(uuid.UUID(int=2)), "visit": 1, "seq": 1, "position": 20,
        "seconds": 10, "watched": [[0, 10], [12, 20]], "read": 5,
    }  # fmt: skip

    def committed(body: bytes) -> None:
        told = msgspec.json.decode(body, type=lessons._Commit)
        text = cmi.written(told.record)
        kept = cmi.read(text)
        assert "\\x00" not in repr(kept).replace("\\\\", "")
        assert cmi.read(cmi.written(kept)) == kept
        for standard in ("scorm12", "scorm2004"):
            for value in cmi.given_back(told.record, standard).values():
                assert isinstance(value, str)
        for number in (told.record.scaled, told.record.raw, told.record.progress):
            found = cmi.number(number)
            assert found is None or abs(found) < float("inf")

    def played(body: bytes) -> None:
        told = progress_door._decode(body)
        stretches = watching.union(told.watched)
        assert all(begin < end for begin, end in stretches)
        assert watching.read(watching.written(stretches)) == stretches
        kept = watching.cut(stretches, watching.room(60))
        assert watching.length(kept) <= watching.room(60)

    return {
        "what a SCO keeps": Parser((json.dumps(commit).encode(),), committed, progress_door.UNREAD),
        "report of an exercise": Parser(
            (json.dumps(exercise).encode(),), lambda body: msgspec.json.decode(body, type=_Report), progress_door.UNREAD
        ),
        "report of progress": Parser((json.dumps(report).encode(),), played, progress_door.UNREAD),
    }


def _phones() -> dict[str, Parser]:
    key = ec.generate_private_key(ec.SECP256R1())
    point = key.public_key().public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    public = base64.urlsafe_b64encode(point).decode().rstrip("=")
    given = stamp.write(stamp.Stamp(NOW, 60), _DEVICE, "secret")
    said = {
        "id": str(uuid.UUID(int=1)), "device": str(_DEVICE), "seq": 1, "prev": "", "pack": str(uuid.UUID(int=2)),
        "part": str(uuid.UUID(int=3)), "kind": "time", "seconds": 30, "position": 5, "clock": 10**12, "since": 30_000,
        "stamp": given, "post": {"answer": ["1", "2"]}, "watched": [[0, 20]], "read": 3,
    }  # fmt: skip

    def read(text: str) -> None:
        found = line.read(text)
        line.digest(text, "x")
        assert len(line.link(text)) == 64
        if found is None:
            raise Refused
        stamp.read(found.stamp, found.device, ["secret", "older"])

    def stamped(text: str) -> None:
        if stamp.read(text, _DEVICE, ["older", "secret"]) is None:
            raise Refused

    return {
        "line of a phone": Parser((json.dumps(said),), read, (Refused,)),
        "stamp of a phone": Parser((given,), stamped, (Refused,)),
        "signature of a phone": Parser(
            ("A" * 86,), lambda text: (line.is_signed("{}", text, public), line.is_signed("{}", "A" * 86, text))
        ),
    }  # fmt: skip


def _others() -> dict[str, Parser]:
    asked = (
        b'<PullURIRequest xmlns:ns2="http://tempuri.org/" ver="1.0" ts="2026-11-20T12:00:00+05:30" txn="1" orgId="o"'
        b' keyhash="k" format="both"><DocDetails><DocType>CERT</DocType><URI>a</URI><code>K-1</code></DocDetails>'
        b"</PullURIRequest>"
    )

    def pulled(body: bytes) -> None:
        found = digilocker.read(body, "PullURI")
        digilocker.authentic(found, body, "x", key="k", org_id=found.org_id, at=NOW)
        assert digilocker.answer(found, details={"URI": found.details.get("URI", "")}, found=True)

    keys = {
        "issuer": "did:web:k.example",
        "keys": [
            {
                "kid": "k1", "publicKeyMultibase": "z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH",
                "validFrom": "2026-11-20T00:00:00Z", "validUntil": "2027-11-20T00:00:00Z",
            }
        ],
    }  # fmt: skip

    def listed(body: bytes) -> None:
        _issuer, found = key_list.read(body)
        assert all(isinstance(one.since, dt.datetime) for one in found.values())

    sent = b"Authorization=Basic%20eA%3D%3D&X-Experience-API-Version=1.0.3&statementId=1&content=%7B%22a%22%3A1%7D"

    def as_form(body: bytes) -> None:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        method, query, content = form.unpack({"method": "PUT"}, body, headers)
        assert method == "PUT" and "content" not in query and content is not None

    address = signed.file_url("a" * 64, "video/webm", NOW).removeprefix("/learning/files/")
    token = signed.package_token("ab" * 32, NOW)

    # A path comes as bytes, which WSGI hands over as if they were latin-1; the content host reads them as UTF-8.
    def addressed(text: str) -> None:
        if signed.read_file_url(text.encode(errors="replace").decode("latin-1"), NOW) is None:
            raise Refused

    def tokened(text: str) -> None:
        text = text.encode(errors="replace").decode()
        signed.package_of_label(text)
        if not signed.good_package_token(text, "ab" * 32, NOW):
            raise Refused

    def pool(content: bytes) -> Any:
        return write_part.read_questions(content)

    return {
        "DigiLocker request": Parser((asked,), pulled, (ValueError,)),
        "list of keys": Parser((json.dumps(keys).encode(),), listed, (ValueError, RecursionError)),
        "xAPI as a form": Parser((sent,), as_form, (Wrong,)),
        "address of a file": Parser((address,), addressed, (Refused,)),
        "address of a package": Parser((token,), tokened, (Refused,)),
        "questions (TOML)": Parser((QUESTION.format(number=1).encode(),), pool, (Refused,)),
    }
