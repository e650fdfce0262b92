from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "karmayogi.portal"
    label = "portal"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.portal.web.navigation import items, onward

        slots.fill("ui.nav", items)
        slots.fill("competencies.onward", onward)
