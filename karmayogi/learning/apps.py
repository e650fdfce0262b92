from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "karmayogi.learning"
    label = "learning"
