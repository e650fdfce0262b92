"""What machines fetch to check our signatures: the DID document with every key, and the lists of revoked places."""

import uuid

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import conditional_page, require_safe

from karmayogi.credentials import conf
from karmayogi.credentials.engine import dids, key_list
from karmayogi.credentials.queries.published import paper_authorities, published_keys, signed_list
from karmayogi.kernel import replicas
from karmayogi.kernel.access import NotFound
from karmayogi.kernel.web.door import public
from karmayogi.kernel.web.replica import may_be_late

FIVE_MINUTES = "public, max-age=300"


@public
@require_safe
@may_be_late
def did_document(request: HttpRequest) -> HttpResponse:
    """did:web 1.0: the document of the host lies at /.well-known/did.json."""
    every = [(key.kid, key.public) for key in published_keys()]
    return _open(JsonResponse(dids.document(conf.issuer(), every), content_type="application/did+json"))


@public
@require_safe
@conditional_page
@may_be_late
def keys(request: HttpRequest) -> HttpResponse:
    """Every key with its time, to be kept at hand for checking where there is no network."""
    return _open(JsonResponse(key_list.write(conf.issuer(), published_keys())))


@public
@require_safe
@may_be_late
def status_list(request: HttpRequest, list_uuid: uuid.UUID) -> HttpResponse:
    text = signed_list(list_uuid)
    if text is None:
        replicas.not_here()  # the first certificate of a list makes it
        raise NotFound
    return _open(HttpResponse(text, content_type="application/vc"))


@public
@require_safe
@may_be_late
def paper_authority(request: HttpRequest) -> HttpResponse:
    """The certificates of the local authority, newest first: what a reader of signed papers has to trust."""
    return _open(HttpResponse("".join(paper_authorities()), content_type="application/x-pem-file"))


def _open(response: HttpResponse) -> HttpResponse:
    """Public data: any verifier in any browser may read it."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = FIVE_MINUTES
    return response
