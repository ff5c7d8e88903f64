"""All transports by name. Adding one is a module and a line here; the contract tests then try it."""

from collections.abc import Iterable
from pathlib import Path

from app.registry import Registry
from app.transports.base import Transport
from app.transports.directory import DirectoryTransport
from app.transports.ssrf import Network
from app.transports.webhook import WebhookTransport


def transports(
    directory_root: Path, allowed_networks: Iterable[str | Network] = (), allow_http: bool = False
) -> Registry[Transport]:
    """The transports as the server's configuration wants them.

    Args:
        directory_root: the folder below which every partner's folder lies.
        allowed_networks: networks that webhooks may call although they aren't public ("10.1.0.0/16").
    """
    registry: Registry[Transport] = Registry("transport")
    webhook = WebhookTransport(allowed_networks, allow_http=allow_http)
    registry.add(webhook.name, webhook)
    directory = DirectoryTransport(directory_root)
    registry.add(directory.name, directory)
    return registry
