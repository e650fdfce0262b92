from django.apps import AppConfig


class TalentConfig(AppConfig):
    name = "karmayogi.talent"
    label = "talent"

    def ready(self) -> None:
        from karmayogi.kernel import slots, today
        from karmayogi.talent import handlers, jobs  # noqa: F401 (what we listen to, what runs by the clock)
        from karmayogi.talent.actions import absences_file  # noqa: F401 (a kind of act on many)
        from karmayogi.talent.web import mine, words, years

        slots.fill("portal.today", today.Offer(mine.notes, mine.NOTED))
        slots.fill("ui.account", mine.entry)
        slots.fill("people.deeds", words.deed)
        slots.fill("portal.administration", years.administration)
        slots.fill("portal.waiting", years.waiting)
