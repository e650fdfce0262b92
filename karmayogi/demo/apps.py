from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "karmayogi.demo"
    label = "demo"
