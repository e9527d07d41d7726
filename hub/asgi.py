"""The live process, under gunicorn's ASGI worker: streams of hints for open pages, which hub.wsgi serves."""

import asyncio
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
django.setup()

from hub import live  # noqa: E402  # models need the apps to be ready

_board = live.Board()


async def application(scope: live.Scope, receive: live.Receive, send: live.Send) -> None:
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await live.serve(_board, scope, receive, send)
    else:
        raise ValueError(f"The live process does not speak {scope['type']}.")


async def _live_and_die(receive: live.Receive, send: live.Send) -> None:
    """Listen from the start of the process to its end."""
    listener: asyncio.Task[None] | None = None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            listener = asyncio.create_task(live.Listener(_board).run())
            await send({"type": "lifespan.startup.complete"})
        else:
            if listener:
                listener.cancel()
                await asyncio.wait([listener])
            await send({"type": "lifespan.shutdown.complete"})
            return
