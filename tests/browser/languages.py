"""Find the interface words on a page, and their language.

`write_in_greek` first puts the words that people wrote in Greek letters, so all Dutch or English words left are ours.
"""

import re
from functools import cache

from babel.messages.pofile import read_po
from django.apps import apps
from django.db.models import CharField, TextField
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR

from stadslab.settings import BASE_DIR, LOCALE_PATHS
from tests.audit.emptied import empty_log

OURS = ("accounts", "audit", "labs", "ideas", "places", "challenges", "answers", "events", "evenings", "moderation")
CODES = """slug email mailbox name_key name_look token landing language theme password action lab field source_id
    ballot code_hash mailbox_hash search_text website channel code actor object_id factor_key
    escalation_mail decision""".split()
NAMES = {"stadslab", "nederlands", "english", "openstreetmap", "kadaster", "cbs"}  # the same in every language
STATES = ("name", "label", "words", "theme")  # fields that hold words of people in a log entry, before or after
COMMANDS = {"pabulib"}  # words of a command, not of a page
LATIN, GREEK = "abcdefghijklmnopqrstuvwxyz", "αβψδεφγηιξκλμνοπϟρστθωςχυζ"
IN_GREEK = str.maketrans(LATIN + LATIN.upper(), GREEK + GREEK.upper())
WORD = re.compile(r"[^\W\d_]{2,}(?:['’][^\W\d_]+)?")
NOT_WORDS = re.compile(
    r"\S+@\S+|https?://\S+|\S*localhost\S*|\S+\.\w{2,4}\b|%\(\w+\)s|<[^>]+>|{%.*?%}|{#.*?#}|\{\w+\}|&\w+;"
)

SAID = """() => {
    const language = document.documentElement.lang, said = [document.title];
    const others = "script, style, template, [translate=no]";
    const isOurs = one => !one.closest(others) && one.closest("[lang]").lang === language;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) if (isOurs(texts.currentNode.parentElement)) said.push(texts.currentNode.data);
    const spoken = ["aria-label", "placeholder", "title", "alt", "aria-description", "data-one", "data-many",
                    "data-busy", "data-done", "content"];
    const shared = ["og:title", "og:description", "og:image:alt"].map(name => `meta[property="${name}"]`);
    for (const one of document.querySelectorAll(["body *, meta[name=description]", ...shared]))
        for (const name of spoken) if (one.hasAttribute(name) && isOurs(one)) said.push(one.getAttribute(name));
    for (const one of document.querySelectorAll("textarea")) if (isOurs(one)) said.push(one.value);
    return said.filter(text => text.trim());
}"""


@cache
def only_in(language):
    """Return the words of the Dutch, or English, interface that the other one doesn't have."""
    dutch, english = set(NAMES), set(NAMES)
    for path in (LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "parts").glob("*.po"):
        for message in read_po(path.open("rb")) if path.stem not in COMMANDS else ():
            english.update(words(*_both(message.id)))
            dutch.update(words(*_both(message.string)))
    for code, found in (("nl", dutch), ("en", english)):
        found.update(words(*(page.read_text() for page in (BASE_DIR / "templates").rglob(f"*.{code}.html"))))
        with translation.override(code):
            for names in (MONTHS, MONTHS_3, WEEKDAYS, WEEKDAYS_ABBR):
                found.update(words(*map(str, names.values())))
    return dutch - english if language == "nl" else english - dutch


def _both(singular_and_plural):
    return singular_and_plural if isinstance(singular_and_plural, (tuple, list)) else (singular_and_plural,)


def words(*texts):
    """Return all words in lower case, without addresses, tags and placeholders."""
    return {word.lower() for text in texts for word in WORD.findall(NOT_WORDS.sub(" ", text))}


def foreign(texts, language):
    """Return `word: its text` for each word that doesn't belong in an interface of that language."""
    wrong = only_in("en" if language == "nl" else "nl")
    return sorted({f"{word}: {text.strip()[:90]}" for text in texts for word in words(text) & wrong})


def foreign_words(page):
    """The same for all that a page says, visibly or to a screen reader; empty when it is correct."""
    return foreign(page.evaluate(SAID), page.locator("html").get_attribute("lang"))


def write_in_greek():
    """Put all text that people wrote in Greek letters: names, ideas, comments, texts of labs."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models() if apps.is_installed(label) else ():
            fields = [field.name for field in model._meta.get_fields() if _is_written(field)]
            rows = list(model._default_manager.order_by("pk"))
            for row in rows:
                for name in fields:
                    setattr(row, name, (getattr(row, name) or "").translate(IN_GREEK))
            if model._meta.label == "audit.AuditEntry":
                _write_log_anew(rows)
            elif fields:
                model._default_manager.bulk_update(rows, fields, batch_size=100)


def _is_written(field):
    return isinstance(field, (CharField, TextField)) and not field.choices and field.name not in CODES


def _write_log_anew(entries):
    """Create the entries again with people's words in Greek, because entries can't be changed."""
    for entry in entries:
        for state in (entry.before, entry.after):
            state |= {name: state[name].translate(IN_GREEK) for name in STATES if isinstance(state.get(name), str)}
    empty_log()
    type(entries[0]).objects.bulk_create(entries)
