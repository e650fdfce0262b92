from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "karmayogi.plans"
    label = "plans"

    def ready(self) -> None:
        pass
