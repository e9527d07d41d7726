"""Write the OpenAPI document of the API."""

from typing import Any

from django.core.management.base import BaseCommand

from hub.api import schema


class Command(BaseCommand):
    help = "Write the OpenAPI document to standard output; `make openapi` keeps it in docs/openapi.yaml."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(schema.as_yaml(), ending="")
