"""The second languages that an evening can have: for one sentence of each step, below the Dutch one."""

LANGUAGES = {
    "ar": "العربية",
    "bg": "Български",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "hu": "Magyar",
    "pap": "Papiamentu",
    "pl": "Polski",
    "pt": "Português",
    "ro": "Română",
    "ru": "Русский",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tr": "Türkçe",
    "uk": "Українська",
    "zh": "中文",
}
"""The name of each in that language, by its code."""
RIGHT_TO_LEFT = {"ar", "fa"}


def direction_of(code: str) -> str:
    """Return the value of the attribute `dir` for text in this language."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"
