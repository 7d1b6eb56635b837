from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from challenges import acts, chores, mails, names, news
        from challenges.export import QUESTION
        from challenges.models.answering import show_answered
        from challenges.models.hidden import HIDDEN
        from challenges.occasion import QuestionOccasion
        from challenges.page import borrowed
        from challenges.topics import ChallengeTopic, question_of
        from common.chores import EVERY_MINUTE
        from common.page_cache import KEPT
        from ideas.export import COLUMNS
        from ideas.models.hidden import IN_LIST
        from ideas.models.idea import SHOWN_IN
        from ideas.models.under_title import UNDER_TITLE, UnderTitle
        from ideas.occasions import OCCASIONS
        from ideas.views.lists import FOUND
        from ideas.views.more import YOURS
        from labs.posted import POSTED
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        TOPICS.join(self.name, ChallengeTopic())
        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        POSTED.join(self.name, news.POSTED)
        EVERY_MINUTE.join(self.name, chores.close_questions)
        KEPT.join(self.name, "challenge_list", "challenge_detail")
        IN_LIST.join(self.name, HIDDEN)
        SHOWN_IN.join(self.name, show_answered)
        OCCASIONS.join(self.name, QuestionOccasion())
        COLUMNS.join(self.name, QUESTION)
        FOUND.join(self.name, "challenges/_found.html")
        YOURS.join(self.name, "challenges/_idea_more.html")
        UNDER_TITLE.join(
            self.name, UnderTitle("challenges/_idea_question.html", "answering__challenge", borrowed, question_of)
        )
