from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karmayogi.competencies"
    label = "competencies"

    def ready(self) -> None:
        from karmayogi.competencies import handlers  # noqa: F401 (registers them)
        from karmayogi.competencies.actions.governance import crosswalk  # noqa: F401 (and this one)
        from karmayogi.competencies.actions.governance.imports import kind as imports  # noqa: F401 (and this one)
        from karmayogi.competencies.actions.governance.retag import kind as retag  # noqa: F401 (registers the bulk act)
