"""Access tokens of tools: client_credentials with a signed assertion (RFC 7523; IMS Security Framework 1.0, 4.1)."""

import datetime as dt
import secrets
from collections.abc import Mapping

from karmayogi.kernel.digests import digest
from karmayogi.lti import conf
from karmayogi.lti.actions.prove import prove, spend
from karmayogi.lti.engine import tokens
from karmayogi.lti.models import AccessToken, Tool
from karmayogi.lti.queries.tools import tool_of_client

_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class TokenRefused(Exception):
    """code: as RFC 6749, 5.2 has them."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(why)
        self.code = code


def issue_token(*, form: Mapping[str, str], at: dt.datetime) -> tuple[str, list[str]]:
    """(token, scopes granted). Raises TokenRefused. The token is answered this once; its hash is kept."""
    if form.get("grant_type") != "client_credentials":
        raise TokenRefused("unsupported_grant_type", "grant_type must be client_credentials")
    if form.get("client_assertion_type") != _ASSERTION:
        raise TokenRefused("invalid_client", f"client_assertion_type must be {_ASSERTION}")
    tool = _prove(form.get("client_assertion", ""), at)
    asked = list(dict.fromkeys(form.get("scope", "").split()))
    granted = [scope for scope in asked if scope in tool.scopes]
    if not asked or not granted:
        raise TokenRefused("invalid_scope", "none of these scopes is granted to this tool")
    secret = secrets.token_urlsafe(32)
    AccessToken.objects.create(
        tool=tool, digest=digest(secret), scopes=granted, expires_at=at + dt.timedelta(seconds=conf.TOKEN_LASTS)
    )
    return secret, granted


def _prove(assertion: str, at: dt.datetime) -> Tool:
    try:
        claimed = tokens.peek(assertion).get("iss")
        tool = tool_of_client(claimed) if isinstance(claimed, str) else None
        if tool is None:
            raise TokenRefused("invalid_client", "no active tool has this client_id")
        claims = prove(assertion, jwks_url=tool.jwks_url, jwks=tool.jwks, at=at)
        tokens.check(
            claims, issuer=tool.client_id, audiences=(conf.address("token/"), conf.issuer()), now=int(at.timestamp()),
            nonce=False,
        )  # fmt: skip
        if claims.get("sub") != tool.client_id:
            raise tokens.BadToken("sub", "The assertion must name the client as its subject.")
    except tokens.BadToken as bad:
        raise TokenRefused("invalid_client", f"{bad.code}: {bad}") from bad
    if not spend(f"client:{tool.client_id}", claims["jti"], until=dt.datetime.fromtimestamp(claims["exp"], dt.UTC)):
        raise TokenRefused("invalid_client", "jti: this assertion was used before")
    return tool
