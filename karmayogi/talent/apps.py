from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "karmayogi.talent"
    label = "talent"
