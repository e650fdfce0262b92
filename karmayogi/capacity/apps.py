from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "karmayogi.capacity"
    label = "capacity"

    def ready(self) -> None:
        from karmayogi.capacity.web import plans, words
        from karmayogi.kernel import slots

        slots.fill("people.deeds", words.deed)
        slots.fill("portal.administration", plans.administration)
        slots.fill("portal.waiting", plans.waiting)
