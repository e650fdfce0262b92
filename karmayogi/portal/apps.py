from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "karmayogi.portal"
    label = "portal"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.portal.web.deeds import deed, subjects
        from karmayogi.portal.web.navigation import account_items, items, onward

        slots.fill("ui.nav", items)
        slots.fill("ui.account", account_items)
        slots.fill("orgs.person", "portal:member")
        slots.fill("orgs.administration", "portal:administration")
        slots.fill("competencies.onward", onward)
        slots.fill("people.deeds", deed)
        slots.fill("people.subjects", subjects)
