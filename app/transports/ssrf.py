"""Which addresses this server calls on a partner's word, and how a name becomes one of them exactly once.

A partner chooses the URL, and the server stands inside somebody's network: without this a webhook would be a way to
reach what only insiders may reach. A name is resolved once, every address is judged, and the connection is then made
to the judged address, never to the name again (a name server could answer differently the second time).
"""

import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Thread
from urllib.parse import SplitResult, urlsplit

from app.errors import Refused

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolver = Callable[[str, int], Iterable[str]]

RESOLVE_SECONDS = 10.0

# IANA's special-purpose registries (RFC 6890 and successors) rather than ipaddress.is_global, whose answer changes
# with the version of Python. The last line is a cloud's metadata service that hides behind a public address.
_CLOSED_IPV4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "168.63.129.16/32",
    )
)
# Only global unicast is open, so mapped (::ffff:0:0/96), NAT64 (64:ff9b::/96), unique local, link-local and multicast
# addresses are closed without being named; within it, what wraps an IPv4 address (Teredo, 6to4) or documents.
_OPEN_IPV6 = IPv6Network("2000::/3")
_CLOSED_IPV6 = tuple(IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))

_HOST = re.compile(r"(?=.{1,253}\Z)(?:[A-Za-z0-9_-]{1,63}\.)*[A-Za-z0-9_-]{1,63}")
_PRINTABLE = re.compile(r"[!-\[\]-~]{1,2000}")  # ASCII without blanks, controls and the backslash


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: connect to `addresses`, which are judged; `host` is for Host, SNI and the certificate."""

    secure: bool
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def authority(self) -> str:
        """The Host header's value."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.secure else 80) else f"{name}:{self.port}"


def system_resolver(host: str, port: int) -> list[str]:
    """The addresses of `host` as the machine's resolver gives them; raises OSError where there are none in time."""
    answer: SimpleQueue[list[str]] = SimpleQueue()
    # the C library's resolver takes no time limit, and a silent name server would hold the partner's turn for long
    Thread(target=lambda: answer.put(_looked_up(host, port)), name="resolver", daemon=True).start()
    try:
        return answer.get(timeout=RESOLVE_SECONDS)
    except Empty:
        raise TimeoutError(f"{host} was not resolved within {RESOLVE_SECONDS:g} s") from None


def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Egress:
    """What may be called: public addresses and `allowed_networks`, over HTTPS, or over HTTP where that is allowed."""

    allowed_networks: tuple[Network, ...] = ()
    allow_http: bool = False
    resolver: Resolver = field(default=system_resolver)

    @classmethod
    def of(cls, networks: Iterable[str | Network], allow_http: bool, resolver: Resolver) -> "Egress":
        """Networks may be given as text ("10.1.0.0/16"); raises ValueError for one that isn't a network."""
        return cls(tuple(ip_network(each) for each in networks), allow_http, resolver)

    def check(self, url: str) -> SplitResult:
        """Judge what can be judged without the network; raises Refused."""
        parts = _split(url)
        self._check_scheme(parts.scheme)
        if parts.port is not None and parts.port not in (80, 443) and parts.port < 1024:
            raise Refused("transport.port_refused", port=parts.port)
        if (literal := _literal(parts.hostname or "")) is not None:
            self._check_address(str(literal), str(literal))
        return parts

    def target(self, url: str) -> Target:
        """Resolve `url` once and judge every address: one that is refused refuses the name. Raises Refused."""
        parts = self.check(url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        addresses = self._resolve(host, port)
        for address in addresses:
            self._check_address(host, address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return Target(parts.scheme == "https", host, port, path, addresses)

    def _resolve(self, host: str, port: int) -> tuple[str, ...]:
        try:
            addresses = tuple(self.resolver(host, port))
        except (OSError, UnicodeError):
            addresses = ()
        if not addresses:
            raise Refused("transport.unresolved", host=host)
        return addresses

    def _check_scheme(self, scheme: str) -> None:
        allowed = ("https", "http") if self.allow_http else ("https",)
        if scheme not in allowed:
            raise Refused("transport.url_scheme", scheme=scheme, allowed=", ".join(allowed))

    def _check_address(self, host: str, address: str) -> None:
        found = _literal(address)
        if found is None or not (self._allows(found) or is_public(found)):
            raise Refused("transport.address_refused", host=host, address=address)

    def _allows(self, address: Address) -> bool:
        return any(address in network for network in self.allowed_networks)


def is_public(address: Address) -> bool:
    """Whether `address` is one host on the public Internet."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_IPV4)
    return address in _OPEN_IPV6 and not any(address in network for network in _CLOSED_IPV6)


def _split(url: str) -> SplitResult:
    if not _PRINTABLE.fullmatch(url):
        raise Refused("transport.url_invalid", why="it has characters that a URL can't have, or is too long")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise Refused("transport.url_invalid", why=str(fault)) from None
    if parts.username is not None or parts.password is not None:
        raise Refused("transport.url_invalid", why="it carries a user name or a password")
    if parts.fragment or port == 0:
        raise Refused("transport.url_invalid", why="it has a fragment, or port 0")
    host = parts.hostname or ""
    if _literal(host) is None and ("[" in parts.netloc or not _HOST.fullmatch(host)):
        raise Refused("transport.url_invalid", why="its host name is missing or can't be one")
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
