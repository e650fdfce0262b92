from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "karmayogi.people"
    label = "people"

    def ready(self) -> None:
        from karmayogi.kernel import slots
        from karmayogi.people import jobs  # noqa: F401 (registers the hourly purge)
        from karmayogi.people.web import receivers  # noqa: F401 (connects allauth's signals)
        from karmayogi.people.web.kept_forms import keep
        from karmayogi.people.web.push import worker_scripts
        from karmayogi.people.web.shell import account_menu, install

        slots.fill("forms.keep", keep)
        slots.fill("ui.account", account_menu)
        slots.fill("jinja", install)
        slots.fill("ui.worker_scripts", worker_scripts)
