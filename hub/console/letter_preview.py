"""A letter as it would lie in the envelope: on the screen in the preview's frame, and as the PDF itself."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from channels import letterpaper, references
from channels.letterpaper import BadLetter, Letter
from customers import postal
from customers.models import ContactPoint, Customer
from customers.models.permission import Purpose

_NO_ADDRESS = "No postal address yet"
_MASKED = "•••"
_SAMPLE = "0000-0000-000"


def draft(
    campaign: Any, customer: Customer, words: tuple[str, str, str], *, is_masked: bool = False
) -> Letter:
    """Return the letter that this customer would get today, with the words (subject, text, html)."""
    points = ContactPoint.objects.filter(kind=ContactPoint.Kind.POSTAL, ownerships__customer=customer)
    address = points.order_by("ownerships__pk").values_list("address", flat=True).first()
    is_marketing = campaign.purpose == Purpose.MARKETING
    sender = campaign.sender.partition("<")[0].strip()
    address = _MASKED if is_masked and address else address
    return _letter(_SAMPLE, customer, address, sender, words, timezone.localdate(), is_marketing=is_marketing)


def sent(message: Any, sender: str, words: tuple[str, str, str], *, is_masked: bool = False) -> Letter:
    """Return the letter of a message, as it went or as it would go today."""
    address = message.contact_point.address if message.contact_point else None
    address = _MASKED if is_masked and address else address
    on = timezone.localdate(message.accepted_at) if message.accepted_at else timezone.localdate()
    is_marketing = message.purpose == Purpose.MARKETING
    reference = references.of(message.pk)
    return _letter(reference, message.customer, address, sender, words, on, is_marketing=is_marketing)


def pdf(letter: Letter) -> HttpResponse:
    """Answer the pages themselves, or why there are none."""
    try:
        if problem := letterpaper.missing():
            raise BadLetter(problem)
        pages = letterpaper.lay_out(letter).write_pdf()
    except BadLetter as error:
        return HttpResponse(f"{error}.", status=422, content_type="text/plain; charset=utf-8")
    response = HttpResponse(pages, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="letter.pdf"'
    return response


def _letter(
    reference: str,
    customer: Customer,
    address: str | None,
    sender: str,
    words: tuple[str, str, str],
    on: date,
    *,
    is_marketing: bool,
) -> Letter:
    subject, text, html = words
    where = postal.read(address or _NO_ADDRESS)
    return Letter(
        reference, str(customer), where, customer.language, sender, subject, text, html, on, is_marketing
    )
