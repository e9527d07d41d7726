"""Spikes of dead addresses and complaints: what was set aside, and one decision for all of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from channels import bounces
from channels.models import Message
from channels.verdicts import Spike, Verdict
from customers.models import Suppression
from hub.console import words
from hub.console.access import WATCHERS, staff_of, staff_page
from hub.console.kept import kept

DECIDED_SHOWN = 20
_EXAMPLES = 5
_CALLED = {
    Suppression.Reason.INVALID: "addresses called dead",
    Suppression.Reason.COMPLAINT: "complaints",
}


@staff_page(WATCHERS)
@require_safe
def inbound_spikes(request: HttpRequest) -> HttpResponse:
    open_ones = Spike.objects.filter(state=Spike.State.OPEN).order_by("-began_at")
    decided = Spike.objects.exclude(state=Spike.State.OPEN).order_by("-decided_at")[:DECIDED_SHOWN]
    context = {"spikes": [_row(each) for each in open_ones], "decided": [_row(each) for each in decided]}
    return render(request, "console/inbound_spikes.html", context)


@staff_page(WATCHERS)
@require_POST
def inbound_spike_decide(request: HttpRequest, spike_id: int) -> HttpResponse:
    """Confirm a spike or take it back, all at once; say so if another was first."""
    spike = get_object_or_404(Spike, pk=spike_id)
    wish = request.POST.get("decision", "")
    if wish not in ("confirm", "take_back"):
        raise Http404
    actor, is_true = f"staff:{staff_of(request).username}", wish == "confirm"
    if not bounces.decide(spike.pk, is_true=is_true, actor=actor, now=timezone.now()):
        messages.warning(request, "Somebody was a moment faster; what they decided stands.")
    elif is_true:
        messages.success(request, "Confirmed. These addresses are barred.")
    else:
        messages.success(request, "Taken back. None of these addresses is barred because of it.")
    return redirect("console:inbound-spikes")


@kept(seconds=5)
def how_many_wait() -> int:
    """Return how many spikes wait for a person, for the banner on every page."""
    return Spike.objects.filter(state=Spike.State.OPEN).count()


def _row(spike: Spike) -> dict[str, Any]:
    verdicts = Verdict.objects.filter(spike=spike)
    counts = verdicts.aggregate(
        aside=Count("pk", filter=Q(state=Verdict.State.SET_ASIDE)),
        back=Count("pk", filter=Q(state=Verdict.State.TAKEN_BACK)),
        barred=Count("pk", filter=Q(state=Verdict.State.OBEYED)),
    )
    ids = verdicts.order_by("-pk").values_list("message_id", flat=True)[:_EXAMPLES]
    said = Message.objects.filter(pk__in=list(ids)).exclude(reason="").values_list("reason", flat=True)
    return {
        "pk": spike.pk,
        "route": spike.key.replace(":", " by ", 1).capitalize(),
        "called": _CALLED.get(Suppression.Reason(spike.reason), spike.reason),
        "verdicts": spike.verdicts,
        "sent": spike.sent,
        "share": round(100 * spike.verdicts / max(1, spike.sent)),
        "began_at": spike.began_at,
        "said": sorted(set(said)),
        "is_true": spike.state == Spike.State.CONFIRMED,
        "by": words.actor(spike.decided_by) if spike.decided_by else "",
        "decided_at": spike.decided_at,
        **counts,
    }
