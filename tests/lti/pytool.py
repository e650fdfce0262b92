"""A learning tool made with PyLTI1p3, which knows nothing of our code: it judges what our platform says."""

import io
import json
import urllib.parse
from html.parser import HTMLParser

import requests
from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import RSAKey
from pylti1p3.cookie import CookieService
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.oidc_login import OIDCLogin
from pylti1p3.redirect import Redirect
from pylti1p3.request import Request
from pylti1p3.session import SessionService
from pylti1p3.tool_config import ToolConfDict

HOST = "https://tool.example.org"
_PRIVATE = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = _PRIVATE.private_bytes(forms.Encoding.PEM, forms.PrivateFormat.PKCS8, forms.NoEncryption()).decode()
PUBLIC_PEM = (
    _PRIVATE.public_key().public_bytes(forms.Encoding.PEM, forms.PublicFormat.SubjectPublicKeyInfo).decode()
)  # fmt: skip


class _Asked(Request):
    def __init__(self, session, given):
        self._session, self._given = session, given

    @property
    def session(self):
        return self._session

    def is_secure(self):
        return True

    def get_param(self, key):
        return self._given.get(key)


class _Cookies(CookieService):
    def __init__(self, jar):
        self._jar = jar

    def get_cookie(self, name):
        return self._jar.get(name)

    def set_cookie(self, name, value, exp=3600):
        self._jar[name] = value


class _To(Redirect):
    def __init__(self, url):
        self._url = url

    def do_redirect(self):
        return self._url

    def do_js_redirect(self):
        return self._url

    def set_redirect_url(self, location):
        self._url = location

    def get_redirect_url(self):
        return self._url


class _Login(OIDCLogin):
    def get_redirect(self, url):
        return _To(url)


class _Launch(MessageLaunch):
    def _get_request_param(self, key):
        return self._request.get_param(key)


class _Wire(requests.adapters.BaseAdapter):
    """Requests of the tool to our platform, answered by Django's test client, without any cookie."""

    def __init__(self, client):
        super().__init__()
        self.client = client

    def send(self, request, **_options):
        parts = urllib.parse.urlsplit(request.url)
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        headers = {name: value for name, value in request.headers.items() if name.lower() != "content-type"}
        answer = self.client.generic(
            request.method, f"{parts.path}?{parts.query}", body,
            content_type=request.headers.get("Content-Type", "application/octet-stream"), headers=headers,
        )  # fmt: skip
        made = requests.Response()
        made.status_code, made.raw, made.url = answer.status_code, io.BytesIO(answer.content), request.url
        made.headers.update(answer.headers.items())
        made.request = request
        return made

    def close(self):
        pass


class Form(HTMLParser):
    """The first form of a page."""

    def __init__(self, html):
        super().__init__()
        self.action, self.fields = "", {}
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.action = found["action"]
        if tag == "input" and "name" in found:
            self.fields[found["name"]] = found.get("value", "")


class PyTool:
    """client: a Django test client without session, for the tool's own requests. row: the registered tool."""

    launch_url = f"{HOST}/launch"
    login_url = f"{HOST}/login"
    deep_url = f"{HOST}/choose"

    def __init__(self, client, origin, base=HOST):
        self.origin = origin
        self.launch_url, self.login_url, self.deep_url = f"{base}/launch", f"{base}/login", f"{base}/choose"
        self.http = requests.Session()
        if client is not None:
            self.http.mount(origin, _Wire(client))
        self.session, self.jar, self.config = {}, {}, None

    def jwks(self):
        key = RSAKey.import_key(PUBLIC_PEM)
        kid = json.loads(self._kid_set())["kid"]
        return {"keys": [key.as_dict(private=False) | {"kid": kid, "use": "sig", "alg": "RS256"}]}

    def _kid_set(self):
        from pylti1p3.registration import Registration

        return json.dumps(Registration.get_jwk(PUBLIC_PEM))

    def know(self, client_id, deployments):
        """What its administrator enters of us."""
        self.config = ToolConfDict(
            {
                self.origin: {
                    "client_id": client_id,
                    "auth_login_url": f"{self.origin}/lti/authorize/",
                    "auth_token_url": f"{self.origin}/lti/token/",
                    "key_set_url": f"{self.origin}/lti/jwks/",
                    "deployment_ids": [str(one) for one in deployments],
                }
            }
        )
        self.config.set_private_key(self.origin, PEM)
        self.config.set_public_key(self.origin, PUBLIC_PEM)

    def login(self, address):
        """The address to which it sends the browser, when the browser came to it at `address`."""
        given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        asked = _Asked(self.session, given)
        login = _Login(asked, self.config, SessionService(asked), _Cookies(self.jar))
        target = given["target_link_uri"]
        return login.redirect(target if target in (self.launch_url, self.deep_url) else self.launch_url)

    def launch(self, fields):
        """The validated launch. Raises LtiException."""
        asked = _Asked(self.session, fields)
        launch = _Launch(asked, self.config, SessionService(asked), _Cookies(self.jar), requests_session=self.http)
        return launch.validate()
