from django.apps import AppConfig


class CredentialsConfig(AppConfig):
    name = "karmayogi.credentials"
    label = "credentials"

    def ready(self) -> None:
        from karmayogi.credentials import handlers  # noqa: F401 (listens to our own events)
        from karmayogi.credentials.web import offers
        from karmayogi.kernel import slots

        slots.fill("portal.administration", offers.administration)
