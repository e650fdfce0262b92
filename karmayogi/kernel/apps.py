from pathlib import Path

from django.apps import AppConfig
from django.conf import settings


class KernelConfig(AppConfig):
    name = "karmayogi.kernel"
    label = "kernel"

    def ready(self) -> None:
        from karmayogi.kernel import (
            clock,
            seals,  # noqa: F401 (registers the sealing of the audit trail, every minute)
            sweep_files,  # noqa: F401 (registers the sweep of files without rows, every week)
        )

        if settings.CLOCK_OFFSET_FILE:
            clock.rehearse(Path(settings.CLOCK_OFFSET_FILE))
