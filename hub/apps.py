import gc

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.db.backends.signals import connection_created


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = "Hub"
    default = True

    def ready(self) -> None:
        from hub import languages, timestamps  # settings have to be ready

        connection_created.connect(timestamps.register)
        languages.compile_all()
        _collect_seldom()


class StaticConfig(StaticFilesConfig):
    """Collect what our pages load: squeezing the rest of the packages' files takes a minute of each start."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "account",
        "bootstrap-*",
        "bootstrap*.js*",
        "bootstrap.css*",
        "bootstrap.rtl*",
        "htmax-*",
        "htmx-4*",
        "redoc",
        "rest_framework",
    ]


def _collect_seldom() -> None:
    """Look for cyclic garbage after 50,000 new objects, not 700, and never among what the start has loaded.

    Batches make thousands of objects that live until their end; looking through them again and again took a
    third of the time of the gate and of bulk requests. What goes out of use goes by its count, as ever.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)
