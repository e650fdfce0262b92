"""The outermost middleware: a request id, the time of the request, one log line, refusals into answers."""

import logging
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from karmayogi.kernel import clock
from karmayogi.kernel.ids import uuid7
from karmayogi.kernel.web.logs import route_of

log = logging.getLogger("karmayogi.request")


class RequestMiddleware:
    """Sets `request.at` (UTC instant) and `request.id`; logs method, route, status and milliseconds."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        request.at = clock.now()  # type: ignore[attr-defined]
        request.id = uuid7().hex  # type: ignore[attr-defined]
        response = self.get_response(request)
        response["X-Request-Id"] = request.id  # type: ignore[attr-defined]
        if response.status_code >= 500 or log.isEnabledFor(logging.DEBUG):
            log.log(
                logging.ERROR if response.status_code >= 500 else logging.DEBUG,
                "request",
                extra={
                    "id": request.id,  # type: ignore[attr-defined]
                    "method": request.method,
                    "route": route_of(request),
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - started) * 1000, 1),
                },
            )
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        from karmayogi.kernel.web import errors

        return errors.answer(request, exception)
