"""What we serve and how: ServiceProviderConfig, ResourceTypes, Schemas."""

from typing import Any

from scim2_models import Context, Meta

from karmayogi.feeds.engine.resources import CONFIG, PROVIDER
from karmayogi.feeds.web.scim.asks import Answer, Ask, Wrong
from karmayogi.kernel.access import NotFound

ENDPOINTS = ("ServiceProviderConfig", "ResourceTypes", "Schemas")


def discover(ask: Ask) -> Answer:
    """RFC 7644, 4: read only, and never filtered."""
    if ask.method != "GET":
        raise Wrong(405, "Only GET is answered here.", {"Allow": "GET"})
    if ask.query.get("filter"):
        raise Wrong(403, "Discovery cannot be filtered.")
    endpoint, *rest = ask.path
    if endpoint == "ServiceProviderConfig":
        if rest:
            raise NotFound
        return Answer(200, _shown(CONFIG, endpoint, "", ask.base))
    resources = PROVIDER.schemas if endpoint == "Schemas" else PROVIDER.resource_types
    if rest:
        wanted = "/".join(rest)
        found = next((one for one in resources if str(one.id) == wanted), None)
        if found is None:
            raise NotFound
        return Answer(200, _shown(found, endpoint, f"/{wanted}", ask.base))
    listed = [_shown(one, endpoint, f"/{one.id}", ask.base) for one in resources]
    return Answer(
        200,
        {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": len(listed),
            "startIndex": 1, "itemsPerPage": len(listed), "Resources": listed,
        },
    )  # fmt: skip


def _shown(resource: Any, endpoint: str, place: str, base: str) -> dict[str, Any]:
    copy = resource.model_copy()
    copy.meta = Meta(resource_type=endpoint.removesuffix("s"), location=f"{base}/{endpoint}{place}")
    body: dict[str, Any] = copy.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, mode="json")
    return body
