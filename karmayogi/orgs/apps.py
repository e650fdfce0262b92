from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "karmayogi.orgs"
    label = "orgs"

    def ready(self) -> None:
        from karmayogi.orgs.actions.officers import kind  # noqa: F401 (registers the bulk act)
