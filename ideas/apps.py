from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas import names
        from ideas.acts import register as register_acts
        from ideas.models.idea import ideas_in
        from ideas.topics import IdeaTopic
        from labs.models.lab import IN_A_VILLAGE
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, IdeaTopic())
        SPOTS.join(self.name, names.spots)
        register_acts()
        IN_A_VILLAGE.join(self.name, ideas_in)
