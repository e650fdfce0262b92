from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karmayogi.competencies"
    label = "competencies"
