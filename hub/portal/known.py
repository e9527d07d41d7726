"""What you know about me: shown with its source, corrected or deleted, with receipts to take along."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from customers import learning
from customers import receipt as receipts
from customers.learning import Learned
from customers.models import ConsentEvidence, ProfileField
from hub.portal import knowledge, partners, people, shell, words
from hub.portal.access import full_page
from hub.portal.guests import Guest

SOURCE = "portal"
Type = ProfileField.Type


class Wish(forms.Form):
    """A field that its customer may fill in, with the input that suits its type."""

    def __init__(self, field: ProfileField, written: str = "", data: Any = None) -> None:
        super().__init__(data, auto_id=f"{field.key}-%s", label_suffix="")
        self.field = field
        self.fields["value"] = _input(field)
        self.fields["value"].initial = written

    def clean_value(self) -> learning.Value:
        try:
            return learning.fitting(self.field, self.cleaned_data["value"])
        except learning.BadValue:
            raise forms.ValidationError(_WANTED[Type(self.field.type)]()) from None


@full_page
@require_safe
def known(request: HttpRequest, guest: Guest) -> HttpResponse:
    return _page(request, guest)


@full_page
@require_POST
def correct(request: HttpRequest, guest: Guest, key: str) -> HttpResponse:
    """Take the customer's own word for a field; it prevails over anything we infer."""
    field = get_object_or_404(ProfileField, pk=key, is_visible_to_customer=True, is_editable_by_customer=True)
    wish = Wish(field, data=request.POST)
    if not wish.is_valid():
        return _page(request, guest, wrong=wish, status=422)
    now = timezone.now()
    fact = Learned(guest.customer.pk, key, wish.cleaned_data["value"], SOURCE, now, by_customer=True)
    learning.learn([fact], now=now)
    return HttpResponseRedirect(f"{reverse('portal:known')}?kept#facts")


@full_page
@require_POST
def delete(request: HttpRequest, guest: Guest, key: str) -> HttpResponse:
    """Delete what we know for a field, so that no guess of ours fills it again."""
    field = get_object_or_404(ProfileField, pk=key, is_visible_to_customer=True)
    whose = people.of(guest.customer).ids
    learning.forget(whose, field, place="portal", now=timezone.now())
    return HttpResponseRedirect(f"{reverse('portal:known')}?deleted#facts")


@full_page
@require_safe
def receipt(request: HttpRequest, guest: Guest, evidence_id: int) -> HttpResponse:
    """Answer the receipt of one agreement of this customer as a file."""
    whose = people.of(guest.customer).ids
    evidence = ConsentEvidence.objects.filter(customer_id__in=whose, pk=evidence_id).first()
    if evidence is None:
        raise Http404
    response = JsonResponse(receipts.of(evidence.pk), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="consent-{evidence.pk}.json"'
    return response


def _page(
    request: HttpRequest, guest: Guest, *, wrong: Wish | None = None, status: int = 200
) -> HttpResponse:
    customer, whose = guest.customer, people.of(guest.customer).ids
    zone = words.zone_of(customer)
    facts = knowledge.facts(whose, zone)
    open_fields = [_form(field, "", wrong) for field in knowledge.open_fields(facts)]
    context = {
        "reads": knowledge.language(customer.language),
        "since": words.day(customer.since_at, zone).partition(",")[0],
        "points": knowledge.points(whose),
        "facts": [(fact, _form(fact.field, fact.written, wrong)) for fact in facts],
        "open_fields": open_fields,
        "is_telling": any(form and form.errors for form in open_fields),
        "unwanted": knowledge.unwanted(whose),
        "connections": knowledge.connections(customer, whose),
        "partners": partners.told(customer.pk, zone),
        "agreements": knowledge.agreements(whose, zone),
        "done": _done(request),
    }
    return shell.page(request, guest, "portal/known.html", context, status=status)


def _form(field: ProfileField, written: str, wrong: Wish | None) -> Wish | None:
    """Return the form of a field that its customer may fill in; a posted one keeps what it said."""
    if not field.is_editable_by_customer:
        return None
    return wrong if wrong and wrong.field.pk == field.pk else Wish(field, written)


def _done(request: HttpRequest) -> dict[str, str]:
    """Say what was just done, by the section that the redirect leads to."""
    told = {
        "kept": ("facts", _("Thank you. Your word counts, whatever else we hear.")),
        "deleted": ("facts", _("Deleted, also from our history. We will not guess it again.")),
        "joined": ("partners", _("Thank you. It is joined with what we know, until you say otherwise.")),
        "parted": ("partners", _("It stands apart from you again.")),
        "removed": ("partners", _("Removed for good. They cannot tell us of you again under this number.")),
    }
    section, done = next((said for key, said in told.items() if key in request.GET), ("", ""))
    return {section: done}


def _input(field: ProfileField) -> forms.Field:
    match field.type:
        case Type.DATE:
            return forms.CharField(label=field.label, widget=forms.DateInput({"type": "date"}))
        case Type.FLAG:
            choices = [("true", _("yes")), ("false", _("no"))]
            return forms.ChoiceField(label=field.label, choices=choices)
        case Type.NUMBER:
            return forms.CharField(label=field.label, widget=forms.TextInput({"inputmode": "decimal"}))
    longest = learning.LONGEST_TEXT
    return forms.CharField(label=field.label, max_length=longest)


_WANTED = {
    Type.TEXT: lambda: _("Please write a few words."),
    Type.NUMBER: lambda: _("Please write a number."),
    Type.DATE: lambda: _("Please choose a day."),
    Type.FLAG: lambda: _("Please choose yes or no."),
}
