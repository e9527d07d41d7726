"""The languages whose answers we understand; one file per family. A newcomer is one line here."""

from channels.intents.languages.eastasian import CHINESE, JAPANESE, KOREAN, THAI
from channels.intents.languages.english import ENGLISH
from channels.intents.languages.germanic import DUTCH, GERMAN
from channels.intents.languages.nordic import DANISH, FINNISH, NORWEGIAN, SWEDISH
from channels.intents.languages.others import (
    ARABIC,
    GREEK,
    HEBREW,
    HUNGARIAN,
    INDONESIAN,
    TURKISH,
    VIETNAMESE,
)
from channels.intents.languages.romance import FRENCH, ITALIAN, PORTUGUESE, ROMANIAN, SPANISH
from channels.intents.languages.slavic import BULGARIAN, CROATIAN, CZECH, POLISH, RUSSIAN, UKRAINIAN

LANGUAGES = (
    *(ENGLISH, GERMAN, DUTCH, FRENCH, SPANISH, PORTUGUESE, ITALIAN, ROMANIAN),
    *(SWEDISH, DANISH, NORWEGIAN, FINNISH, POLISH, CZECH, RUSSIAN, UKRAINIAN, BULGARIAN, CROATIAN),
    *(HUNGARIAN, TURKISH, GREEK, HEBREW, ARABIC, VIETNAMESE, INDONESIAN),
    *(CHINESE, JAPANESE, KOREAN, THAI),
)
