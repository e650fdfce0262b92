from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "karmayogi.insight"
    label = "insight"

    def ready(self) -> None:
        from karmayogi.insight import handlers, jobs  # noqa: F401 (registered by being imported)
        from karmayogi.insight.actions.totals import RULE
        from karmayogi.insight.queries.weeks import AS_FACTS
        from karmayogi.insight.web import administration, words
        from karmayogi.kernel import slots

        slots.fill("learning.record_rules", RULE)
        slots.fill("facts.learning_week", AS_FACTS)
        slots.fill("jinja", words.install)
        slots.fill("portal.administration", administration.entries)
