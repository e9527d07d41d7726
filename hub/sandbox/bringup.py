"""Bring one copy of Rapport up: its servers, its settings, its table of processes, and a word of welcome."""

import hashlib
import http.client
import os
import secrets
import sys
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from socket import socket
from urllib.parse import quote_plus, urlsplit

from channels import vapid
from hub import env
from hub.sandbox import home, ports
from hub.sandbox.program import Program
from hub.sandbox.runner import Supervisor
from hub.sandbox.servers import PostgresServer, Server, ValkeyServer

ACCOUNTS = ("agent", "manager", "marketer", "analyst", "admin")
START_SECONDS = 120.0
PASSED_ON = ("CURRENCY", "DEBUG", "LOG_LEVEL", "MAIL_DOMAIN", "ORGANISATION", "TIME_ZONE")
"""Settings of the environment that a command run beside the copy must share with it."""

TOWN_NUMBER = "+4366055999999"
"""From which the demo's texts come; nobody in the town has it."""
TOWN_PORTS = ("TOWN_SMTP_PORT", "TOWN_ESP_PORT", "TOWN_SMS_PORT", "TOWN_SMPP_PORT", "TOWN_PUSH_PORT")
TOWN_RATES = "smtp=40/s resend=10/s"
"""So that of a mailing to the town a part goes each way."""

Settings = dict[str, str]


def bring_up(supervisor: Supervisor, place: Path) -> None:
    """Start everything in the data folder, greet, and mind it until asked to stop."""
    before = home.read(place)
    web, live = _listen(supervisor, before)
    settings = _settings(place, before, web, live) | _start_servers(supervisor, place, before)
    home.write(place, settings)
    os.environ.update(settings)
    _make_ready(supervisor, place)
    for program in processes(settings, web, live):
        supervisor.start(program)
    supervisor.await_that("the web process answers", lambda: _answers(web), START_SECONDS)
    supervisor.say(_welcome(settings))
    supervisor.mind()


def processes(settings: Settings, web: socket, live: socket) -> Iterator[Program]:
    """Yield the table of processes; deploy/Procfile lists the same for a real installation."""
    yield _gunicorn(
        "web", web, "hub.wsgi:application", "gthread", "--workers=2", "--threads=8", "--graceful-timeout=8"
    )
    yield _gunicorn("live", live, "hub.asgi:application", "asgi", "--graceful-timeout=2")
    yield _celery(
        "worker", "worker", "--queues=conversational,bulk", "--concurrency=3", "--hostname=worker@%h"
    )
    yield _celery(
        "worker-critical", "worker", "--queues=critical", "--concurrency=1", "--hostname=critical@%h"
    )
    yield _celery("beat", "beat", f"--schedule={settings['RAPPORT_HOME']}/beat", "--pidfile=")
    yield _manage("inbound", "inbound_listen")
    yield _manage("smpp", "smpp_link")
    yield _manage("press", "print_letters")
    if settings["RAPPORT_TOWN"] != "0":
        yield _manage("town", "town")


def _listen(supervisor: Supervisor, before: Settings) -> tuple[socket, socket]:
    """Open the two ports that browsers use; held by us, they outlive a web process that dies."""
    wished = env.number("PORT", 8000)
    web = ports.listen(wished)
    if ports.of(web) != wished:
        supervisor.say(f"Port {wished} is taken; using {ports.of(web)}.")
    return web, ports.listen(_kept("LIVE_PORT", before))


def _settings(place: Path, before: Settings, web: socket, live: socket) -> Settings:
    """Return what all processes run under: the environment's word, else what we kept, else a default."""
    town_ports = {name: str(ports.reserve(_kept(name, before))) for name in TOWN_PORTS}
    town = env.number("RAPPORT_TOWN", 2000)
    defaults = {
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": f"http://{ports.HOST}:{ports.of(web)}",
        **(_town_routes(town_ports) if town else dict.fromkeys(("EMAIL_URL", "SMS_URL"), "")),
        "LETTER_URL": _letter_url(place),
        "PUSH_VAPID_KEY": before.get("PUSH_VAPID_KEY") or vapid.new_key(),
        "SECRET_KEY": before.get("SECRET_KEY") or secrets.token_urlsafe(48),
        "RAPPORT_DEMO_PASSWORD": before.get("RAPPORT_DEMO_PASSWORD") or secrets.token_hex(6),
    }
    chosen = {name: env.text(name, "") or default for name, default in defaults.items()}
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return passed_on | chosen | {
        "RAPPORT_HOME": str(place),
        "RAPPORT_TOWN": str(town),
        "PORT": str(ports.of(web)),
        "LIVE_PORT": str(ports.of(live)),
        "INBOUND_PORT": str(ports.reserve(_kept("INBOUND_PORT", before))),
        **town_ports,
    }  # fmt: skip


