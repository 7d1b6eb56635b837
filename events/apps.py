from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "events"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from answers.desk import WAITING
        from common.chores import EVERY_MINUTE
        from common.page_cache import DEAR, KEPT
        from events import acts, chores, hidden_mails, mails, names, news, waiting
        from events.models import Coming, aloud
        from events.models.hidden import HIDDEN
        from events.models.table import meetings_ahead, show_tables
        from events.topics import GatheringTopic, aloud_about, meetings
        from ideas.forms.status import MEETINGS
        from ideas.leaving import WORDS_REMOVED
        from ideas.models.hidden import IN_LIST
        from ideas.models.idea import RENAMED, SHOWN_IN
        from ideas.models.story import STATUS_SET
        from ideas.models.taking_part import TOOK_PART
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
        KINDS.join(self.name, *mails.KINDS, *hidden_mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        POSTED.join(self.name, news.POSTED)
        EVERY_MINUTE.join(self.name, chores.erase_old_details, chores.remind)
        KEPT.join(self.name, "gathering_list", "gathering_detail", "gathering_poster", "gathering_ics", "lab_ics")
        DEAR.join(self.name, "gathering_poster", "gathering_ics", "lab_ics")
        MORE.join(self.name, meetings, aloud_about)
        BESIDE.join(self.name, "events/_on_table.html")
        BELOW_STORY.join(self.name, "events/_meetings.html", "events/_aloud_on_idea.html")
        MEETINGS.join(self.name, meetings_ahead)
        IN_LIST.join(self.name, HIDDEN)
        SHOWN_IN.join(self.name, show_tables, aloud.show_when_turned)
        RENAMED.join(self.name, aloud.show_when_turned)
        STATUS_SET.join(self.name, aloud.close_when_withdrawn)
        WORDS_REMOVED.join(self.name, aloud.close_waiting)
        TOOK_PART.join(self.name, aloud.has_any)
        WAITING.join(self.name, *waiting.KINDS)
        USED_BY.join(self.name, Coming)
        AT_PLACE.join(self.name, "events/_at_place.html")
        BEFORE_CHANGE.join(self.name, "events/_concerns.html")
