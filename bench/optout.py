"""The opt-out race: customers say no by every door while a campaign goes out; the sink is judge.

`python -m bench.optout --people 5000 --opt-outs 1000 --seed 1` prints one JSON line and fails if a mail began
more than a second after its customer's no was answered, or if somebody else was forgotten.
"""

import argparse
import json
import os
import random
import smtplib
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import requests

from bench import wishing
from bench.crowd import gather
from bench.rig import Rig, rig, wait_for
from hub.sandbox import ports

WORKERS, CONNECTIONS = 2, 4
AT_ONCE = 12
ALLOWED_SECONDS = 1.0


class Doors(NamedTuple):
    """Where the hub can be told no."""

    web: str
    mail_port: int


class No(NamedTuple):
    """One customer's no; `answered_at` is on the monotonic clock, like the sink's times."""

    door: str
    recipient: str
    seconds: float
    answered_at: float


def one_click(doors: Doors, message: int, address: str) -> None:
    from channels import addresses

    path = f"/t/u/{addresses.sealer().seal('u', message)}/"
    requests.post(doors.web + path, {"List-Unsubscribe": "One-Click"}, timeout=30).raise_for_status()


def portal(doors: Doors, message: int, address: str) -> None:
    """Turn the dial on email to never, by the link of a message and the page's own form."""
    from django.utils import timezone

    from channels import addresses

    way = addresses.portal_url(message, now=timezone.now()).partition("/portal/")[2]
    with requests.Session() as browser:
        browser.get(f"{doors.web}/portal/{way}", timeout=30).raise_for_status()
        form = {"was:email/": "10", "pick:email/": "0", "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        answer = browser.post(f"{doors.web}/portal/{way}dials/turn/", form, timeout=30, allow_redirects=False)
        assert answer.status_code == 302, answer.status_code


def stop(doors: Doors, message: int, address: str) -> None:
    _mail(doors, address, wishing.reply(message, address, "STOP"))


def complaint(doors: Doors, message: int, address: str) -> None:
    _mail(doors, "feedback@isp.example", wishing.complaint(message, address))


def _mail(doors: Doors, sender: str, raw: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", doors.mail_port, timeout=30) as server:
        server.sendmail(sender, ["us@mail.rapport.example"], raw)


DOORS: tuple[Callable[[Doors, int, str], None], ...] = (one_click, portal, stop, complaint)


def race(people: int, opt_outs: int, seed: int, seconds: float) -> dict[str, Any]:
    """Send a campaign that takes about so long, let some opt out meanwhile, and return what came of it."""
    delay_ms = max(1, round(seconds * 1000 * WORKERS * CONNECTIONS / people))
    with rig("--delay-ms", str(delay_ms)) as r:
        from django.db import connection

        doors = _open_doors(r)
        earlier = _write_earlier(gather(people))
        chance = random.Random(seed)
        chosen = chance.sample(sorted(earlier), opt_outs)
        moments = sorted(chance.uniform(0, seconds) for _ in chosen)
        _launch(people)
        r.start_beat()
        r.start_workers(WORKERS)
        wait_for(lambda: bool(r.sink.arrivals()), seconds=120)
        began = time.monotonic()

        def say_no(number: int) -> No:
            message, address = earlier[chosen[number]]
            door = DOORS[number % len(DOORS)]
            time.sleep(max(0.0, began + moments[number] - time.monotonic()))
            asked = time.monotonic()
            door(doors, message, address)
            answered = time.monotonic()
            return No(door.__name__, address, answered - asked, answered)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            noes = list(pool.map(say_no, range(opt_outs)))
        _wait_for_end(r, seconds)
        verdict = _verdict(r, people, noes) | {"seed": seed, "sink_delay_ms": delay_ms}
        connection.close()
        return verdict


def _open_doors(r: Rig) -> Doors:
    from django.core.management import call_command

    web, mail = ports.reserve(), ports.reserve()
    call_command("collectstatic", interactive=False, verbosity=0)
    os.environ |= {"INBOUND_PORT": str(mail), "BASE_URL": f"http://127.0.0.1:{web}"}
    r.start(
        "web", "-m", "gunicorn", "hub.wsgi:application", "--worker-class", "gthread", "--workers", "2",
        "--threads", "8", "--bind", f"127.0.0.1:{web}", "--no-control-socket", "--log-level", "warning",
    )  # fmt: skip
    r.start("inbound", "manage.py", "inbound_listen")
    doors = Doors(f"http://127.0.0.1:{web}", mail)

    def are_open() -> bool:
        try:
            smtplib.SMTP("127.0.0.1", mail, timeout=5).close()
            return requests.get(f"{doors.web}/readyz", timeout=5).ok
        except (OSError, smtplib.SMTPException, requests.RequestException):
            return False

    try:
        wait_for(are_open, seconds=180)
    except TimeoutError:
        print(r.words("web"), r.words("inbound"), file=sys.stderr)
        raise
    return doors


def _write_earlier(ids: list[int]) -> dict[int, tuple[int, str]]:
    """Give everybody a message of before, whose links and reply address they have; none goes out now."""
    from django.utils import timezone

    from channels import outbox
    from channels.models import Content, Message
    from channels.outbox import Draft

    content = Content.objects.create(
        channel="email", purpose="marketing", topic="offers", sender_name="Race",
        sender_address="race@mail.rapport.example", subject="Earlier", text="Hello.", digest="earlier",
    )  # fmt: skip
    now = timezone.now()
    for at in range(0, len(ids), 1000):
        drafts = [
            Draft(each, "email", content.pk, "marketing", "offers", "earlier", now, is_held=True)
            for each in ids[at : at + 1000]
        ]
        outbox.queue(drafts, now=now)
    Message.objects.update(state="accepted", accepted_at=now)
    found = Message.objects.values_list("customer_id", "pk", "contact_point__address")
    return {customer_id: (number, address) for customer_id, number, address in found}


def _launch(people: int) -> None:
    from django.utils import timezone

    from bench.mailing import HTML, SUBJECT, TEXT
    from campaigns import launch
    from campaigns.models import Campaign, Version
    from customers.models import Topic

    Topic.objects.get_or_create(key="offers", defaults={"label": "Offers"})
    campaign = Campaign.objects.create(
        key="race", name="Race", topic="offers", audience="everyone",
        sender="Hauptplatz <hello@mail.rapport.example>",
    )  # fmt: skip
    Version.objects.create(campaign=campaign, name="A", weight=1, subject=SUBJECT, text=TEXT, html=HTML)
    launch.launch(campaign, by="bench", now=timezone.now())


def _wait_for_end(r: Rig, seconds: float) -> None:
    from campaigns.models import Flight
    from channels.models import Message

    ended = ["accepted", "bounced", "complained", "refused", "cancelled"]

    def is_over() -> bool:
        moving = Message.objects.filter(flight_id__isnull=False).exclude(state__in=ended)
        return not Flight.objects.filter(state="planning").exists() and not moving.exists()

    try:
        wait_for(is_over, seconds=120 + 4 * seconds, every=0.5)
    except TimeoutError:
        print(r.words("worker"), r.words("web"), r.words("inbound"), file=sys.stderr)
        raise


def _verdict(r: Rig, people: int, noes: list[No]) -> dict[str, Any]:
    from django.db.models import Count

    from channels.models import Message

    arrivals = r.sink.arrivals()
    copies = Counter(arrival.recipient for arrival in arrivals)
    answered = {no.recipient: no.answered_at for no in noes}
    late = [each.begun_at - answered[each.recipient] for each in arrivals if each.recipient in answered]
    after = [seconds for seconds in late if seconds > 0]
    took = sorted(no.seconds for no in noes)
    flight = Message.objects.filter(flight_id__isnull=False).values_list("state")
    return {
        "people": people,
        "opt_outs": len(noes),
        "by_door": dict(Counter(no.door for no in noes)),
        "opted_out_before_it_began": len(noes) - sum(each in copies for each in answered),
        "began_after_the_answer": len(after),
        "latest_after_the_answer_seconds": round(max(after, default=0.0), 3),
        "too_late": sum(seconds > ALLOWED_SECONDS for seconds in after),
        "answered_in_ms_median": round(1000 * statistics.median(took), 1),
        "answered_in_ms_p99": round(1000 * took[int(len(took) * 0.99)], 1),
        "campaign_seconds": round(arrivals[-1].arrived_at - arrivals[0].begun_at, 1),
        "others_without_their_mail": people - len(answered) - len(copies.keys() - answered.keys()),
        "copies": len(arrivals) - len(copies),
        "states": dict(flight.annotate(n=Count("pk"))),
    }


def is_kept(verdict: dict[str, Any]) -> bool:
    return verdict["too_late"] == 0 and verdict["others_without_their_mail"] == 0 and verdict["copies"] == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=5000)
    parser.add_argument("--opt-outs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=60, help="how long the campaign takes to go out")
    options = parser.parse_args()
    verdict = race(options.people, options.opt_outs, options.seed, options.seconds)
    print(json.dumps(verdict))
    sys.exit(0 if is_kept(verdict) else 1)


if __name__ == "__main__":
    main()
