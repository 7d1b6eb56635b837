"""A file of more than 400 lines must be split by subject."""

from django.conf import settings

MOST_LINES = 400
NOT_OURS = {".git", ".venv", "migrations", "node_modules", "var"}


def test_no_file_of_python_has_more_than_400_lines():
    files = [path.relative_to(settings.BASE_DIR) for path in settings.BASE_DIR.rglob("*.py")]
    ours = [path for path in files if not NOT_OURS & set(path.parts)]
    lines = {str(path): len((settings.BASE_DIR / path).read_text().splitlines()) for path in ours}
    assert len(lines) > 300, "it looked at them"
    assert {path: count for path, count in lines.items() if count > MOST_LINES} == {}
