from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "karmayogi.plans"
    label = "plans"

    def ready(self) -> None:
        from karmayogi.kernel import slots, today
        from karmayogi.plans import handlers, jobs  # noqa: F401 (registers what we listen to, and the yearly repeat)
        from karmayogi.plans.queries.touched import touched_orders
        from karmayogi.plans.web import mandates, mine, words

        slots.fill("portal.today", today.Offer(mine.notes, mine.NOTED))
        slots.fill("ui.account", mine.entry)
        slots.fill("people.deeds", words.deed)
        slots.fill("portal.administration", mandates.administration)
        slots.fill("competencies.touched", touched_orders)
        slots.fill("portal.waiting", mandates.waiting)
