from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "karmayogi.assessment"
    label = "assessment"
