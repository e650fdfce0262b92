from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "karmayogi.facts"
    label = "facts"

    def ready(self) -> None:
        from karmayogi.facts import jobs  # noqa: F401 (registered by being imported)
