"""A process is killed in the middle of sending: nothing is lost, and the partner gets it again under the same id."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.domain.clock import utc_now
from app.pipeline.outbox import LEASE_SECONDS
from app.storage.database import Database
from app.transports.webhook import WebhookTransport
from tests.conftest import ROOT
from tests.exchange_world import SECRET, Ticking, World, ports_for
from tests.partner_server import Call, PartnerServer

WORKER = """
import sys
from pathlib import Path
from app.domain.clock import utc_now
from app.storage.database import Database
from app.transports.webhook import WebhookTransport
from tests.exchange_world import ports_for, never_receives
from app.exchange.channels import Channels

url, folder, channel = sys.argv[1:]
webhook = WebhookTransport(["127.0.0.0/8"], allow_http=True)
ports = ports_for(Database(url), Path(folder), utc_now, webhook)
Channels(ports, never_receives, "worker", lambda: False).drain(channel)
"""


@pytest.fixture
def world(database: Database, tmp_path: Path) -> World:
    webhook = WebhookTransport(["127.0.0.0/8"], allow_http=True)
    return World.made(ports_for(database, tmp_path, Ticking(utc_now()), webhook))


def test_a_worker_killed_while_it_sends_leaves_a_lost_attempt_and_the_partner_gets_it_again_under_the_same_id(
    world: World, database: Database, tmp_path: Path
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    arrived, go_on = threading.Event(), threading.Event()

    def keep_waiting(call: Call) -> None:
        arrived.set()
        go_on.wait(20)

    with PartnerServer(before=keep_waiting) as partner:
        channel = world.a_channel("webhook", settings={"url": partner.url}, secrets=[SECRET])
        delivery_id = world.a_delivery(channel)
        worker = subprocess.Popen([sys.executable, "-c", WORKER, url, str(tmp_path), channel], cwd=ROOT)
        assert arrived.wait(30)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        go_on.set()

        assert world.delivery(delivery_id).state == "sending"
        assert world.outcomes(delivery_id) == [""]
        assert world.channels().drain(channel) is None  # the dead worker's lease still holds
        assert isinstance(world.ports.clock, Ticking)
        world.ports.clock.now = utc_now()
        world.ports.clock.forward(seconds=LEASE_SECONDS + 1)
        assert world.channels().drain(channel) == {"sent": 1}

    assert world.delivery(delivery_id).state == "delivered"
    assert world.outcomes(delivery_id) == ["lost", "sent"]
    assert [call.headers["webhook-id"] for call in partner.calls] == [delivery_id, delivery_id]
    assert partner.calls[0].body == partner.calls[1].body
