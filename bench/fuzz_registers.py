"""What other systems send (LTI, SCIM, HR), spreadsheets, frameworks, texts: see `bench.fuzz_seeds`."""

import dataclasses
import datetime as dt
import io
import json
import re
import tempfile
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import xlsxwriter
from joserfc.jwk import RSAKey
from pydantic import ValidationError
from scim2_models import Context, PatchOp, SCIMException, SearchRequest

from bench.fuzz_parsers import NOW, Parser
from karmayogi.competencies.actions.governance.imports import read_file
from karmayogi.competencies.engine.governance import case_reader, case_writer, onet
from karmayogi.competencies.engine.governance.wording import Wording
from karmayogi.credentials.queries.external import read_external
from karmayogi.feeds.actions.exchange import read as drops
from karmayogi.feeds.engine import conditions, drop
from karmayogi.feeds.engine.resources import POLICY, PROVIDER, Group, OfficerUser
from karmayogi.feeds.queries import scim_groups, scim_users
from karmayogi.kernel import addresses, markup
from karmayogi.kernel.access import Refused
from karmayogi.kernel.markup import TooDeep
from karmayogi.learning.engine import media, prose
from karmayogi.lti.engine import arriving, grades, items, registration, tokens
from karmayogi.lti.types import AGS_CLAIM, CLAIM, DEEP_CLAIM
from karmayogi.orgs.actions.officers import read_sheet
from karmayogi.orgs.engine import cells
from karmayogi.people import contacts

SECOND = int(NOW.timestamp())
_SCIM = (SCIMException, ValidationError, RecursionError)  # each answered with 400, see feeds/web/scim/speak.py
_RUNS = re.compile(r"<(script|svg|iframe|object|style)|(href|src)=.\s*(javascript|data|vbscript|file):", re.IGNORECASE)
_LATEST = NOW.date()
_CELLS = {
    "mobile": cells.read_mobile, "birth_on": lambda cell: cells.read_date(cell, _LATEST), "office_pin": cells.read_pin,
    "employee_code": cells.read_number, "external_code": cells.read_code, "name": cells.read_name,
    "tags": cells.read_tags,
}  # fmt: skip
_FILTERS = (
    'userName eq "asha" and not (emails[type eq "work" and value co "@x"])',
    'meta.created gt "2020-01-01T00:00:00Z" or active eq true',
    "urn:ietf:params:scim:schemas:extension:karmayogi:2.0:Officer:batch ge 2001",
    'displayName sw "A" and members[value eq "7"]',
)


def parsers() -> dict[str, Parser]:
    return _lti() | _registers() | _texts()


def _lti() -> dict[str, Parser]:
    key = RSAKey.generate_key(2048, {"kid": "k1"})
    public = {"keys": [key.as_dict(private=False) | {"kid": "k1", "use": "sig", "alg": "RS256"}]}
    base = {
        "iss": "https://them.example", "aud": "us", "iat": SECOND, "exp": SECOND + 300, "nonce": "n", "sub": "7",
        "name": "A", "locale": "hi", f"{CLAIM}version": "1.3.0", f"{CLAIM}deployment_id": "1",
        f"{CLAIM}roles": ["http://x#Instructor"], f"{CLAIM}target_link_uri": "https://us.example/lti/tool/launch/",
    }  # fmt: skip
    launch = base | {
        f"{CLAIM}message_type": "LtiResourceLinkRequest", f"{CLAIM}resource_link": {"id": "r"},
        f"{CLAIM}custom": {"course": str(uuid.UUID(int=3))},
        AGS_CLAIM: {"scope": ["https://purl.imsglobal.org/spec/lti-ags/scope/score"], "lineitem": "https://them.example/1"},
    }  # fmt: skip
    deep = base | {
        f"{CLAIM}message_type": "LtiDeepLinkingRequest",
        f"{DEEP_CLAIM}deep_linking_settings": {
            "deep_link_return_url": "https://them.example/back", "accept_types": ["ltiResourceLink"], "data": "d",
            "accept_multiple": True,
        },
    }  # fmt: skip
    signed = tokens.encode(launch, private=key, kid="k1")
    # With the right signature, so that what is said is read too.
    line = {"label": "Test", "scoreMaximum": 10, "resourceId": "r", "tag": "t", "startDateTime": "2026-11-20T06:30:00Z",
            "https://x.example/more": {"a": "b"}}  # fmt: skip
    score = {
        "userId": "7", "scoreGiven": 5, "scoreMaximum": 10, "activityProgress": "Completed", "comment": "c",
        "gradingProgress": "FullyGraded", "timestamp": "2026-11-20T06:30:00.000Z",
    }  # fmt: skip
    link = {
        "type": "ltiResourceLink", "title": "T", "url": "https://tool.example/a", "custom": {"a": "1"}, "iframe": {},
        "lineItem": {"scoreMaximum": 10, "label": "L", "resourceId": "r"},
    }  # fmt: skip

    def message(claims: Any) -> None:
        if not isinstance(claims, dict):
            raise tokens.BadToken("malformed", "")
        tokens.check(claims, issuer="https://them.example", audiences=("us",), now=SECOND)
        arriving.read(claims, target=base[f"{CLAIM}target_link_uri"], deployments=["1"], asked_deployment="1")

    def unproved(token: str) -> None:
        tokens.peek(token)
        tokens.read(token, public)

    def column(value: Any) -> None:
        found = grades.read_column(value)
        assert "\\u0000" not in json.dumps(grades.column_json(found, "https://us.example/1"))
        for moment in (found.starts_at, found.ends_at):
            assert moment is None or moment.astimezone(dt.UTC)

    def told(value: Any) -> None:
        found = grades.read_score(value, NOW)
        assert found.told_at.astimezone(dt.UTC)
        assert found.percent is None or 0 <= found.percent <= 100
        grades.result_json("https://us.example/1", found.user, found.given, found.maximum, 10, found.comment)

    def chosen(value: Any) -> None:
        kept, _left = items.read(value, default_url="https://tool.example/", hosts=("tool.example",), most=20)
        assert all(one.url.lower().startswith(("https://tool.example", "http://tool.example")) for one in kept)
        assert all(len(one.title) <= 250 and one.title for one in kept)

    def tool(value: Any) -> None:
        registration.answer_to_tool(value, "c", "1", registration.read_tool(value)["scopes"])

    asked = registration.tool_request("https://tool.example", "Tool")
    return {
        "lti token": Parser((signed,), unproved, (tokens.BadToken,)),
        "lti message": Parser((launch, deep), message, (tokens.BadToken,)),
        "lti keys": Parser((public,), tokens.check_keys, (tokens.BadToken,)),
        "lti line item": Parser((line,), column, (grades.BadGrade,)),
        "lti score": Parser((score,), told, (grades.BadGrade,)),
        "lti content items": Parser(([link, link | {"window": {}}],), chosen),
        "lti tool registers": Parser((asked,), tool, (registration.BadRegistration,)),
        "lti platform": Parser(
            (registration.platform_document("https://them.example"),),
            lambda value: registration.read_platform(value, "https://them.example/x"), (registration.BadRegistration,),
        ),
        "address": Parser(
            ("https://tool.example:8443/a?b=c", "::ffff:127.0.0.1", "[::1]"),
            lambda text: (addresses.acceptable(text, plain_allowed=True), addresses.public(text)),
        ),
    }  # fmt: skip


