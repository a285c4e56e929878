"""The words of each language. English is also heard: it is the language of the diaries."""

from domain.languages.english import ENGLISH
from domain.languages.french import FRENCH

LANGUAGES = {language.code: language for language in (ENGLISH, FRENCH)}

__all__ = ["ENGLISH", "FRENCH", "LANGUAGES"]
