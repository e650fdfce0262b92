from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "karmayogi.feeds"
    label = "feeds"