def _registers() -> dict[str, Parser]:
    document = case_writer.Document(
        uuid.UUID(int=1), "T", "Framework", "us", "us", "About", "", "", "CC BY 4.0", "https://cc.example/", "1", NOW,
        "https://us.example",
    )  # fmt: skip
    said = Wording(
        area="functional", theme_number=1, theme_en="Theme", theme_hi="विषय", name_en="Noting", name_hi="नोट"
    )
    package = case_writer.Package(document, [case_writer.Entry(uuid.UUID(int=n), f"F-{n}", said) for n in (2, 3)])
    whole = json.loads(json.dumps(package.whole()))
    headings = ",".join(column.heading for column in read_sheet.COLUMNS)
    officers = (
        f"{headings}\nAsha Verma,asha@a.example,9876543210,Group A,Clerk,Female,OBC,03-04-1988,Hindi,E1,110001,X1,S,a\n"
    )
    rows = f"{','.join(drop.HEADINGS)}\nE1,Asha Verma,a@b.example,9876543210,Group A,Female,OBC,03-04-1988,Clerk,O1\n"
    sheet = "code,name_en,name_hi,area,theme_number\nF-1,Noting,नोट,functional,1\n"
    badge = {
        "type": ["VerifiableCredential", "OpenBadgeCredential"], "id": "urn:1", "validFrom": "2026-11-20T00:00:00Z",
        "issuer": {"id": "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH", "name": "Them"},
        "credentialSubject": {
            "achievement": {"name": "Noting"},
            "identifier": [{"identityHash": "A", "identityType": "name", "hashed": False}],
            "result": [{"value": "3", "alignment": [{"targetCode": "F-1", "targetName": "Noting"}]}],
        },
        "proof": {"verificationMethod": "did:key:z6Mk#z6Mk", "proofValue": "z3"},
    }  # fmt: skip

    def officers_of(content: bytes) -> None:
        read_sheet.check_upload(content)
        _headings, found = read_sheet._table(read_sheet._csv(content))
        for row in found:
            for key, read in _CELLS.items():
                try:
                    read(row.cells.get(key))
                except cells.Bad as bad:
                    assert bad.args

    def drop_of(record: Any) -> None:
        if not isinstance(record, dict):
            raise Refused  # so says the reading before it
        reading = drops.Reading()
        named = {drop.heading_field(str(name)): value for name, value in record.items()}
        drops._row(1, {field: drops._text(value) for field, value in named.items() if field}, reading)

    user = {
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "asha", "externalId": "e",
        "name": {"givenName": "Asha", "familyName": "Verma"}, "active": True,
        "emails": [{"value": "a@b.example", "type": "work", "primary": True}],
    }  # fmt: skip
    patch = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [
            {"op": "replace", "path": 'emails[type eq "work"].value', "value": "c@d.example"},
            {"op": "add", "value": {"title": "Clerk"}},
        ],
    }  # fmt: skip
    return {
        "CASE package": Parser((whole,), _package, (case_reader.Unreadable,), 4),
        "O*NET element": Parser(("1.A.1	Reading O*NET 29.2 Database	low	high",), _element),
        "competencies (CSV)": Parser((sheet.encode(),), read_file.read, (Refused,)),
        "officers (CSV)": Parser((officers.encode(), officers.encode("utf-16")), officers_of, (Refused,)),
        "officers (workbook)": Parser((_workbook(officers),), _sheet, (Refused,), 30),
        "drop of an HR system": Parser(
            (dict(zip(drop.HEADINGS, rows.splitlines()[1].split(","), strict=True)),), drop_of, (Refused,)
        ),
        "scim filter": Parser(_FILTERS, _filter, _SCIM, 2),
        "scim user": Parser((user,), _user, _SCIM, 4),
        "scim patch": Parser((patch,), _patch, _SCIM, 4),
        "badge of others": Parser((json.dumps(badge).encode(),), _badge),
        "e-mail, mobile": Parser(
            ("asha.verma@gov.example", "+91 98765 43210"),
            lambda text: (contacts.clean_email(text), contacts.clean_mobile(text)),
        ),
    }  # fmt: skip


