"""For load balancers: alive, and ready to serve."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from karmayogi.kernel.web.door import public


@public
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the reason while the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except Error as error:
        return JsonResponse({"ready": False, "reason": type(error).__name__}, status=503)
    return JsonResponse({"ready": True})
