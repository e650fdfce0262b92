from django.apps import AppConfig


class CapacityConfig(AppConfig):
    name = "karmayogi.capacity"
    label = "capacity"

    def ready(self) -> None:
        from karmayogi.capacity import handlers, jobs  # noqa: F401 (registers what we listen to, and what repeats)
        from karmayogi.capacity.web import mine, plans, words
        from karmayogi.kernel import slots, today

        slots.fill("people.deeds", words.deed)
        slots.fill("portal.administration", plans.administration)
        slots.fill("portal.waiting", plans.waiting)
        slots.fill("portal.today", today.Offer(mine.notes, mine.NOTED))
        slots.fill("competencies.asks", mine.waiting)
