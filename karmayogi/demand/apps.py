from django.apps import AppConfig


class DemandConfig(AppConfig):
    name = "karmayogi.demand"
    label = "demand"

    def ready(self) -> None:
        from karmayogi.demand import handlers, jobs  # noqa: F401 (registers what we listen to, and the nightly scan)
        from karmayogi.demand.web import offers
        from karmayogi.kernel import slots

        slots.fill("portal.administration", offers.administration)
        slots.fill("portal.waiting", offers.waiting)
