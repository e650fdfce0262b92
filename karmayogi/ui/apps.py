from django.apps import AppConfig

from karmayogi.kernel import slots


class UiConfig(AppConfig):
    name = "karmayogi.ui"
    label = "ui"

    def ready(self) -> None:
        from karmayogi.ui.environment import install

        slots.fill("jinja", install)
