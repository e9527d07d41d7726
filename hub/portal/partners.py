"""What partners told us of a customer, for their own eyes: allowed to be joined, kept apart, or removed."""

from collections.abc import Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from customers import partners
from customers.consent import Evidence
from customers.models import Interaction, Partner
from customers.partners import Link
from hub.portal import said
from hub.portal.access import full_page
from hub.portal.guests import Guest

MOST_LINES = 5


class TheyTold(NamedTuple):
    """One partner: whether what they told is joined, how they are recognised, and the latest of it."""

    partner: Partner
    is_joined: bool
    why: str
    lines: list[tuple[str, str]]
    more: int


def told(customer_id: int, zone: ZoneInfo) -> list[TheyTold]:
    """Return what each partner told, joined or not; nothing of it is shown before it is joined."""
    by_partner: dict[str, list[Link]] = {}
    for link in partners.links_of(customer_id):
        by_partner.setdefault(link.partner.pk, []).append(link)
    return [_told(links, zone) for links in by_partner.values()]


@full_page
@require_POST
def decide(request: HttpRequest, guest: Guest, key: str) -> HttpResponse:
    """Join what a partner told, keep it apart, or remove it, as the customer wishes."""
    customer_id, now = guest.customer.pk, timezone.now()
    partner = next((each.partner for each in partners.links_of(customer_id) if each.partner.pk == key), None)
    wish = request.POST.get("wish")
    if partner is None or wish not in _DONE:
        raise Http404
    if wish == "join":
        shown = Evidence(partner.wording, "portal", "customer", str(partner.wording_version))
        partners.permit(customer_id, partner, True, shown, now=now)
    elif wish == "part":
        shown = Evidence(_("Keep apart what %(name)s tells you.") % {"name": partner}, "portal", "customer")
        partners.permit(customer_id, partner, False, shown, now=now)
    else:
        shown = Evidence(_("Remove what %(name)s told you.") % {"name": partner}, "portal", "customer")
        partners.forget(customer_id, partner, shown, now=now)
    return HttpResponseRedirect(f"{reverse('portal:known')}?{_DONE[wish]}#partners")


_DONE = {"join": "joined", "part": "parted", "remove": "removed"}


def _told(links: Sequence[Link], zone: ZoneInfo) -> TheyTold:
    partner = links[0].partner
    joined = [link.brought_id for link in links if link.is_joined]
    rows = Interaction.objects.filter(customer_id__in=joined, source=partner.source)
    latest = rows.order_by("-occurred_at", "-id").values_list("summary", "occurred_at")[:MOST_LINES]
    lines = [(summary, said.on(at, zone)) for summary, at in latest]
    return TheyTold(
        partner, bool(joined), _BY.get(links[0].by, lambda: "")(), lines, rows.count() - len(lines)
    )


_BY = {
    "email": lambda: _("with your email address"),
    "phone": lambda: _("with your phone number"),
    "key": lambda: _("with a number that you have with us"),
}
