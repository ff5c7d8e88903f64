"""Storage: transactions, sealed originals, and a refusal to run where data could be lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.storage.database import Database, UnsafeDatabase
from app.storage.models import Organisation, Payload
from app.storage.payloads import KeyRing, PayloadStore, SealBroken
from app.storage.types import new_key


def an_organisation(keys: KeyRing, name: str = "Acme") -> Organisation:
    return Organisation(id=new_key(), name=name, wrapped_key=keys.new_organisation_key(), created_at=datetime.now(UTC))


@pytest.fixture
def keys(tmp_path: Path) -> KeyRing:
    return KeyRing.create(tmp_path / "root.key")


def test_what_is_not_committed_is_rolled_back(database: Database, keys: KeyRing) -> None:
    with database.unit_of_work() as uow:
        uow.session.add(an_organisation(keys))
        uow.session.flush()
    with database.reading() as session:
        assert session.scalars(select(Organisation)).all() == []


def test_actions_run_after_the_commit_and_only_then(database: Database, keys: KeyRing) -> None:
    done: list[str] = []
    with database.unit_of_work() as uow:
        uow.session.add(an_organisation(keys))
        uow.after_commit(lambda: done.append("woken"))
        assert done == []
        uow.commit()
    with database.unit_of_work() as uow:
        uow.after_commit(lambda: done.append("never"))
    assert done == ["woken"]


def test_times_come_back_aware_and_equal(database: Database, keys: KeyRing) -> None:
    organisation = an_organisation(keys)
    with database.unit_of_work() as uow:
        uow.session.add(organisation)
        uow.commit()
    with database.reading() as session:
        assert session.scalars(select(Organisation.created_at)).one() == organisation.created_at


@pytest.mark.parametrize("size", [0, 1, 5_000, 300_000])
def test_an_original_comes_back_byte_for_byte(database: Database, keys: KeyRing, tmp_path: Path, size: int) -> None:
    store, organisation, content = PayloadStore(keys, tmp_path / "payloads"), an_organisation(keys), b"\x00\xffx" * size
    with database.unit_of_work() as uow:
        uow.session.add(organisation)
        uow.session.flush()
        store.put(uow.session, organisation.id, "document-1", content)
        uow.commit()
    with database.reading() as session:
        assert store.open(session, session.scalars(select(Payload)).one(), "document-1") == content


def test_an_original_is_not_readable_in_the_database_and_not_under_another_document(
    database: Database, keys: KeyRing, tmp_path: Path
) -> None:
    store, organisation = PayloadStore(keys, tmp_path), an_organisation(keys)
    with database.unit_of_work() as uow:
        uow.session.add(organisation)
        uow.session.flush()
        payload = store.put(uow.session, organisation.id, "document-1", b"<Order>secret</Order>")
        assert b"secret" not in (payload.data or b"")
        with pytest.raises(SealBroken):
            store.open(uow.session, payload, "document-2")


def test_another_root_key_opens_nothing(tmp_path: Path) -> None:
    first, second = KeyRing.create(tmp_path / "a"), KeyRing.create(tmp_path / "b")
    organisation_key = first.new_organisation_key()
    sealed = first.seal_secret(organisation_key, b"whsec", "channel")
    assert first.open_secret(organisation_key, sealed, "channel") == b"whsec"
    with pytest.raises(SealBroken):
        second.open_secret(organisation_key, sealed, "channel")
    with pytest.raises(SealBroken):
        first.open_secret(organisation_key, sealed, "another label")


def test_the_root_key_is_readable_by_its_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    KeyRing.create(tmp_path / "root.key")
    assert (tmp_path / "root.key").stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        KeyRing.create(tmp_path / "root.key")


def test_a_durable_database_passes_the_check(database: Database) -> None:
    database.check_durability()


def test_a_postgresql_that_could_lose_commits_is_refused(database: Database) -> None:
    if database.is_sqlite:
        return
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        name = connection.execute(text("SELECT current_database()")).scalar()
        connection.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    database.dispose()
    with pytest.raises(UnsafeDatabase, match="synchronous_commit"):
        database.check_durability()
