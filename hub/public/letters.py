"""What a letter's reader types to get no more of them: its reference leads to the page that stops them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from channels import addresses, references, wishes
from channels.models import Message
from customers import wordings
from customers.consent import Evidence
from hub import languages


@never_cache
@require_safe
def letter_reference(request: HttpRequest) -> HttpResponse:
    """Ask for the reference, or go on to its page."""
    if typed := request.GET.get("reference", "").strip():
        return redirect("public:letter-stop", reference=typed)
    return render(request, "public/letter_reference.html", {})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def letter_stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what would happen on GET; do it on POST, as often as it is asked."""
    message_id = references.message_of(reference)
    found = Message.objects.filter(pk=message_id or 0, channel="letter").select_related("customer").first()
    if found is None:
        return render(request, "public/letter_reference.html", {"typed": reference[:40]}, status=404)
    languages.speak_to(found.customer)
    shown = wordings.current("unsubscribe.letter", translation.get_language() or "")
    if request.method == "POST":
        evidence = Evidence(shown.text, "page printed on a letter", "customer", shown.version)
        wishes.unsubscribe(found.pk, evidence, now=timezone.now())
    context = {
        "reference": references.of(found.pk),
        "is_done": request.method == "POST",
        "wording": shown.text,
        "dials_url": addresses.portal_door(),
    }
    return render(request, "public/letter_stop.html", context)
