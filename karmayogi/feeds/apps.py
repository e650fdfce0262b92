from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "karmayogi.feeds"
    label = "feeds"

    def ready(self) -> None:
        from karmayogi.feeds import handlers, jobs  # noqa: F401 (registers what we listen to, and the nightly repeat)
        from karmayogi.feeds.actions.exchange import kind  # noqa: F401 (registers the bulk act)
        from karmayogi.feeds.web import administration, words
        from karmayogi.kernel import slots

        slots.fill("portal.administration", administration.entries)
        slots.fill("portal.waiting", administration.waiting)
        slots.fill("people.record", administration.own)
        slots.fill("people.deeds", words.deed)
        slots.fill("people.subjects", words.subjects)
