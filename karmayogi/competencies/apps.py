from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karmayogi.competencies"
    label = "competencies"

    def ready(self) -> None:
        from karmayogi.competencies import handlers, jobs  # noqa: F401 (registers them)
        from karmayogi.competencies.web.gaps import administration as gaps_administration
        from karmayogi.kernel import slots

        slots.fill("portal.administration", gaps_administration.entries)
