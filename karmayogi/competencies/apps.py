from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karmayogi.competencies"
    label = "competencies"

    def ready(self) -> None:
        from karmayogi.competencies import handlers, jobs  # noqa: F401 (registers them)
