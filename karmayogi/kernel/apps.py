from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "karmayogi.kernel"
    label = "kernel"
