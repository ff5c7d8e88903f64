"""Fetching published rules over https: the only place where rules come near a network, and only when somebody asks.

An answer is untrusted bytes with a size limit; what is made of them is decided by their digest and by the loader.
"""

from urllib.parse import urljoin, urlsplit

import urllib3

from app.errors import Refused
from app.validation.schematron.sources import LARGEST_ARCHIVE

MOST_REDIRECTS = 5
TIMEOUT = urllib3.Timeout(connect=10, read=30)
_REDIRECTS = (301, 302, 303, 307, 308)
_OK = 200
_PIECE = 64 * 1024


def is_url(text: str) -> bool:
    """Whether `text` is meant as an address rather than as a file."""
    return "://" in text


def fetch(url: str, pool: urllib3.PoolManager | None = None) -> bytes:
    """What is published at `url`, at most `LARGEST_ARCHIVE` bytes; raises Refused (`rulesets.address`)."""
    pool = pool or urllib3.PoolManager(retries=False, timeout=TIMEOUT)
    for _ in range(MOST_REDIRECTS + 1):
        _check(url)
        try:
            answer = pool.request("GET", url, redirect=False, preload_content=False, decode_content=False)
            if answer.status not in _REDIRECTS:
                return _content(url, answer)
            url = urljoin(url, answer.headers.get("location", ""))
            answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            raise Refused("rulesets.address", url=url, why=str(error)) from None
    raise Refused("rulesets.address", url=url, why=f"it leads on more than {MOST_REDIRECTS} times")


def _check(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname:
        raise Refused("rulesets.address", url=url, why="it is not an https address")


def _content(url: str, answer: urllib3.BaseHTTPResponse) -> bytes:
    if answer.status != _OK:
        raise Refused("rulesets.address", url=url, why=f"the server answers {answer.status}")
    content = bytearray()
    for piece in answer.stream(_PIECE):
        content += piece
        if len(content) > LARGEST_ARCHIVE:
            raise Refused("rulesets.too_large", what="bytes", limit=LARGEST_ARCHIVE)
    return bytes(content)
