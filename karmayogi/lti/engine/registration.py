"""Dynamic Registration 1.0, both sides: what a platform says of itself, what a tool asks to be registered with."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from karmayogi.lti.types import Message, Scope

PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"


class BadRegistration(Exception):
    """code: as RFC 7591, 3.2.2 has them. The text is for whoever runs the other side."""

    def __init__(self, why: str, code: str = "invalid_client_metadata") -> None:
        super().__init__(why)
        self.code = code


def platform_document(issuer: str) -> dict[str, Any]:
    """openid-configuration with what LTI adds."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/lti/authorize/",
        "token_endpoint": f"{issuer}/lti/token/",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256"],
        "jwks_uri": f"{issuer}/lti/jwks/",
        "registration_endpoint": f"{issuer}/lti/register/",
        "scopes_supported": ["openid", *(str(scope) for scope in Scope)],
        "response_types_supported": ["id_token"],
        "response_modes_supported": ["form_post"],
        "grant_types_supported": ["implicit", "client_credentials"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "claims_supported": ["sub", "iss", "name", "given_name", "family_name", "email", "locale"],
        PLATFORM: {
            "product_family_code": "karmayogi",
            "version": "1",
            "messages_supported": [{"type": str(Message.RESOURCE)}, {"type": str(Message.DEEP)}],
            "variables": [],
        },
    }


def read_tool(sent: Any) -> dict[str, Any]:
    """What a tool sends to be registered, as the fields of a registration by hand. Raises BadRegistration."""
    if not isinstance(sent, dict):
        raise BadRegistration("A JSON object is needed.")
    asked = sent.get(TOOL)
    if not isinstance(asked, dict):
        raise BadRegistration(f"{TOOL} is needed.")
    if "id_token" not in _texts(sent, "response_types"):
        raise BadRegistration("response_types must hold id_token.")
    if not {"implicit", "client_credentials"} <= set(_texts(sent, "grant_types")):
        raise BadRegistration("grant_types must hold implicit and client_credentials.")
    if sent.get("token_endpoint_auth_method") != "private_key_jwt":
        raise BadRegistration("token_endpoint_auth_method must be private_key_jwt.")
    redirects = tuple(_texts(sent, "redirect_uris"))
    if not redirects:
        raise BadRegistration("redirect_uris is needed.", "invalid_redirect_uri")
    target = _text(asked, "target_link_uri", 500)
    login = _text(sent, "initiate_login_uri", 500)
    domain = _text(asked, "domain", 250).lower()
    if not (target and login and domain and _text(sent, "client_name", 150)):
        raise BadRegistration("client_name, initiate_login_uri, domain and target_link_uri are needed.")
    domains = (domain, *(one.lower() for one in _texts(asked, "secondary_domains")))
    deep = ""
    messages = asked.get("messages")
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, dict) and message.get("type") == Message.DEEP:
            deep = _text(message, "target_link_uri", 500) or target
    for url in (target, login, deep, *redirects):
        if url and not _within(url, domains):
            raise BadRegistration(f"{url[:200]} is not of the domain {domain}.")
    claims = _texts(asked, "claims")
    return {
        "name": _text(sent, "client_name", 150),
        "description": _text(asked, "description", 2000),
        "initiation_url": login,
        "target_url": target,
        "deep_link_url": deep,
        "redirect_uris": redirects,
        "jwks_url": _text(sent, "jwks_uri", 500),
        "jwks": "",
        "policy_url": _text(sent, "policy_uri", 500),
        "custom": asked.get("custom_parameters") or {},
        "scopes": tuple(_text(sent, "scope", 4000).split()),
        "shares_name": bool({"name", "given_name", "family_name"} & set(claims)),
        "shares_email": "email" in claims,
    }


def answer_to_tool(sent: dict[str, Any], client_id: str, deployment: str, scopes: Sequence[str]) -> dict[str, Any]:
    """What was registered: the tool's own words, with the name under which we know it."""
    asked = dict(sent[TOOL]) | {"deployment_id": deployment}
    return dict(sent) | {"client_id": client_id, "scope": " ".join(scopes), TOOL: asked}


def tool_request(origin: str, name: str) -> dict[str, Any]:
    """What we send to a platform to be registered as its tool."""
    target = f"{origin}/lti/tool/launch/"
    return {
        "application_type": "web",
        "response_types": ["id_token"],
        "grant_types": ["implicit", "client_credentials"],
        "initiate_login_uri": f"{origin}/lti/tool/login/",
        "redirect_uris": [target],
        "client_name": name,
        "jwks_uri": f"{origin}/lti/jwks/",
        "token_endpoint_auth_method": "private_key_jwt",
        "scope": str(Scope.SCORES),
        TOOL: {
            "domain": urlsplit(origin).netloc,
            "target_link_uri": target,
            "claims": ["iss", "sub", "name"],
            "messages": [
                {"type": str(Message.RESOURCE), "target_link_uri": target},
                {"type": str(Message.DEEP), "target_link_uri": target, "label": name},
            ],
        },
    }


def read_platform(document: Any, found_at: str) -> dict[str, str]:
    """A platform's openid-configuration as the fields of one entered by hand. Raises BadRegistration.

    The document must lie with its issuer, so that nobody registers keys of their own for somebody else's name.
    """
    if not isinstance(document, dict) or not isinstance(document.get(PLATFORM), dict):
        raise BadRegistration("This is not the configuration of an LTI platform.")
    issuer = _text(document, "issuer", 300)
    if not issuer or _host(issuer) != _host(found_at):
        raise BadRegistration("The issuer of the configuration is another than where it lies.")
    if "RS256" not in _texts(document, "id_token_signing_alg_values_supported"):
        raise BadRegistration("The platform does not sign with RS256.")
    fields = {
        "issuer": issuer,
        "login_url": _text(document, "authorization_endpoint", 500),
        "token_url": _text(document, "token_endpoint", 500),
        "jwks_url": _text(document, "jwks_uri", 500),
        "registration_url": _text(document, "registration_endpoint", 500),
        "name": _text(document[PLATFORM], "product_family_code", 100),
        "audience": _text(document, "authorization_server", 500),
    }
    if not all(fields[name] for name in ("login_url", "token_url", "jwks_url", "registration_url")):
        raise BadRegistration("The configuration lacks an address.")
    return fields


def read_registered(answer: Any) -> tuple[str, str]:
    """(client_id, deployment_id or "") of a platform's answer. Raises BadRegistration."""
    client_id = _text(answer, "client_id", 200) if isinstance(answer, dict) else ""
    if not client_id:
        raise BadRegistration("The platform gave no client_id.")
    ours = answer.get(TOOL)
    return client_id, _text(ours, "deployment_id", 255) if isinstance(ours, dict) else ""


def _host(url: str) -> str:
    """With its port; "" where there is none or the address is no address."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _within(url: str, domains: Sequence[str]) -> bool:
    host = _host(url)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains if domain)


def _text(value: Any, name: str, most: int) -> str:
    text = value.get(name)
    return text.replace("\0", "").strip()[:most] if isinstance(text, str) else ""


def _texts(value: Any, name: str) -> list[str]:
    found = value.get(name)
    return [one[:500] for one in found[:50] if isinstance(one, str)] if isinstance(found, list) else []
