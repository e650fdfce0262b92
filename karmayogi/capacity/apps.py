from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "karmayogi.capacity"
    label = "capacity"

    def ready(self) -> None:
        from karmayogi.capacity.web import words
        from karmayogi.kernel import slots

        slots.fill("people.deeds", words.deed)
