"""`countersign rules …`: sets installed, listed, brought up to date, compared and removed, without a server."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree

from app.domain.clock import utc_now
from app.errors import Refused
from app.safe.tree import Tree
from app.validation import rulesets
from app.validation.schematron import bytecode, lock, store
from app.validation.schematron.opening import open_file
from app.validation.schematron.sources import packed
from app.validation.schematron.store import NewSet, RulesStore, installed
from tests.integration.test_cli import call, cant, done
from tests.unit.schematrons import PATTERN, RULE, a_part, a_schematron

FUNNY_NAMES = ["", "Peppol", "../x", "a/b", "-x", "a_b", "x" * 65, "en16931-ubl", "auto", "countersign-business"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with a Schematron in it, and no server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COUNTERSIGN_DATA", str(tmp_path / "var"))
    Path("small.sch").write_text(a_schematron("<title>Small rules</title>", PATTERN))
    return tmp_path


def fired(name: str, xml: str) -> list[str]:
    rules = installed(Path("var").absolute()).load(name)
    return [each.code for each in rules.judge(Tree(etree.fromstring(xml)))]


def listed() -> list[dict[str, object]]:
    return [json.loads(line) for line in done("rules", "list", "--json").splitlines()]


def test_an_installed_set_judges(folder: Path) -> None:
    digest = sha256(Path("small.sch").read_bytes()).hexdigest()
    told = done("rules", "install", "small", "small.sch")
    assert told == f"small: 1 rules of Small rules installed\n  sha256 {digest}"
    assert fired("small", "<a/>") == ["R1"]
    assert fired("small", "<a><b/></a>") == []


def test_the_list_has_the_built_in_sets_and_the_installed_ones(folder: Path) -> None:
    done("rules", "install", "small", "small.sch", "--for", "urn:spec:1")
    assert "small" in done("rules", "list")
    rows = {row["name"]: row for row in listed()}
    assert [name for name, row in rows.items() if row["built_in"]] == list(store.BUILT_IN)
    assert set(store.BUILT_IN) == set(rulesets.BUILT_IN)
    assert (rows["small"]["title"], rows["small"]["asserts"], rows["small"]["origin"]) == (
        "Small rules",
        1,
        "small.sch",
    )
    assert rows["small"]["specifications"] == ["urn:spec:1"]


def test_a_set_is_for_the_documents_of_its_specification_and_of_those_that_build_on_it(folder: Path) -> None:
    done("rules", "install", "small", "small.sch", "--for", "urn:spec:1")
    sets = installed(folder / "var")
    asked = ("urn:spec:1", "urn:spec:1:more", "urn:spec:1#more", "urn:spec:10", "urn:spec", "")
    assert [sets.names_for(each) for each in asked] == [["small"], ["small"], ["small"], [], [], []]


def test_an_archive_and_a_phase_can_be_installed(folder: Path) -> None:
    main = a_schematron('<phase id="p"><active pattern="P"/></phase>', PATTERN, '<include href="p.sch"/>')
    part = a_part(f'<pattern id="P">{RULE.replace("R1", "R2")}</pattern>')
    Path("rules.zip").write_bytes(packed({"x/main.sch": main.encode(), "x/p.sch": part.encode()}))
    done("rules", "install", "both", "rules.zip")
    done("rules", "install", "one", "rules.zip#x/main.sch", "--phase", "p")
    assert sorted(fired("both", "<a/>")) == ["R1", "R2"]
    assert fired("one", "<a/>") == ["R2"]


def test_a_digest_that_is_not_that_of_the_file_stops_the_installation(folder: Path) -> None:
    assert "rulesets.digest" in cant("rules", "install", "small", "small.sch", "--sha256", "0" * 64)
    assert [row["name"] for row in listed()] == list(store.BUILT_IN)
    digest = sha256(Path("small.sch").read_bytes()).hexdigest().upper()
    done("rules", "install", "small", "small.sch", "--sha256", digest)


@pytest.mark.parametrize("name", FUNNY_NAMES)
def test_only_plain_names_that_are_free_can_be_given(folder: Path, name: str) -> None:
    assert "rulesets." in cant("rules", "install", "--", name, "small.sch")
    assert not (folder / "var").exists()


def test_what_is_wrong_with_a_file_is_said_with_its_lines(folder: Path) -> None:
    Path("bad.sch").write_text(a_schematron("\n<library/>", "\n<xsl:message/>", PATTERN))
    told = cant("rules", "install", "bad", "bad.sch")
    assert "bad.sch:2: rulesets.element: library is not supported in schema." in told
    assert "bad.sch:3: rulesets.element: xsl:message is not supported in schema." in told


def test_what_can_not_be_compiled_is_named_and_not_installed(folder: Path) -> None:
    Path("bad.sch").write_text(a_schematron(PATTERN.replace('test="b"', "test=\"doc('x')\"")))
    told = cant("rules", "install", "bad", "bad.sch")
    assert "bad.sch:1" in told
    assert "doc" in told
    assert not (folder / "var/rules/bad").exists()


def test_a_file_that_is_not_there_is_said_so(folder: Path) -> None:
    assert "none.sch: No such file" in cant("rules", "install", "x", "none.sch")


@pytest.mark.parametrize("url", ["http://example.com/x.sch", "file:///etc/passwd", "ftp://example.com/x", "https://"])
def test_addresses_other_than_https_are_not_fetched(folder: Path, url: str) -> None:
    assert "rulesets.address" in cant("rules", "install", "x", url)


def test_the_differences_of_two_sets_are_told_line_by_line(folder: Path) -> None:
    done("rules", "install", "old", "small.sch")
    changed = PATTERN.replace('test="b"', 'test="b or c"')
    Path("new.sch").write_text(a_schematron(changed))
    assert done("rules", "diff", "old", "new.sch") == "changed rule R1 test: b -> b or c"
    row = json.loads(done("rules", "diff", "old", "new.sch", "--json"))
    assert (row["kind"], row["name"], row["what"], row["old"], row["new"]) == ("changed", "R1", "test", "b", "b or c")
    assert done("rules", "diff", "old", "old") == ""


def test_a_removed_set_is_gone(folder: Path) -> None:
    done("rules", "install", "small", "small.sch")
    done("rules", "remove", "small")
    assert "rulesets.unknown" in cant("rules", "remove", "small")
    assert "rulesets.built_in" in cant("rules", "remove", "en16931-ubl")
    assert "rulesets.name" in cant("rules", "remove", "../var")
    with pytest.raises(Refused):
        installed(folder / "var").load("small")


def _locked(folder: Path, monkeypatch: pytest.MonkeyPatch, digest: str) -> None:
    release = {
        "name": "small",
        "title": "t",
        "version": "2",
        "url": "https://example.com/releases/small.sch",
        "sha256": digest,
        "specifications": ["urn:spec:1"],
    }
    file = folder / "lock.json"
    file.write_text(json.dumps({"releases": [release]}))
    monkeypatch.setattr(lock, "LOCK_FILE", file)


def test_an_update_takes_the_locked_release_from_a_mirror(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = folder / "mirror"
    mirror.mkdir()
    new = a_schematron(PATTERN.replace('test="b"', 'test="c"')).encode()
    (mirror / "small.sch").write_bytes(new)
    _locked(folder, monkeypatch, sha256(new).hexdigest())
    assert done("rules", "update", "--mirror", mirror) == ""  # it is not installed, and nobody asked for it
    done("rules", "install", "small", "small.sch")
    assert "1 rules" in done("rules", "update", "--mirror", mirror)
    assert fired("small", "<a><b/></a>") == ["R1"]
    assert done("rules", "update", "small", "--mirror", mirror) == "small: is release 2 already"
    assert installed(folder / "var").names_for("urn:spec:1") == ["small"]


def test_an_update_refuses_what_is_not_the_locked_release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _locked(folder, monkeypatch, "0" * 64)
    assert "rulesets.digest" in cant("rules", "update", "small", "--mirror", folder)
    assert "rulesets.not_locked" in cant("rules", "update", "other", "--mirror", folder)


def test_an_update_without_a_verified_digest_asks_for_one(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _locked(folder, monkeypatch, "")
    assert "rulesets.no_digest" in cant("rules", "update", "small", "--mirror", folder)
    digest = sha256(Path("small.sch").read_bytes()).hexdigest()
    done("rules", "update", "small", "--mirror", folder, "--sha256", digest)


def test_the_lock_file_is_well_made() -> None:
    for name, release in lock.releases().items():
        store.check_name(name)
        assert release.url.startswith("https://")
        assert len(release.sha256) in (0, 64)
        assert release.file.endswith((".sch", ".zip"))


@pytest.mark.corpus
def test_the_lock_file_knows_the_files_of_the_corpus(corpus: Path) -> None:
    files = [
        *(corpus / "peppol/rules").glob("*.sch"),
        *(corpus / "en16931/rules/schematron/preprocessed").glob("*.sch"),
    ]
    locked = {release.file: release.sha256 for release in lock.releases().values()}
    assert {file.name: sha256(file.read_bytes()).hexdigest() for file in files}.items() <= locked.items()


def a_store(folder: Path, name: str = "small") -> RulesStore:
    """A store with one set in it."""
    source, digest = open_file("small.sch")
    sets = installed(folder / "var")
    sets.install(NewSet(name, source, "small.sch", digest), utc_now())
    return sets


def compiled_file(sets: RulesStore) -> Path:
    return next((sets.folder / "small").glob("*.py"))


def test_code_that_is_not_what_was_compiled_is_not_run(folder: Path) -> None:
    sets = a_store(folder)
    compiled_file(sets).write_text("raise SystemExit('run!')")
    with pytest.raises(Refused) as refused:
        RulesStore(sets.folder).load("small")
    assert refused.value.code == "rulesets.spoilt"


def test_bytecode_is_kept_and_made_anew_where_it_is_spoilt(folder: Path) -> None:
    sets = a_store(folder)
    RulesStore(sets.folder).load("small")
    kept = next((sets.folder / "small").glob("*.bin"))
    good = kept.read_bytes()
    for spoilt in (b"", good[:-1], b"0" * 64 + good[64:]):
        kept.write_bytes(spoilt)
        assert fired("small", "<a/>") == ["R1"]
        assert bytecode.unpacked(kept.read_bytes()) is not None


@pytest.mark.parametrize("which", ["rules", "rules/small", "rules/small/record.json", "py", "bin"])
def test_code_that_others_could_have_written_is_not_run(folder: Path, which: str) -> None:
    sets = a_store(folder)
    RulesStore(sets.folder).load("small")
    target = next((sets.folder / "small").glob(f"*.{which}"), folder / "var" / which)
    target.chmod(0o777)
    with pytest.raises(Refused) as refused:
        RulesStore(sets.folder).load("small")
    assert refused.value.code == "rulesets.exposed"


def test_a_link_in_place_of_a_file_is_not_followed(folder: Path) -> None:
    sets = a_store(folder)
    file = compiled_file(sets)
    moved = file.rename(folder / "elsewhere.py")
    file.symlink_to(moved)
    with pytest.raises((Refused, OSError)):
        RulesStore(sets.folder).load("small")


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"name": 1}'])
def test_a_spoilt_record_is_said_to_be_spoilt(folder: Path, content: str) -> None:
    sets = a_store(folder)
    (sets.folder / "small/record.json").write_text(content)
    with pytest.raises(Refused) as refused:
        RulesStore(sets.folder).load("small")
    assert refused.value.code == "rulesets.spoilt"
    listed = call("rules", "list")
    assert (listed.exit_code, "rulesets.spoilt" in listed.stderr) == (1, True)
    done("rules", "remove", "small")


def test_rules_of_another_compiler_are_compiled_anew_from_the_kept_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sets = a_store(folder)
    Path("small.sch").unlink()
    before = sets.record("small")
    monkeypatch.setattr(store, "compiler_version", lambda: "newer")
    assert sets.load("small") is sets.load("small")
    after = RulesStore(sets.folder).record("small")
    assert after == replace(before, compiler="newer")
    assert fired("small", "<a/>") == ["R1"]


def test_a_set_is_loaded_once_and_anew_when_it_was_replaced(folder: Path) -> None:
    sets = a_store(folder)
    with ThreadPoolExecutor(4) as pool:
        loaded = set(pool.map(lambda _: sets.load("small"), range(20)))
    assert len(loaded) == 1
    Path("small.sch").write_text(a_schematron(PATTERN.replace("R1", "R7")))
    a_store(folder)  # as another process would do it
    assert sets.load("small") not in loaded
    assert len(list((sets.folder / "small").glob("*.py"))) == 1


def test_sets_can_be_replaced_while_they_are_loaded(folder: Path) -> None:
    sets = a_store(folder)
    texts = [a_schematron(PATTERN.replace("R1", f"R{number}")) for number in (1, 2)]
    faults: list[BaseException] = []
    over = threading.Event()

    def read() -> None:
        while not over.is_set():
            try:
                RulesStore(sets.folder).load("small")
            except BaseException as fault:
                faults.append(fault)
                return

    readers = [threading.Thread(target=read) for _ in range(3)]
    for each in readers:
        each.start()
    for number in range(20):
        Path("small.sch").write_text(texts[number % 2])
        a_store(folder)
    over.set()
    for each in readers:
        each.join()
    assert faults == []


def test_nothing_is_left_half_written(folder: Path) -> None:
    sets = a_store(folder)
    a_store(folder)
    RulesStore(sets.folder).load("small")
    assert sorted(each.suffix for each in (sets.folder / "small").iterdir()) == [".bin", ".json", ".py", ".zip"]
    assert [each.name for each in sets.folder.iterdir() if each.suffix == ".new"] == []
    assert oct((folder / "var").stat().st_mode & 0o777) == "0o700"


@pytest.mark.corpus
@pytest.mark.parametrize(
    "file", ["PEPPOLBIS-T01.sch", "PEPPOLBIS-T76.sch", "PEPPOLBIS-T111.sch", "PEPPOL-EN16931-UBL.sch"]
)
def test_official_rules_can_be_installed(folder: Path, corpus: Path, file: str) -> None:
    done("rules", "install", "official", corpus / "peppol/rules" / file)
    assert call("rules", "list").exit_code == 0
