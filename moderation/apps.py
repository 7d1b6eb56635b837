from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from accounts.models.user import NAME_CHOSEN
        from answers.desk import WAITING
        from answers.models.work import desk_changed
        from challenges.page import AT_END
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from events.page import AT_END as AT_END_OF_GATHERING
        from ideas.models.edits import WITHHELD
        from ideas.models.hidden import IN_LIST
        from ideas.models.talk import BEFORE_COMMENT
        from ideas.models.waiting import WAIT_CHANGED
        from ideas.page import ABOVE_COMPOSER
        from ideas.views.more import FOR_ALL, FOR_ALL_OF_COMMENT, FOR_MODERATORS
        from labs.models.hidden_name import RENAMED
        from labs.models.moderation import HIDDEN, RESTORED, WRITERS_PAGE
        from labs.models.pauses import BEGUN, ENDED, PAGE_OF_PAUSED
        from labs.people import AT_END as AT_END_OF_PEOPLE
        from labs.written import WRITTEN
        from moderation import acts, calm, chores, mails, names, neighbour_mails, news, review_mails, waiting
        from moderation.models import asked, directly, flag, reviewing
        from moderation.models.case import path_for_writer
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS

        HIDDEN.join(self.name, directly.decide_by_hiding)
        RESTORED.join(self.name, directly.decide_by_restoring)
        WRITERS_PAGE.join(self.name, path_for_writer)
        BEGUN.join(self.name, directly.decide_by_pausing)
        ENDED.join(self.name, directly.end_reviews_of_pause)
        PAGE_OF_PAUSED.join(self.name, directly.path_for_paused)
        EVERY_DAY.join(self.name, chores.forget_reporters)
        WAITING.join(self.name, *waiting.KINDS)
        EVERY_MINUTE.join(self.name, chores.remind, chores.remind_reviews)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS, *review_mails.KINDS, *neighbour_mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        EVERY_MINUTE.join(self.name, reviewing.hand_over_all)
        WRITTEN.join(self.name, flag.look, asked.look)
        WITHHELD.join(self.name, asked.withheld_until)
        BEFORE_COMMENT.join(self.name, calm.must_have_waited, calm.must_be_looked_at)
        WAIT_CHANGED.join(self.name, desk_changed)
        ABOVE_COMPOSER.join(self.name, "moderation/_calm.html")
        FOR_ALL.join(self.name, "moderation/_report_idea.html")
        FOR_ALL_OF_COMMENT.join(self.name, "moderation/_report_comment.html")
        FOR_MODERATORS.join(self.name, "moderation/_turn_talk.html")
        AT_END_OF_GATHERING.join(self.name, "moderation/_report_gathering.html")
        AT_END_OF_PEOPLE.join(self.name, "moderation/_report_names.html")
        IN_LIST.join(self.name, names.HIDDEN)
        NAME_CHOSEN.join(self.name, asked.look_at_name)
        RENAMED.join(self.name, flag.look_at_name)
        AT_END.join(self.name, "moderation/_report_challenge.html")
