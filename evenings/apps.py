from django.apps import AppConfig


class EveningsConfig(AppConfig):
    name = "evenings"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from evenings import acts
        from events.page import TOOLS

        ACTS.join(self.name, *acts.WORDS)
        TOOLS.join(self.name, "evenings/_prepare.html")
