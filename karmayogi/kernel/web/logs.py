"""One JSON object a line, with the fields that `extra=` adds. Of a request only its route: an address can carry a
secret (an invitation, a reset of a password, a token in its query), and logs are read by more people than may use it.
"""

import copy
import logging

from django.http import HttpRequest
from pythonjsonlogger.json import JsonFormatter as _JsonFormatter


def route_of(request: HttpRequest) -> str:
    """The pattern that the request's address matched, as `lti/tool/register/<str:token>/`."""
    return request.resolver_match.route if request.resolver_match else "(none)"


class JsonFormatter(_JsonFormatter):
    def __init__(self) -> None:
        super().__init__(
            "{levelname}{name}{message}",
            style="{",
            timestamp=True,
            rename_fields={"levelname": "level", "name": "logger"},
        )

    def format(self, record: logging.LogRecord) -> str:
        return super().format(_without_address(record))


def _without_address(record: logging.LogRecord) -> logging.LogRecord:
    """Django names the request, and among the words of its message the path."""
    request = getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return record
    told = copy.copy(record)
    route = route_of(request)
    del told.__dict__["request"]
    told.__dict__["route"] = route
    paths = {request.path, request.path.encode("unicode_escape").decode()}
    if isinstance(record.args, tuple):
        told.args = tuple(route if one in paths else one for one in record.args)
    return told
