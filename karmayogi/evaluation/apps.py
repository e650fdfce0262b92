from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "karmayogi.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from karmayogi.evaluation import jobs  # noqa: F401 (rooms end by themselves)
        from karmayogi.evaluation.web import offers
        from karmayogi.kernel import slots, today

        slots.fill("portal.administration", offers.administration)
        slots.fill("portal.today", today.Offer(offers.notes, offers.NOTED))
