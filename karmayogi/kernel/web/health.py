"""For load balancers: alive, and ready to serve."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse

from karmayogi.kernel import replicas
from karmayogi.kernel.web.door import public

PATIENCE = 2.0  # seconds: whoever asks has given up when the pool's own ten are over


@public
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@public
def readyz(request: HttpRequest) -> JsonResponse:
    """503 with the reason while the database does not answer. Standbys are told of, and none is needed."""
    try:
        _ask_database()
    except Error as error:
        return JsonResponse({"ready": False, "reason": type(error).__name__}, status=503)
    standbys = replicas.states()
    return JsonResponse({"ready": True} | ({"standbys": standbys} if standbys else {}))


def _ask_database() -> None:
    pool = connection.pool  # type: ignore[attr-defined]
    if pool is None:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return
    pool.open()
    with connection.wrap_database_errors, pool.connection(timeout=PATIENCE) as one:
        one.execute("select 1")
