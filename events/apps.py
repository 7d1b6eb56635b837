from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from answers.desk import WAITING
        from common.chores import EVERY_MINUTE
        from common.page_cache import DEAR, KEPT
        from events import acts, chores, mails, names, news, waiting
        from events.models import Coming
        from events.models.table import meetings_ahead, show_tables
        from events.topics import GatheringTopic, meetings
        from ideas.forms.status import MEETINGS
        from ideas.models.idea import SHOWN_IN
        from ideas.page import BELOW_STORY, BESIDE
        from ideas.topics import MORE
        from labs.posted import POSTED
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from places.models import USED_BY
        from places.page import AT_PLACE, BEFORE_CHANGE
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, GatheringTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        POSTED.join(self.name, news.POSTED)
        EVERY_MINUTE.join(self.name, chores.erase_old_details, chores.remind)
        KEPT.join(self.name, "gathering_list", "gathering_detail", "gathering_poster", "gathering_ics", "lab_ics")
        DEAR.join(self.name, "gathering_poster", "gathering_ics", "lab_ics")
        MORE.join(self.name, meetings)
        BESIDE.join(self.name, "events/_on_table.html")
        BELOW_STORY.join(self.name, "events/_meetings.html")
        MEETINGS.join(self.name, meetings_ahead)
        SHOWN_IN.join(self.name, show_tables)
        WAITING.join(self.name, *waiting.KINDS)
        USED_BY.join(self.name, Coming)
        AT_PLACE.join(self.name, "events/_at_place.html")
        BEFORE_CHANGE.join(self.name, "events/_concerns.html")
