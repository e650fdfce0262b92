"""The one WSGI entry point: static files and packages are served beside Django and pay nothing for its middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('KARMAYOGI_MODE', 'dev')}")
django = get_wsgi_application()

from config.doors import build  # noqa: E402

application: Callable[[dict[str, Any], Any], Iterable[bytes]] = build(django)
