from django.apps import AppConfig


class OrgsConfig(AppConfig):
    name = "karmayogi.orgs"
    label = "orgs"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.orgs.actions.officers import kind  # noqa: F401 (registers the bulk act)
        from karmayogi.orgs.web import administration, words

        slots.fill("portal.administration", administration.entries)
        slots.fill("portal.waiting", administration.waiting)
        slots.fill("people.subjects", words.subjects)
