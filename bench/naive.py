"""The usual way to send a campaign, to compare with: one task, one rendering, one connection a mail."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")

import django

django.setup()

from django.core.mail import EmailMultiAlternatives, get_connection  # noqa: E402
from django.template import Context, Template  # noqa: E402

from customers.models import Customer  # noqa: E402
from hub.celery import app  # noqa: E402

SENDER = "Hauptplatz Pharmacies <hello@mail.rapport.example>"


@app.task(name="bench.naive.send_one")
def send_one(customer_id: int, host: str, port: int, subject: str, text: str, html: str) -> None:
    customer = Customer.objects.get(pk=customer_id)
    point = customer.contact_points.get()
    context = Context({"customer": customer})
    mail = EmailMultiAlternatives(
        Template(subject).render(context),
        Template(text).render(context),
        SENDER,
        [point.address],
        connection=get_connection("django.core.mail.backends.smtp.EmailBackend", host=host, port=port),
    )
    mail.attach_alternative(Template(html).render(context), "text/html")
    mail.send()
