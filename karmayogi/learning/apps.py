from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "karmayogi.learning"
    label = "learning"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.learning import handlers, jobs  # noqa: F401 (registers what we listen to, and the nightly job)
        from karmayogi.learning.actions.certificates import many  # noqa: F401 (registers the bulk act)
        from karmayogi.learning.actions.cmi5.receive import session_rules
        from karmayogi.learning.actions.gatherings import attendance, certify  # noqa: F401 (register the bulk acts)
        from karmayogi.learning.queries.touched import touched_courses
        from karmayogi.learning.web import certificates, media_state
        from karmayogi.learning.web.authoring import administration as authoring
        from karmayogi.learning.web.cascades import cascades
        from karmayogi.learning.web.exchange import administration
        from karmayogi.learning.web.onthejob import checks, offices, witness
        from karmayogi.learning.web.onthejob.words import deed
        from karmayogi.learning.web.records import records
        from karmayogi.learning.web.words import renewal_address

        slots.fill("credentials.renewal", renewal_address)
        slots.fill("competencies.touched", touched_courses)
        from karmayogi.learning.web.audience import administration as audience

        slots.fill("ingest.session_rules", session_rules)
        slots.fill("portal.administration", authoring.entries)
        slots.fill("portal.administration", audience.entries)
        slots.fill("portal.administration", administration.entries)
        slots.fill("portal.administration", media_state.entries)
        slots.fill("portal.administration", records.entries)
        slots.fill("portal.administration", certificates.entries)
        slots.fill("portal.administration", offices.entries)
        slots.fill("portal.administration", cascades.entries)
        slots.fill("portal.waiting", checks.to_decide)
        slots.fill("competencies.asks", witness.waiting)
        slots.fill("competencies.asks", checks.waiting)
        slots.fill("people.deeds", deed)
        from karmayogi.learning.web.offline import keep
        from karmayogi.learning.web.pictures import in_question

        slots.fill("ui.pictures", in_question)
        slots.fill("ui.worker_keeps", keep.kept_by_the_worker)
        slots.fill("ui.worker_scripts", keep.worker_scripts)
        slots.fill("ui.state", keep.state)
