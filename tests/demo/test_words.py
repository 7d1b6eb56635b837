"""The words of the example labs are plain Dutch."""

import re

import pytest

from demo.content import read
from demo.management.commands.demo import SLUGS
from demo.shapes import Say


def texts(said: list[Say]):
    for comment in said:
        if not comment.hidden:
            yield comment.text
        yield from texts(comment.replies)


@pytest.mark.parametrize("lab", [read(slug) for slug in SLUGS], ids=SLUGS)
def test_the_words_are_plain_dutch(lab):
    """At most 15 words per sentence on average (standards.md); no exclamation marks, no officialese."""
    words = [text for idea in lab.ideas for text in (idea.could, *texts(idea.talk)) if not idea.hidden]
    words += [text for told in lab.gatherings for text in (told.about, told.outcome, told.off, told.reason)]
    words += [
        text for told in lab.gatherings for said in told.said for text in (said.words, *(said.otherwise or ())[1:])
    ]
    words += [text for idea in lab.ideas for step in idea.story for text in (step.why, step.next)]
    sentences = [sentence for text in words for sentence in re.split(r"[.?:]\s+", text) if sentence]
    assert len(sentences) > 20
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) < 12
    assert max(len(sentence.split()) for sentence in sentences) <= 25
    everything = " ".join(words).lower()
    assert not re.search(r"!|\b(middels|inzake|dient te|stem|uw|u)\b", everything)


def test_titles_are_different():
    for lab in map(read, SLUGS):
        assert len({idea.title for idea in lab.ideas}) == len(lab.ideas)
