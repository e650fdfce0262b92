"""Another learning system, made by hand after the specifications: it launches us and takes our scores."""

import dataclasses
import json
import urllib.parse

from django.db import connection
from joserfc import jwt
from joserfc.jwk import RSAKey

from karmayogi.lti.actions import fetch

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
ROLE = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
KEY = RSAKey.generate_key(2048, {"kid": "lms-1"})


@dataclasses.dataclass
class OtherLms:
    """`scores` is what arrived; `answers` says what the next requests to it get instead of success, `after_token` the
    same of scores; `key_set` is what stands at the address of its keys where that is no set of keys."""

    now: int
    origin: str
    issuer: str = "https://lms.example.org"
    client_id: str = "client-77"
    deployment: str = "dep-1"
    scores: list = dataclasses.field(default_factory=list)
    answers: list = dataclasses.field(default_factory=list)
    asked: list = dataclasses.field(default_factory=list)
    registered: dict = dataclasses.field(default_factory=dict)
    key_set: object = None
    after_token: list = dataclasses.field(default_factory=list)
    outside: int = dataclasses.field(default_factory=lambda: len(connection.savepoint_ids))

    def fetch(self, url, *, method="GET", headers=None, body=None):
        """In place of karmayogi.lti.actions.fetch.fetch."""
        self.asked.append(url)
        assert len(connection.savepoint_ids) == self.outside, "nobody is asked in a transaction"
        if url == f"{self.issuer}/jwks":
            if self.key_set is not None:
                return fetch.Answer(200, json.dumps(self.key_set).encode())
            public = KEY.as_dict(private=False) | {"kid": "lms-1", "use": "sig", "alg": "RS256"}
            return fetch.Answer(200, json.dumps({"keys": [public]}).encode())
        if url == f"{self.issuer}/openid":
            return fetch.Answer(200, json.dumps(self.configuration()).encode())
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return fetch.Answer(answer, b"no")
        if url == f"{self.issuer}/register":
            self.registered = json.loads(body) | {"token": headers["Authorization"]}
            tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
            return fetch.Answer(201, json.dumps({"client_id": "client-new", tool: {"deployment_id": "dep-9"}}).encode())
        if url == f"{self.issuer}/token":
            form = dict(urllib.parse.parse_qsl(body.decode()))
            self.assertion = form["client_assertion"]
            assert form["scope"] == SCORE
            return fetch.Answer(200, b'{"access_token": "t0ken"}')
        if self.after_token:
            return fetch.Answer(self.after_token.pop(0), b"")
        assert url == f"{self.issuer}/line/7/scores?x=1" and headers["Authorization"] == "Bearer t0ken"
        self.scores.append(json.loads(body))
        return fetch.Answer(204, b"")

    def configuration(self):
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/auth",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
            "registration_endpoint": f"{self.issuer}/register", "id_token_signing_alg_values_supported": ["RS256"],
            "https://purl.imsglobal.org/spec/lti-platform-configuration": {"product_family_code": "otherlms"},
        }  # fmt: skip

    def begin(self, client, target, **changes):
        """The state and nonce that we ask with; the browser has our cookie."""
        query = {
            "iss": self.issuer,
            "login_hint": "h",
            "target_link_uri": target,
            "client_id": self.client_id,
        } | changes
        answer = client.get("/lti/tool/login/", query)
        assert answer.status_code == 302, answer.content
        asked = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer["Location"]).query))
        assert asked["redirect_uri"] == f"{self.origin}/lti/tool/launch/" and asked["prompt"] == "none"
        return asked

    def claims(self, asked, target, sub="learner-5", **changes):
        said = {
            "iss": self.issuer, "aud": self.client_id, "sub": sub, "iat": self.now, "exp": self.now + 300,
            "nonce": asked["nonce"], "name": "Ravi Menon", "email": "asha@personnel.example.in",
            f"{CLAIM}message_type": "LtiResourceLinkRequest", f"{CLAIM}version": "1.3.0",
            f"{CLAIM}deployment_id": self.deployment, f"{CLAIM}target_link_uri": target,
            f"{CLAIM}roles": [f"{ROLE}Learner"], f"{CLAIM}resource_link": {"id": "link-3"},
            AGS: {"scope": [SCORE], "lineitem": f"{self.issuer}/line/7?x=1"},
        }  # fmt: skip
        return {name: value for name, value in (said | changes).items() if value is not None}

    def deep(self, asked, target, **changes):
        settings = {
            "deep_link_return_url": f"{self.issuer}/back", "accept_types": ["ltiResourceLink"],
            "accept_multiple": True, "accept_lineitem": True, "data": "kept",
        }  # fmt: skip
        return self.claims(
            asked, target,
            **{f"{CLAIM}message_type": "LtiDeepLinkingRequest", f"{CLAIM}roles": [f"{ROLE}Instructor"], DEEP: settings}
            | changes,
        )  # fmt: skip

    def sign(self, claims, key=KEY, kid="lms-1", algorithm="RS256"):
        return jwt.encode({"alg": algorithm, "kid": kid}, claims, key, algorithms=[algorithm])
