from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = "Hub"
    default = True

    def ready(self) -> None:
        from hub import languages  # settings have to be ready

        languages.compile_all()


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
