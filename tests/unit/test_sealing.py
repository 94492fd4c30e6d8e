"""What is sealed comes back byte for byte, or not at all: never cut, changed or exchanged."""

import io
import tracemalloc
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sosu_pipeline.deliveries import sealing
from sosu_pipeline.deliveries.archive import Archive, Arrival, Receipt
from sosu_pipeline.deliveries.landing import FoundDelivery
from sosu_pipeline.deliveries.sealing import Seal, SealBrokenError, SealKeyError, chunks_of
from sosu_pipeline.deliveries.store import Store
from sosu_pipeline.errors import UserError
from tests.factories import catalog
from tests.nights import cpr, delivery

SEAL, OTHER, PLAIN = (
    Seal(b"en lang opfunden arkivnoegle"),
    Seal(b"en helt anden noegle"),
    Seal(None),
)
CHUNK = 64
HEADER = 45  # 4 bytes of name, 1 of version, 8 of key id, 32 of salt
SEALED_CHUNK = CHUNK + 16
TEXT = bytes(range(256))


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "CHUNK_BYTES", CHUNK)


def seal(folder: Path, content: bytes, name: str = "fil") -> Path:
    path = folder / f"{name}.aes"
    path.write_bytes(b"".join(SEAL.shut(chunks_of(io.BytesIO(content)), lambda: name)))
    return path


def read(path: Path, by: Seal = SEAL) -> bytes:
    with by.source(path).open("rb") as file:
        return file.read()


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_a_file_of_any_size_comes_back_byte_for_byte(tmp_path: Path, size: int) -> None:
    path = seal(tmp_path, TEXT[:size])
    assert read(path) == TEXT[:size]
    # header, the bytes, and a tag for each chunk; a whole last chunk is followed by an empty one
    assert path.stat().st_size == HEADER + size + 16 * (size // CHUNK + 1)


@pytest.mark.usefixtures("small_chunks")
def test_a_sealed_file_is_read_from_any_place(tmp_path: Path) -> None:
    with SEAL.source(seal(tmp_path, TEXT)).open("rb") as file:
        for start in (200, 0, 63, 255, 128):
            assert file.seek(start) == start
            assert file.read(70) == TEXT[start : start + 70]
        assert file.seek(-3, io.SEEK_END) == 253
        assert file.read() == TEXT[253:]
        assert file.seek(300) == 300
        assert file.read() == b""
        with pytest.raises(OSError, match="Invalid"):
            file.seek(-300, io.SEEK_END)


@pytest.mark.usefixtures("small_chunks")
def test_no_changed_byte_gives_anything_but_an_error(tmp_path: Path) -> None:
    path = seal(tmp_path, TEXT[:150])
    sealed = path.read_bytes()
    for place in range(len(sealed)):
        path.write_bytes(sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :])
        with pytest.raises((SealBrokenError, SealKeyError)):
            read(path)


@pytest.mark.usefixtures("small_chunks")
def test_a_file_that_was_cut_is_not_even_opened(tmp_path: Path) -> None:
    path = seal(tmp_path, TEXT[:150])
    sealed = path.read_bytes()
    for size in range(len(sealed)):
        path.write_bytes(sealed[:size])
        with pytest.raises(SealBrokenError, match=r"fil\.aes er ændret eller afkortet; hent den"):
            SEAL.source(path).open("rb")


@pytest.mark.usefixtures("small_chunks")
def test_chunks_that_changed_places_or_were_added_are_found(tmp_path: Path) -> None:
    path = seal(tmp_path, TEXT)
    sealed = path.read_bytes()
    head, first, rest = sealed[:HEADER], sealed[HEADER:][:SEALED_CHUNK], sealed[HEADER:]
    second = rest[SEALED_CHUNK:][:SEALED_CHUNK]
    tail = rest[2 * SEALED_CHUNK :]
    for changed in (head + second + first + tail, sealed + second, sealed + b"\0"):
        path.write_bytes(changed)
        with pytest.raises(SealBrokenError):
            read(path)


def test_a_file_exchanged_for_another_is_found(tmp_path: Path) -> None:
    one, other = seal(tmp_path, b"one", "one"), seal(tmp_path, b"other", "other")
    other.replace(one)
    with pytest.raises(SealBrokenError):
        read(one)


