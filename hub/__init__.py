"""Settings, processes, and every browser and REST surface of Rapport."""

from hub.celery import app as celery_app

__all__ = ["celery_app"]
