from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "karmayogi.orgs"
    label = "orgs"
