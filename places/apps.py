from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "places"

    def ready(self) -> None:
        from labs.models.lab import IN_A_VILLAGE
        from places.acts import register as register_acts
        from places.models import places_in
        from places.names import register as register_names
        from places.topics import PlaceTopic
        from realtime.topics import register

        register(PlaceTopic())
        register_names()
        register_acts()
        IN_A_VILLAGE.join(self.name, places_in)
