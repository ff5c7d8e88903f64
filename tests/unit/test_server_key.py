"""The key that signs receipts: renewing it leaves every receipt verifiable."""

from pathlib import Path

from app import server_key
from app.evidence.verify import verify_receipt
from tests.unit.test_receipt import RECEIPT


def test_a_receipt_under_a_renewed_key_still_verifies(tmp_path: Path) -> None:
    server_key.create(tmp_path)
    before = server_key.signer(tmp_path)
    receipt = before.sign(RECEIPT)
    name = server_key.renew(tmp_path)
    after = server_key.signer(tmp_path)
    assert (after.name, after.name != before.name) == (name, True)
    assert verify_receipt(receipt, None, after.jwks()).proven
    assert verify_receipt(after.sign(RECEIPT), None, after.jwks()).proven
    assert len(after.jwks()["keys"]) == 2


def test_creating_it_again_keeps_it(tmp_path: Path) -> None:
    server_key.create(tmp_path)
    name = server_key.signer(tmp_path).name
    server_key.create(tmp_path)
    assert server_key.signer(tmp_path).name == name


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    server_key.create(tmp_path)
    server_key.renew(tmp_path)
    assert (tmp_path / server_key.CURRENT).stat().st_mode & 0o077 == 0
