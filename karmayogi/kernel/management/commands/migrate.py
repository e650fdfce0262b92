"""Django's own command, quicker on an empty database."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.core.management.commands.migrate import Command as Migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        with _one_at_a_time() if _is_empty(options["database"]) else contextlib.nullcontext():
            super().handle(*args, **options)


def _is_empty(alias: str) -> bool:
    return not MigrationRecorder(connections[alias]).applied_migrations()


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """After each operation only the changed model is built anew, not also those that refer to it.

    Everything here refers to persons and organisations in a few steps, so Django builds nearly all models for nearly
    all of 900 operations; that was the greater part of a first start. What goes stale by it are the classes at the
    other end of references, of which the making of tables asks only names that stay, and classes in the hands of data
    migrations, which find nothing to move in an empty database. tests/kernel/management holds the tables against the
    models.
    """
    reload_model = ProjectState.reload_model

    def alone(self: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__:
            self._reload({(app_label, model_name)})  # type: ignore[attr-defined]

    ProjectState.reload_model = alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.reload_model = reload_model  # type: ignore[method-assign]
