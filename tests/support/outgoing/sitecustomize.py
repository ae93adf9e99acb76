"""Writes down every attempt of this Python to reach something: Python imports this file by itself when its folder is on the path."""

import ipaddress
import os
import sys

FILE = os.environ.get("POPFORMS_TEST_OUTGOING", "")
NAMES = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
SENDS = ("socket.connect", "socket.sendto", "socket.sendmsg")
OTHER = (
    "subprocess.Popen",
    "os.system",
    "os.posix_spawn",
    "os.fork",
    "http.client.connect",
    "urllib.Request",
    "smtplib.connect",
    "ftplib.connect",
)


def is_here(host: object) -> bool:
    """Whether a host is this machine itself."""
    text = host.decode() if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(text).is_loopback
    except ValueError:
        return text == "localhost"


def watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in NAMES:
        told = None if arguments[0] is None or is_here(arguments[0]) else arguments[0]
    elif event in SENDS:
        address = arguments[1]  # a path for a socket of this machine
        told = address if isinstance(address, tuple) and not is_here(address[0]) else None
    elif event in OTHER:
        told = arguments[0]
    else:
        return
    if told is not None:
        with open(FILE, "a", encoding="utf-8") as file:  # noqa: PTH123
            file.write(f"{event} {told}\n")


if FILE:
    sys.addaudithook(watch)
    with open(f"{FILE}.wakker", "a", encoding="utf-8") as awake:  # noqa: PTH123
        awake.write(f"{os.getpid()}\n")
