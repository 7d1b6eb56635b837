from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "answers"

    def ready(self) -> None:
        from accounts.acts import ACTS
        from answers import acts, chores, mails, names, news, story, waiting
        from answers.desk import WAITING
        from answers.models import answer, joint, owner, weekly, work
        from answers.topics import DeskTopic, answers_of
        from common.chores import EVERY_DAY, EVERY_MINUTE
        from ideas.leaving import WORDS_REMOVED
        from ideas.mails import AT_WORK
        from ideas.models.idea import SHOWN_IN
        from ideas.models.story import STATUS_SET
        from ideas.models.taking_part import SUPPORTED, TOOK_PART
        from ideas.models.welcomes import WELCOMED
        from ideas.page import ABOVE_STORY, STORY_STEPS
        from ideas.topics import MORE
        from ideas.views.more import YOURS
        from ideas.views.status import INSTEAD
        from labs.models.people import ROLE_TAKEN
        from notifications.notices import KINDS
        from notifications.subjects import SUBJECTS
        from realtime.names import SPOTS
        from realtime.topics import TOPICS

        SPOTS.join(self.name, names.spots)
        ACTS.join(self.name, *acts.WORDS)
        KINDS.join(self.name, *mails.KINDS)
        AT_WORK.join(self.name, mails.at_work_about)
        SUBJECTS.join(self.name, *news.SUBJECTS)
        EVERY_DAY.join(self.name, chores.look_at_ideas_again)
        TOPICS.join(self.name, DeskTopic())
        WAITING.join(self.name, *waiting.KINDS)
        EVERY_MINUTE.join(self.name, owner.put_right, weekly.tell_the_week, chores.remind)
        ROLE_TAKEN.join(self.name, owner.give_back)
        SUPPORTED.join(self.name, answer.owe_when_passed)
        STATUS_SET.join(self.name, answer.close_when_withdrawn, work.desk_changed_with)
        WELCOMED.join(self.name, work.desk_changed)
        WORDS_REMOVED.join(self.name, answer.close_owed)
        SHOWN_IN.join(self.name, joint.show_after)
        TOOK_PART.join(self.name, answer.has_any)
        MORE.join(self.name, answers_of)
        ABOVE_STORY.join(self.name, "answers/_on_idea.html")
        STORY_STEPS.join(self.name, story.corrections)
        INSTEAD.join(self.name, "answers/_instead.html")
        YOURS.join(self.name, "answers/_yours.html")