def _workbook(table: str) -> bytes:
    into = io.BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Officers")
        for number, line in enumerate(table.splitlines()):
            sheet.write_row(number, 0, line.split(","))
    return into.getvalue()


def _sheet(content: bytes) -> None:
    """As uploaded: through the child process."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        read_sheet.read_sheet(Path(file.name))


def _element(text: str) -> None:
    onet.release(text)
    name, *anchors = text.split("\t")
    found = onet.wording(onet.Element(name[:20], name, tuple((n * 1.7, one) for n, one in enumerate(anchors[:5]))))
    assert all(1 <= level <= 5 for level in found.descriptors)


def _package(value: Any) -> None:
    _title, found = case_reader.read_package(value)
    for one in found:
        _keepable([one.code, one.uri, *map(str, dataclasses.astuple(one.wording))])


def _badge(body: bytes) -> None:
    found = read_external(body, NOW)
    pairs = [text for code, name, _level in found.competencies for text in (str(code), name)]
    _keepable([found.issuer, found.issuer_name, found.title, *found.names, *pairs])


def _keepable(texts: Iterable[str]) -> None:
    for text in texts:
        assert markup.writable(text) == text, text


def _filter(text: str) -> None:
    model, columns = (Group, scim_groups.COLUMNS) if "members" in text else (OfficerUser, scim_users.COLUMNS)
    with POLICY:
        request = SearchRequest[model].model_validate({"filter": text})
        if request.filter is not None:
            sql, values = conditions.condition(request.filter, columns)
            assert sql.count("%s") == len(values), sql


def _user(body: Any) -> None:
    with POLICY:
        OfficerUser.model_validate(body, scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_provider=PROVIDER)


def _patch(body: Any) -> None:
    with POLICY:
        user = OfficerUser(user_name="asha")
        patch = PatchOp[OfficerUser].model_validate(
            body, scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_provider=PROVIDER
        )
        patch.patch(user)


def _kind(head: bytes) -> None:
    found = media.media_type(head)
    assert media.media_type(head[: media.HEAD]) == found
    assert not found or media.means(head, found)
    media.pdf_pages(head)


def _texts() -> dict[str, Parser]:
    markdown = (
        "# Wells\n\nDig **deep**, see [here](https://x.example) and ![a](a.png)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    )
    html = (
        "<h2>Dig</h2><p onclick='x()'>Deep <a href='https://x.example'>here</a></p><table><tr><td>1</td></tr></table>"
    )
    film = "WEBVTT\nLanguage: hi\n\n00:00:01.000 --> 00:00:04.000\nकुआँ\n\n01:00:04.000 --> 01:00:09.500\nगहरा\n"

    def shown(content: bytes) -> None:
        text = content.decode(errors="replace")
        for made in (prose.to_html(text), prose.foreign_to_html(text), prose.to_slides(text)):
            assert not _RUNS.search(made), made
        prose.title_and_rest(text)

    def cleaned(content: bytes) -> None:
        text = content.decode(errors="replace")
        for made in (prose.clean(text), prose.clean_foreign(text)):
            assert not _RUNS.search(made), made
        assert markup.writable(markup.plain(text)) == markup.plain(text)

    return {
        "markdown": Parser((markdown.encode(),), shown, (TooDeep,), 4),
        "html": Parser((html.encode(),), cleaned, (TooDeep,), 2),
        "captions (VTT)": Parser((film,), media.length_by_captions),
        "kind of a file": Parser((b"WEBVTT\n", b"\x1aE\xdf\xa3webm", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n"), _kind),
    }