def test_the_same_bytes_are_never_sealed_alike(tmp_path: Path) -> None:
    assert seal(tmp_path, TEXT).read_bytes() != seal(tmp_path, TEXT).read_bytes()


def test_a_missing_and_a_wrong_key_name_the_setting(tmp_path: Path) -> None:
    path = seal(tmp_path, TEXT)
    for by, problem in ((PLAIN, "der er ingen nøgle"), (OTHER, "en anden nøgle")):
        with pytest.raises(SealKeyError, match=f"{problem}; sæt SOSU_ARCHIVE_KEY_FILE"):
            read(path, by)


def test_a_key_is_not_shown() -> None:
    assert "arkivnoegle" not in repr(SEAL) + repr(SEAL.source(Path("fil.aes")))


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    landed = tmp_path / "stor.csv"
    landed.write_bytes(TEXT * (24 << 12))  # 256 bytes x 24 x 4096 = 24 MiB
    store = Store(tmp_path / "arkiv", SEAL)
    tracemalloc.start()
    try:
        stored = store.take(landed, "stor.csv")
        assert store.verify(stored.sha256)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert stored.bytes == 24 << 20
    assert peak < 8 << 20


def receive(root: Path, by: Seal, landed: Path) -> Receipt:
    arrival = Arrival(
        skole="sosu_nord",
        contract=catalog().contracts["fvu"],
        aftryk="f" * 64,
        dag=date(2027, 10, 1),
        set_tid=datetime(2027, 10, 1, 0, 0, tzinfo=UTC),
    )
    return Archive(root, by).receive(FoundDelivery("sosu_nord", "fvu", (landed,), None), arrival)


def land(folder: Path, number: int) -> Path:
    """Write a file about a person, whose number stands in its name too."""
    path = folder / f"{cpr(number)}.csv"
    path.write_text(delivery("fvu", {"person": cpr(number)}), encoding="utf-8")
    return path


def archived(root: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file())


def test_no_number_lies_plain_in_a_sealed_archive(tmp_path: Path) -> None:
    root, landed = tmp_path / "arkiv", land(tmp_path, 500)
    receive(root, SEAL, landed)
    receive(tmp_path / "aabent", PLAIN, landed)
    assert cpr(500).encode() in archived(tmp_path / "aabent")
    assert cpr(500).encode() not in archived(root)


def test_a_sealed_archive_knows_what_it_has_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, landed = tmp_path / "arkiv", land(tmp_path, 500)
    receive(root, SEAL, landed)
    monkeypatch.setattr(Store, "_copy", lambda *_: pytest.fail("the file was read"))
    assert receive(root, SEAL, landed) == Receipt(None, ())


def test_an_archive_that_got_its_key_later_is_read_whole(tmp_path: Path) -> None:
    root, files = tmp_path / "arkiv", [land(tmp_path, number) for number in (500, 501)]
    for by, landed in zip((PLAIN, SEAL), files, strict=True):
        receive(root, by, landed)
    archive = Archive(root, SEAL)
    kept = [file.sha256 for entry in archive.entries() for file in entry.filer]
    assert [archive.path(sha256).suffix for sha256 in kept] == ["", ".aes"]
    assert all(archive.verify(sha256) for sha256 in kept)
    for sha256, landed in zip(kept, files, strict=True):
        with archive.source(sha256).open("rb") as file:
            assert file.read() == landed.read_bytes()


@pytest.mark.parametrize("by", [PLAIN, OTHER], ids=["missing", "wrong"])
def test_without_its_key_an_archive_takes_nothing_in(tmp_path: Path, by: Seal) -> None:
    root = tmp_path / "arkiv"
    receive(root, SEAL, land(tmp_path, 500))
    before = archived(root)
    with pytest.raises(UserError, match="sæt SOSU_ARCHIVE_KEY_FILE"):
        receive(root, by, land(tmp_path, 501))
    assert archived(root) == before


def test_a_sealed_file_that_was_damaged_is_not_verified(tmp_path: Path) -> None:
    root = tmp_path / "arkiv"
    entry = receive(root, SEAL, land(tmp_path, 500)).ny
    assert entry is not None
    archive, sha256 = Archive(root, SEAL), entry.filer[0].sha256
    archive.path(sha256).write_bytes(archive.path(sha256).read_bytes()[:-1])
    assert not archive.verify(sha256)
