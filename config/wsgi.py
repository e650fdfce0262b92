"""The one WSGI entry point: static files and packages are served beside Django and pay nothing for its middleware."""

import gc
import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("KARMAYOGI_PART", "web")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"config.settings.{os.environ.get('KARMAYOGI_MODE', 'dev')}")
django = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402

from config.doors import build  # noqa: E402

application: Callable[[dict[str, Any], Any], Iterable[bytes]] = build(django)

# Every view is imported now, not by whoever asks first; and what stays for good is not walked over by every collection
# of garbage, which would hold up the requests of that moment.
len(get_resolver().url_patterns)
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
