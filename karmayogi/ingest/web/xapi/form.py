"""The alternate request syntax of xAPI 1.0.3 (Communication 1.3): any request as a form, for browsers of that time.

`POST ?method=PUT` and nothing else in the address; parameters, some headers and the body are fields of the form.
"""

from karmayogi.ingest.web.xapi import params
from karmayogi.ingest.web.xapi.asks import JSON, Wrong

_METHODS = ("GET", "HEAD", "PUT", "POST", "DELETE")
_HEADERS = (
    "Authorization", "X-Experience-API-Version", "Content-Type", "Content-Length", "If-Match", "If-None-Match",
    "Accept-Language",
)  # fmt: skip
_FORM = "application/x-www-form-urlencoded"


def unpack(query: dict[str, str], body: bytes, headers: dict[str, str]) -> tuple[str, dict[str, str], bytes]:
    """(method, query, body) of the request that is meant; `headers` becomes that request's. Raises Wrong(400)."""
    if len(query) > 1:
        raise Wrong(400, "With the parameter method the address has no other parameter; put them into the form.")
    method = query["method"]
    if method not in _METHODS:
        raise Wrong(400, f"The parameter method must be one of {', '.join(_METHODS)}.")
    if headers["content-type"].partition(";")[0].strip().lower() != _FORM:
        raise Wrong(400, f"With the parameter method the body is a form: Content-Type {_FORM}.")
    try:
        fields = params.parse(body.decode())
    except UnicodeDecodeError:
        raise Wrong(400, "The form must be in UTF-8.") from None
    content = fields.pop("content", None)
    headers["content-type"] = JSON
    for name in _HEADERS:
        if (value := fields.pop(name, None)) is not None:
            headers[name.lower()] = value
    if method in ("PUT", "POST") and content is None:
        raise Wrong(400, "The form needs the field content with the body of the request.")
    return method, fields, (content or "").encode()
