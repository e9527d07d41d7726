"""The languages we speak to customers: which serves whom, and their translations, compiled at every start.

The compiled files are not kept in version control, and gettext's own tools are not needed.
"""

import os
import tempfile
from pathlib import Path

import polib  # type: ignore[import-untyped]
from django.conf import settings
from django.utils import translation

from customers.models import Customer


def ours(language: str) -> str:
    """Return the language of ours that serves this one ("de-AT" is served by "de"), or nothing."""
    spoken = language.lower().replace("_", "-").partition("-")[0]
    return spoken if spoken in dict(settings.LANGUAGES) else ""


def speak_to(customer: Customer) -> None:
    """Go on in the customer's own language, if it is one of ours. The middleware puts the old one back."""
    if language := ours(customer.language):
        translation.activate(language)


def compile_all() -> list[Path]:
    """Compile what is stale and return what was written. Processes that start together do no harm."""
    sources = [path for folder in settings.LOCALE_PATHS for path in Path(folder).glob("*/LC_MESSAGES/*.po")]
    return [_compile(source) for source in sorted(sources) if _is_stale(source)]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def _compile(source: Path) -> Path:
    """Write beside it and rename, so that nobody ever reads half a file."""
    compiled = source.with_suffix(".mo")
    handle, part = tempfile.mkstemp(dir=source.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(polib.pofile(str(source)).to_binary())
        Path(part).chmod(0o644)
        Path(part).replace(compiled)
    finally:
        Path(part).unlink(missing_ok=True)
    return compiled
