from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "karmayogi.people"
    label = "people"
