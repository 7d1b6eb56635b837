from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "answers"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from answers import acts, mails, names, news
        from answers.models import answer
        from answers.topics import answers_of
        from ideas.models.story import STATUS_SET
        from ideas.models.taking_part import SUPPORTED, TOOK_PART
        from ideas.page import ABOVE_STORY
        from ideas.topics import MORE
        from ideas.views.more import YOURS
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from realtime.names import SPOTS

        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        SUPPORTED.join(self.name, answer.owe_when_passed)
        STATUS_SET.join(self.name, answer.close_when_withdrawn)
        TOOK_PART.join(self.name, answer.has_any)
        MORE.join(self.name, answers_of)
        ABOVE_STORY.join(self.name, "answers/_on_idea.html")
        YOURS.join(self.name, "answers/_yours.html")
