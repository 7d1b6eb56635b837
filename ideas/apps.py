from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas.acts import register as register_acts
        from ideas.models.idea import ideas_in
        from ideas.names import register as register_names
        from ideas.topics import IdeaTopic
        from labs.models.lab import IN_A_VILLAGE
        from realtime.topics import register

        register(IdeaTopic())
        register_names()
        register_acts()
        IN_A_VILLAGE.join(self.name, ideas_in)
