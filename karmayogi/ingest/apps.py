from django.apps import AppConfig


class IngestConfig(AppConfig):
    name = "karmayogi.ingest"
    label = "ingest"

    def ready(self) -> None:
        from karmayogi.ingest import jobs  # noqa: F401 (registers forwarding)
        from karmayogi.ingest.web import administration, words
        from karmayogi.kernel import slots

        slots.fill("portal.administration", administration.entries)
        slots.fill("people.deeds", words.deed)