def _letter_url(place: Path) -> str:
    """Name a folder of our own for letters: nobody empties it, and everybody can look into it."""
    folder = place.resolve() / "letters"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.as_uri()


def _town_routes(at: Settings) -> Settings:
    """Name the town's providers, with secrets that both sides know.

    Mail goes by SMTP, and to the provider with an API what is too much for that, or while it is down; texts
    go by SMPP, and by the gateway while its link is down.
    """
    secret, token, key = secrets.token_hex(4), secrets.token_hex(12), secrets.token_hex(12)
    signing = quote_plus(f"whsec_{b64encode(secrets.token_bytes(24)).decode()}")
    routes = {
        "EMAIL_URL": f"smtp://{ports.HOST}:{at['TOWN_SMTP_PORT']}"
        f" resend+http://{key}@{ports.HOST}:{at['TOWN_ESP_PORT']}/?webhook_key={signing}",
        "SMS_URL": f"smpp://town:{secret}@{ports.HOST}:{at['TOWN_SMPP_PORT']}/?from={TOWN_NUMBER}"
        f" twilio+http://town:{token}@{ports.HOST}:{at['TOWN_SMS_PORT']}/?from={TOWN_NUMBER}",
        "PUSH_TRUSTED_ORIGINS": f"http://{ports.HOST}:{at['TOWN_PUSH_PORT']}",
    }
    return routes | ({} if env.text("EMAIL_URL", "") else {"PROVIDER_RATES": TOWN_RATES})


def _start_servers(supervisor: Supervisor, place: Path, before: Settings) -> Settings:
    """Start the servers that the environment does not name, and return the addresses of both."""
    servers: dict[str, Server] = {}
    if not env.text("DATABASE_URL", ""):
        servers["DATABASE_URL"] = PostgresServer(place)
    if not env.text("REDIS_URL", ""):
        servers["REDIS_URL"] = ValkeyServer(place, urlsplit(before.get("REDIS_URL", "")).port or 0)
    for server in servers.values():
        supervisor.start(server.program)
    supervisor.await_that(
        "the servers answer", lambda: all(server.is_ready() for server in servers.values()), START_SECONDS
    )
    return {name: env.text(name, "") or servers[name].url for name in ("DATABASE_URL", "REDIS_URL")}


def _make_ready(supervisor: Supervisor, place: Path) -> None:
    """Bring tables, static files and the demo up to date."""
    supervisor.run(_manage("migrate", "migrate", "--verbosity=1"))
    stamp, state = place / "static.stamp", _state_of_static_files()
    if not stamp.exists() or stamp.read_text() != state:
        supervisor.run(_manage("static", "collectstatic", "--noinput", "--clear", "--verbosity=0"))
        stamp.write_text(state)
    supervisor.run(_manage("demo", "demo_fill"))


def _manage(name: str, *words: str) -> Program:
    return Program(name, [sys.executable, "-u", "manage.py", *words])


def _celery(name: str, *words: str) -> Program:
    argv = [sys.executable, "-u", "-m", "celery", "--app=hub", "--quiet", *words]
    return Program(name, argv, env={"PYTHONWARNINGS": "ignore:You're running the worker"})  # as root


def _gunicorn(name: str, listener: socket, application: str, worker_class: str, *words: str) -> Program:
    descriptor = listener.fileno()
    argv = [sys.executable, "-u", "-m", "gunicorn", application, f"--worker-class={worker_class}", *words]
    argv += [f"--bind=fd://{descriptor}", "--no-control-socket", "--log-level=warning"]
    return Program(name, argv, sockets=(descriptor,))


def _answers(web: socket) -> bool:
    connection = http.client.HTTPConnection(ports.HOST, ports.of(web), timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(settings: Settings) -> str:
    address = f"http://{ports.HOST}:{settings['PORT']}"
    lines = [
        "Rapport is up.",
        "",
        f"Console    {address}/console/",
        f"Log in as  {', '.join(ACCOUNTS)}",
        f"Password   {settings['RAPPORT_DEMO_PASSWORD']}",
        f"Data       {settings['RAPPORT_HOME']}",
        "",
        "Ctrl-C stops it; `make run` picks up where it was.",
    ]
    width = max(len(line) for line in lines)
    frame = "─" * (width + 4)
    return "\n".join([f"\n┌{frame}┐", *(f"│  {line:<{width}}  │" for line in lines), f"└{frame}┘\n"])


def _state_of_static_files() -> str:
    """Return a digest that changes with any static file of ours, a package that brings some, or a setting."""
    ours = [path for path in home.PROJECT.glob("*/static/**/*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted([*ours, home.PROJECT / "requirements/run.txt", home.PROJECT / "hub/settings.py"]):
        digest.update(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}\n".encode())
    return digest.hexdigest()


def _kept(name: str, before: Settings) -> int:
    """Return the port the environment names, else the one used before, else 0 for any."""
    return env.number(name, int(before.get(name, 0)))
