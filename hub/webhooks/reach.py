"""Whether a webhook could reach an address, said in words to whoever writes it; nothing is sent there."""

import socket
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from requests import RequestException

from channels import publicweb

PATIENCE_SECONDS = 4.0
_threads = ThreadPoolExecutor(2, thread_name_prefix="reach")
"""Name servers may keep us waiting; a page must not."""


def complaint(url: str) -> str:
    """Say why nothing could ever be told to this address, or nothing.

    A name server that does not answer now says nothing about the address, which is then taken as it is:
    what leads inside is refused again whenever something is posted.
    """
    going = _threads.submit(publicweb.check, url, tuple(settings.INSIDE_NETWORKS))
    try:
        going.result(PATIENCE_SECONDS)
    except publicweb.NotPublic:
        return (
            "This address leads into a network that is not public. We tell only public addresses; whoever"
            " runs this hub can allow networks of their own in the setting INSIDE_NETWORKS."
        )
    except socket.gaierror as error:
        is_known = error.errno != socket.EAI_NONAME
        return "" if is_known else "Nobody knows a host of this name. Is it spelled right?"
    except TimeoutError:
        return ""
    except (RequestException, OSError, ValueError):
        return "This is no address."
    return ""
