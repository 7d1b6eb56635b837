"""`manage.py messages` builds the Dutch catalogue; `--check` finds missing or old translations."""

import gettext

import pytest
from django.core.management import CommandError, call_command

from stadslab import translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
PYTHON = 'X = _("Hello %(name)s")\nY = ngettext("one idea", "{n} ideas", n)\nZ = pgettext_lazy("status", "Open")\n'
TEMPLATE = """<div>
    {% blocktranslate trimmed count n=3 %}
  one comment{% plural %}{{ n }} comments
    {% endblocktranslate %}
 {{ name|default:_("Nobody") }} 0x1"unfinished
</div>"""
DUTCH = """msgid "Hello %(name)s"
msgstr "Hallo %(name)s"

msgid "one idea"
msgid_plural "{n} ideas"
msgstr[0] "één idee"
msgstr[1] "{n} ideeën"

msgctxt "status"
msgid "Open"
msgstr "open"

msgid "one comment"
msgid_plural "%(n)s comments"
msgstr[0] "één reactie"
msgstr[1] "%(n)s reacties"

msgid "Nobody"
msgstr "Niemand"
"""


@pytest.fixture
def project(tmp_path, settings):
    """A project with a Dutch translation of every message."""
    settings.BASE_DIR, settings.LOCALE_PATHS = tmp_path, [tmp_path / "locale"]
    parts = tmp_path / "locale/nl/LC_MESSAGES/parts"
    for folder in (parts, tmp_path / "app", tmp_path / "templates"):
        folder.mkdir(parents=True)
    (tmp_path / "app/views.py").write_text(PYTHON)
    (tmp_path / "templates/page.html").write_text(TEMPLATE)
    (parts / "app.po").write_text(HEADER + DUTCH)
    return tmp_path


def mistakes(project):
    return list(translations.mistakes(translations.uses(project), translations.po_entries(parts(project))))


def parts(project):
    return project / "locale/nl/LC_MESSAGES/parts"


def test_complete_catalogue_has_no_mistakes(project):
    assert mistakes(project) == []
    call_command("messages", check=True)


def test_missing_message_is_named_with_its_line(project, capsys):
    (project / "app/rules.py").write_text('\nNEW = _("Brand new")\n')
    with pytest.raises(CommandError, match="1 messages to mend"):
        call_command("messages", check=True)
    assert capsys.readouterr().out == 'app/rules.py:2: missing "Brand new"\n'


@pytest.mark.parametrize(
    ("name", "text", "mistake"),
    [
        ("app.po", '#, fuzzy\nmsgid "Later"\nmsgstr "x"\n', 'app.po:25: fuzzy "Later"'),
        ("app.po", 'msgid "Later"\nmsgstr ""\n', 'app.po:24: empty "Later"'),
        ("app.po", 'msgid "Nobody"\nmsgstr "Geen mens"\n', 'app.po:24: doubled "Nobody", also at app.po:21'),
        ("site.po", 'msgid "Nobody"\nmsgstr "Geen mens"\n', 'site.po:4: doubled "Nobody", also at app.po:21'),
        ("site.po", 'msgid "Gone"\nmsgstr "Weg"\n', 'site.po:4: no longer used "Gone"'),
        ("site.po", 'msgid "In %(n)s"\nmsgstr "In %(x)s"\n', 'site.po:4: other placeholders than "In %(n)s"'),
    ],
)
def test_mistake_in_a_part_is_named(project, name, text, mistake):
    (project / "app/more.py").write_text('_("Later")\n_("In %(n)s")\n')
    path = parts(project) / name
    path.write_text((path.read_text() if path.exists() else HEADER) + "\n" * (name == "app.po") + text)
    assert mistake in mistakes(project)


def test_words_for_a_library_may_stay(project):
    (parts(project) / "site.po").write_text(HEADER + '# library: allauth\nmsgid "Theirs"\nmsgstr "Van hen"\n')
    assert mistakes(project) == []


def test_parts_become_one_catalogue(project):
    call_command("messages", verbosity=0)
    with (parts(project).parent / "django.mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert dutch.gettext("Nobody") == "Niemand"
    assert dutch.ngettext("one comment", "%(n)s comments", 2) == "%(n)s reacties"
    assert dutch.pgettext("status", "Open") == "open"
