"""A topic for tests: the comments of an idea, without the ideas' own topics and templates."""

from django.utils.html import escape
from django.utils.translation import get_language

from ideas.models import Comment, Idea
from realtime.topics import Part


class Notes:
    """Only the author follows a hidden idea. `longer` makes every fragment that many characters longer."""

    name = "note"
    views = ("page", "card")
    longer = 0
    own = ""  # markup in every fragment
    broken = False
    count_their_own = False  # parts have their own revision, like cards in a list

    def __init__(self):
        self.asked = []  # the `after` of each call of parts

    def heads(self, ids):
        return dict(Idea.objects.filter(pk__in=ids).values_list("pk", "revision"))

    def may_follow(self, wishes):
        authors = dict(
            Idea.objects.filter(pk__in={id for _, id in wishes}, is_hidden=True).values_list("pk", "author__user")
        )
        return {(user, id) for user, id in wishes if id not in authors or (user and authors[id] == user)}

    def parts(self, id, view, after):
        self.asked.append(after)
        return [self._part(comment) for comment in Comment.objects.filter(idea=id, revision__gt=after)]

    def _part(self, comment):
        if self.count_their_own:
            return Part(f"comment-{comment.pk}", 1, lambda: self._render(comment), at=comment.revision)
        return Part(f"comment-{comment.pk}", comment.revision, lambda: self._render(comment))

    def _render(self, comment):
        if self.broken:
            raise ValueError("this comment cannot be rendered")
        words = escape(comment.text) + "." * self.longer
        place = f'data-in="notes-{comment.idea_id}" data-key="{comment.pk:06}"'
        mark = f'data-revision="{comment.revision}" {place} data-author="{comment.author_id}"'
        return f'<li id="comment-{comment.pk}" {mark}>{get_language()} {words}{self.own}</li>'
