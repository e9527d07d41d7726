"""Who looked at whom: all of it for administrators, what was looked at of one customer for managers."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from customers.models import Customer
from hub.console import family
from hub.console.access import OWNERS, SUPERVISORS, Role, customers_for, staff_of, staff_page
from hub.console.settings_rules import around
from hub.models import Staff, Viewing
from hub.paging import Key, cut

PAGE = 50
Door = Viewing.Door
_ADDRESSES = {
    Door.TALK: "console:inbox-talk",
    Door.MESSAGE: "console:message",
    Door.WORK: "console:worklist-item",
}


class FilterForm(forms.Form):
    """Of whom, by whom, from when to when; what is left empty is not asked."""

    person = forms.ChoiceField(label="Who looked", required=False)
    customer = forms.CharField(label="At customer", required=False, max_length=20)
    since = forms.DateField(label="From", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **fields: Any) -> None:
        super().__init__(*args, **fields)
        people = Staff.objects.order_by("first_name", "username")
        named = [(f"staff:{each.username}", each.get_full_name() or each.username) for each in people]
        self.fields["person"].choices = [("", "Anybody"), ("api:", "Another system"), *named]  # type: ignore[attr-defined]
        self.fields["customer"].widget.attrs["placeholder"] = "C000123"

    def clean_customer(self) -> int | None:
        text = self.cleaned_data["customer"].strip().upper().removeprefix("C")
        if text and not (text.isascii() and text.isdecimal() and len(text) < 19):
            raise forms.ValidationError("Write a customer number such as C000123.")
        return int(text) if text else None


@staff_page(OWNERS)
@require_safe
def settings_viewings(request: HttpRequest) -> HttpResponse:
    """Show who looked at whom, the latest first, as far as the form narrows it down."""
    form = FilterForm(request.GET or None)
    is_asked = form.is_bound and form.is_valid()
    rows = _narrowed(Viewing.objects.all(), form.cleaned_data if is_asked else {})
    rows = rows.none() if form.errors else rows
    context = {
        **around(request, "viewings"),
        **_page(request, rows, reverse("console:settings-viewings")),
        "form": form,
        "is_narrowed": is_asked and any(form.cleaned_data.values()),
    }
    status = 422 if form.errors else 200
    return render(request, "console/settings_viewings.html", context, status=status)


@staff_page(SUPERVISORS)
@require_safe
def customer_viewings(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Show who looked at one customer, and at whom they were merged from."""
    person = family.person_or_404(staff_of(request), customer_id)
    rows = Viewing.objects.filter(customer_id__in=person.ids)
    url = reverse("console:customer-viewings", args=[customer_id])
    all_url = f"{reverse('console:settings-viewings')}?{urlencode({'customer': person.whom.number})}"
    context = {
        **_page(request, rows, url),
        "customer": person.whom,
        "customer_url": reverse("console:customer", args=[customer_id]),
        "all_url": all_url if staff_of(request).role == Role.ADMIN else "",
    }
    return render(request, "console/customer_viewings.html", context)


def _narrowed(rows: QuerySet[Viewing], asked: Mapping[str, Any]) -> QuerySet[Viewing]:
    if actor := asked.get("person"):
        rows = rows.filter(actor__startswith=actor) if actor == "api:" else rows.filter(actor=actor)
    if asked.get("customer"):
        rows = rows.filter(customer_id=asked["customer"])
    if asked.get("since"):
        rows = rows.filter(viewed_at__gte=_midnight(asked["since"]))
    if asked.get("until"):
        rows = rows.filter(viewed_at__lt=_midnight(asked["until"] + timedelta(days=1)))
    return rows


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _page(request: HttpRequest, rows: QuerySet[Viewing], url: str) -> dict[str, Any]:
    """Return a page of lines below `before`; three statements for any number."""
    before = request.GET.get("before", "")
    key = Key.read(before)
    if before and key is None:
        raise Http404
    if key:
        rows = rows.filter(Q(viewed_at__lt=key.at) | Q(viewed_at=key.at, pk__lt=key.id))
    found = list(rows.order_by("-viewed_at", "-pk")[: PAGE + 1])
    page, last = cut(found, PAGE)
    asked = {name: str(value) for name, value in request.GET.items() if name != "before" and value}
    older = asked | {"before": str(Key(last.viewed_at, last.pk))} if last else {}
    return {
        "viewings": _lines(request, page),
        "older_viewings_url": f"{url}?{urlencode(older)}" if older else "",
    }


def _lines(request: HttpRequest, page: Sequence[Viewing]) -> list[dict[str, Any]]:
    visible = customers_for(staff_of(request)).in_bulk({each.customer_id for each in page}) if page else {}
    names = {each.actor.removeprefix("staff:") for each in page if each.actor.startswith("staff:")}
    people = {each.username: each for each in Staff.objects.filter(username__in=names)} if names else {}
    return [_line(each, people, visible) for each in page]


def _line(viewing: Viewing, people: Mapping[str, Staff], visible: Mapping[int, Customer]) -> dict[str, Any]:
    kind, _, name = viewing.actor.partition(":")
    staff, whom = people.get(name) if kind == "staff" else None, visible.get(viewing.customer_id)
    place, number = _ADDRESSES.get(Door(viewing.door)), viewing.subject_id
    return {
        "at": viewing.viewed_at,
        "who": (staff.get_full_name() or name) if staff else name,
        "role": Staff.Role(viewing.role).label if viewing.role in Role.values else "Another system",
        "workplace": staff.workplace if staff else "",
        "network": viewing.network,
        "door": Door(viewing.door).label,
        "door_url": reverse(place, args=[number]) if place and number else "",
        "customer": whom or f"C{viewing.customer_id:06d}",
        "customer_url": reverse("console:customer", args=[whom.pk]) if whom else "",
    }
