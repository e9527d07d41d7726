"""The API's own pages: the schema, the schema to click through, and what each type of problem means."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from hub.api import schema
from hub.api.problems import MEANINGS, TITLES


@require_safe
def api_schema(request: HttpRequest) -> JsonResponse:
    return JsonResponse(schema.document(), content_type="application/vnd.oai.openapi+json")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    return render(request, "public/api_docs.html")


@require_safe
def api_problems(request: HttpRequest) -> HttpResponse:
    problems = [{"slug": slug, "title": title, "means": MEANINGS[slug]} for slug, title in TITLES.items()]
    return render(request, "public/api_problems.html", {"problems": problems})
