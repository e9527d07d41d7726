"""Write an offer: its words, for whom with a live count, where, when, and what it is worth."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from campaigns import audience
from campaigns import offers as catalogue
from campaigns.models import Campaign, Offer, Touchpoint
from campaigns.segment import BadRule
from customers import money
from customers.models import Topic
from hub.console.access import EDITORS, customers_for, staff_of, staff_page
from hub.console.rule_editor import Editor

_OTHERS = [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
"""Languages that an offer may be told in besides the house's own."""


class _Moment(forms.DateTimeField):
    """A day and hour on the house's clock, as browsers ask for it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, required=False, **kwargs)


class OfferForm(forms.ModelForm):
    """What an offer is; its rule is edited beside it."""

    topic = forms.ChoiceField(choices=lambda: list(Topic.objects.values_list("key", "label")))
    link = forms.URLField(
        required=False, assume_scheme="https", max_length=500, help_text="Where customers read more."
    )
    touchpoints = forms.MultipleChoiceField(
        label="Where",
        required=False,
        choices=Touchpoint.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="None chosen means everywhere.",
    )
    placements = forms.CharField(
        required=False,
        label="Only at these placements",
        help_text="Such as web/home, till/screen; with commas.",
    )
    valid_from = _Moment(label="From")
    valid_until = _Moment(label="Until")
    margin = forms.DecimalField(
        required=False,
        label=f"What a yes brings, in {settings.CURRENCY}",
        help_text="Dearer ones come first.",
    )
    campaigns = forms.ModelMultipleChoiceField(
        Campaign.objects.none(),
        required=False,
        label="Campaigns about it",
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text="Who had their message unopened is reminded of it in person.",
    )

    class Meta:
        model = Offer
        fields = (
            "name", "key", "topic", "family", "is_offered", "words", "title", "text", "link", "stock",
            "valid_from", "valid_until", "lever", "rest_after_no_days", "rest_after_yes_days",
            "follow_up_subject", "follow_up_text",
        )  # fmt: skip
        error_messages = {"key": {"invalid": "Small letters, digits and hyphens, such as winter-box."}}
        labels = {
            "is_offered": "On offer",
            "words": "What we say",
            "title": "Title",
            "stock": "How many there are",
            "lever": "Lever, in per cent",
            "rest_after_no_days": "A no holds, in days",
            "rest_after_yes_days": "Again after a yes, in days",
            "follow_up_subject": "Subject",
            "follow_up_text": "Text",
        }
        help_texts = {
            "key": "Short and lasting, such as winter-box; it stands in files and reports.",
            "family": "A no to one of a family quiets its relatives too.",
            "words": "For our people at the till and on the phone, as they would say it.",
            "stock": "Empty: as many as are wanted.",
            "lever": "50 lifts it by half, -100 takes it out.",
            "rest_after_yes_days": "Empty: never again.",
        }
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "text": forms.Textarea(attrs={"rows": 3}),
            "follow_up_text": forms.Textarea(attrs={"rows": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer: Offer = self.instance
        for code, name in _OTHERS:
            said = offer.translations.get(code, {})
            self.fields[f"title_{code}"] = forms.CharField(
                label=f"Title, {name}", max_length=120, required=False, initial=said.get("title", "")
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=f"Text, {name}",
                max_length=4000,
                required=False,
                initial=said.get("text", ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        self.fields["campaigns"].queryset = Campaign.objects.order_by("name")  # type: ignore[attr-defined]
        self.initial["touchpoints"] = [place for place in offer.places if "/" not in place]
        self.initial["placements"] = ", ".join(place for place in offer.places if "/" in place)
        if offer.margin_minor is not None:
            self.initial["margin"] = money.to_major(offer.margin_minor, settings.CURRENCY)
        if offer.pk:
            self.initial["campaigns"] = list(offer.campaigns.values_list("pk", flat=True))

    def translated(self) -> list[forms.BoundField]:
        return [self[f"{part}_{code}"] for code, _ in _OTHERS for part in ("title", "text")]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        placements = [each.strip() for each in given.get("placements", "").split(",") if each.strip()]
        self.instance.places = [*given.get("touchpoints", []), *placements]
        self.instance.translations = self._translations(given)
        self._take_margin(given)
        return given

    def _translations(self, given: dict[str, Any]) -> dict[str, dict[str, str]]:
        """Keep what other systems wrote in languages that are not asked for here."""
        found = dict(self.instance.translations)
        for code, _ in _OTHERS:
            said = {part: given.get(f"{part}_{code}", "") for part in ("title", "text")}
            found.pop(code, None)
            if any(said.values()):
                found[code] = said
        return found

    def _take_margin(self, given: dict[str, Any]) -> None:
        amount = given.get("margin")
        try:
            self.instance.margin_minor = (
                None if amount is None else money.to_minor(str(amount), settings.CURRENCY)
            )
        except money.BadAmount as error:
            self.add_error("margin", str(error))

    def _post_clean(self) -> None:
        """Ask also what every offer is asked, from whatever door it comes."""
        super()._post_clean()  # type: ignore[misc]
        try:
            catalogue.check(self.instance)
        except catalogue.BadOffer as error:
            for field, said in error.problems.items():
                place = "placements" if field == "places" else field if field in self.fields else None
                if field != "audience" and not (place and place in self.errors):
                    self.add_error(place, ValidationError(said))


@staff_page(EDITORS)
def offer_form(request: HttpRequest, key: str = "") -> HttpResponse:
    """Write a new offer or change one; what was decided keeps the words it was decided with."""
    offer = get_object_or_404(Offer, key=key) if key else None
    if request.method != "POST":
        return _page(request, offer, OfferForm(instance=offer), Editor.of_shape(offer and offer.audience))
    editor = Editor.of_form(request.POST)
    form = OfferForm(request.POST, instance=offer)
    if "rules" in request.POST:
        editor.change(request.POST["rules"])
        form.errors.clear()
        return _page(request, offer, form, editor)
    form.instance.audience = _shape(editor)
    if form.is_valid() and form.instance.audience:
        saved = form.save()
        saved.campaigns.set(form.cleaned_data["campaigns"])
        messages.success(request, "Saved. It counts from the next decision on.")
        return redirect("console:offer", key=saved.key)
    return _page(request, offer, form, editor, status=422)


@staff_page(EDITORS)
@require_POST
def offer_rules(request: HttpRequest) -> HttpResponse:
    """Answer the rules after one edit: a rule more, one fewer, another question."""
    editor = Editor.of_form(request.POST)
    editor.change(request.POST.get("rules", ""))
    return render(request, "console/_rules.html", _rules(request, editor))


@staff_page(EDITORS)
@require_POST
def offer_count(request: HttpRequest) -> HttpResponse:
    """Answer how many the rules in the form mean."""
    return render(request, "console/_count.html", _count(request, Editor.of_form(request.POST)))


def _shape(editor: Editor) -> Any:
    """Return the rule; an empty one, which means nobody, where a line of it is wrong and marked."""
    try:
        return editor.shape()
    except BadRule:
        return {}


def _page(
    request: HttpRequest, offer: Offer | None, form: OfferForm, editor: Editor, status: int = 200
) -> HttpResponse:
    cancel = reverse("console:offer", args=[offer.key]) if offer else reverse("console:offers")
    context = {
        "offer": offer,
        "form": form,
        "form_url": request.path,
        "cancel_url": cancel,
        **_rules(request, editor),
    }
    return render(request, "console/offer_form.html", context, status=status)


def _rules(request: HttpRequest, editor: Editor) -> dict[str, Any]:
    return {
        "rules": editor.root,
        "rule_fields": editor.fields,
        "rules_url": reverse("console:offer-rules"),
        **_count(request, editor),
    }


def _count(request: HttpRequest, editor: Editor) -> dict[str, Any]:
    context: dict[str, Any] = {
        "total": customers_for(staff_of(request)).count(),
        "count_url": reverse("console:offer-count"),
    }
    try:
        return context | {"count": audience.count(audience.read(editor.shape(is_finished=False)))}
    except BadRule as error:
        return context | {"count_error": f"Not complete yet: {error.words}"}
