from django.apps import AppConfig


class CompetenciesConfig(AppConfig):
    name = "karmayogi.competencies"
    label = "competencies"

    def ready(self) -> None:
        from karmayogi.competencies import handlers, jobs  # noqa: F401 (registers them)
        from karmayogi.competencies.actions.governance import crosswalk  # noqa: F401 (and this one)
        from karmayogi.competencies.actions.governance.imports import kind as imports  # noqa: F401 (and this one)
        from karmayogi.competencies.actions.governance.retag import kind as retag  # noqa: F401 (registers the bulk act)
        from karmayogi.competencies.actions.proof import withdrawals  # noqa: F401 (and this one)
        from karmayogi.competencies.web.gaps import administration as gaps_administration
        from karmayogi.competencies.web.governance import administration as governance_administration
        from karmayogi.competencies.web.proof import offers as proof_offers
        from karmayogi.competencies.web.proof.words import deed
        from karmayogi.competencies.web.workbench import administration as workbench_administration
        from karmayogi.kernel import slots

        slots.fill("portal.administration", gaps_administration.entries)
        slots.fill("portal.administration", governance_administration.entries)
        slots.fill("portal.administration", workbench_administration.entries)
        slots.fill("portal.administration", proof_offers.administration)
        slots.fill("portal.waiting", proof_offers.waiting)
        slots.fill("portal.waiting", workbench_administration.waiting)
        slots.fill("ui.account", proof_offers.account_menu)
        slots.fill("people.deeds", deed)
