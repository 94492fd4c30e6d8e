"""Every file is kept unchanged, counts once, and comes back with the day it arrived."""

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sosu_pipeline.deliveries import store
from sosu_pipeline.deliveries.archive import Archive, Arrival, Receipt
from sosu_pipeline.deliveries.landing import FoundDelivery
from sosu_pipeline.deliveries.sealing import Seal
from sosu_pipeline.deliveries.store import FileStillChangingError
from tests.factories import catalog

FVU = "CPR;trin;hold;startdato;i_forbindelse_med_amu\n710190-1234;Start;{};01-02-2027;J\n"
UPSERT, SNAPSHOT = "fvu", "uddannelsesforhold"
PLAIN = Seal(None)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "arkiv", PLAIN)


def found(folder: Path, kilde: str, *, declared: date | None = None, **files: str) -> FoundDelivery:
    where = folder / kilde / (declared.isoformat() if declared else "")
    where.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, hold in files.items():
        path = where / f"{name}.csv"
        path.write_text(FVU.format(hold), encoding="utf-8")
        paths.append(path)
    return FoundDelivery("sosu_nord", kilde, tuple(paths), declared)


def receive(archive: Archive, delivery: FoundDelivery, dag: date = date(2027, 10, 1)) -> Receipt:
    arrival = Arrival(
        skole="sosu_nord",
        contract=catalog().contracts[delivery.kilde],
        aftryk="f" * 64,
        dag=dag,
        set_tid=datetime(2027, 10, 1, 0, 0, tzinfo=UTC),
    )
    return archive.receive(delivery, arrival)


def ids(archive: Archive) -> list[str]:
    return [entry.levering for entry in archive.entries()]


def test_a_file_lies_unchanged_under_its_sha256(archive: Archive, tmp_path: Path) -> None:
    delivery = found(tmp_path, UPSERT, a="h-1")
    entry = receive(archive, delivery).ny
    assert entry is not None
    [file] = entry.filer
    content = delivery.files[0].read_bytes()
    assert file.sha256 == hashlib.sha256(content).hexdigest()
    assert archive.path(file.sha256).read_bytes() == content
    assert (file.sti, file.bytes) == ("sosu_nord/fvu/a.csv", len(content))
    assert file.dialekt is not None
    assert file.dialekt["delimiter"] == ";"


def test_a_delivery_has_a_readable_id_and_its_day(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    receive(archive, found(tmp_path, UPSERT, declared=date(2026, 9, 1), a="h-2", b="h-3"))
    assert ids(archive) == ["fvu-2027-10-01-0001", "fvu-2026-09-01-0002"]
    assert [entry.er_erklaeret for entry in archive.entries()] == [False, True]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_the_archive_is_closed_to_others(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    modes = {
        path.stat().st_mode & 0o777 for path in (tmp_path / "arkiv").rglob("*") if path.is_dir()
    }
    [entry] = archive.entries()
    assert (tmp_path / "arkiv").stat().st_mode & 0o777 == 0o700
    assert modes == {0o700}
    assert archive.path(entry.filer[0].sha256).stat().st_mode & 0o777 == 0o600


def test_a_new_archive_object_reads_the_same_ledger(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    receive(archive, found(tmp_path, SNAPSHOT, a="h-2"))
    assert Archive(tmp_path / "arkiv", PLAIN).entries() == archive.entries()


def test_a_file_that_lies_there_still_is_not_read_again(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = found(tmp_path, UPSERT, a="h-1")
    receive(archive, delivery)
    monkeypatch.setattr(store, "_copy_hashing", lambda *_: pytest.fail("the file was read"))
    assert receive(Archive(tmp_path / "arkiv", PLAIN), delivery) == Receipt(None, ())


def test_without_its_memory_the_archive_comes_to_the_same(archive: Archive, tmp_path: Path) -> None:
    delivery = found(tmp_path, UPSERT, a="h-1")
    receive(archive, delivery)
    (tmp_path / "arkiv" / "set.jsonl").unlink()
    assert receive(Archive(tmp_path / "arkiv", PLAIN), delivery) == Receipt(None, ())


def test_the_same_bytes_in_a_new_place_count_once(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    assert receive(archive, found(tmp_path, UPSERT, b="h-1")).genkendt == ("sosu_nord/fvu/b.csv",)
    assert receive(archive, found(tmp_path, UPSERT, b="h-1")) == Receipt(None, ())
    assert ids(archive) == ["fvu-2027-10-01-0001"]


def test_only_the_new_files_of_a_folder_count(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    again = receive(archive, found(tmp_path, UPSERT, declared=date(2027, 9, 1), b="h-1", c="h-2"))
    assert again.ny is not None
    assert [file.sti for file in again.ny.filer] == ["sosu_nord/fvu/2027-09-01/c.csv"]
    assert again.genkendt == ("sosu_nord/fvu/2027-09-01/b.csv",)


def test_a_snapshot_with_a_new_file_comes_whole(archive: Archive, tmp_path: Path) -> None:
    day = date(2027, 9, 1)
    receive(archive, found(tmp_path, SNAPSHOT, declared=day, a="h-1"))
    entry = receive(archive, found(tmp_path, SNAPSHOT, declared=day, a="h-1", b="h-2")).ny
    assert entry is not None
    assert [Path(file.sti).name for file in entry.filer] == ["a.csv", "b.csv"]


def test_a_snapshot_that_returns_after_another_is_new(archive: Archive, tmp_path: Path) -> None:
    receive(archive, found(tmp_path, SNAPSHOT, a="h-1"))
    assert receive(archive, found(tmp_path, SNAPSHOT, b="h-1")).ny is None
    receive(archive, found(tmp_path, SNAPSHOT, c="h-2"))
    assert receive(archive, found(tmp_path, SNAPSHOT, b="h-1")).ny is None  # it lay there before
    returned = receive(archive, found(tmp_path, SNAPSHOT, d="h-1")).ny
    assert returned is not None
    assert len(archive.entries()) == 3


def test_a_file_overwritten_in_its_place_is_a_new_delivery(
    archive: Archive, tmp_path: Path
) -> None:
    receive(archive, found(tmp_path, UPSERT, a="h-1"))
    assert receive(archive, found(tmp_path, UPSERT, a="h-22")).ny is not None


def test_the_same_bytes_twice_in_a_folder_are_one_file(archive: Archive, tmp_path: Path) -> None:
    entry = receive(archive, found(tmp_path, UPSERT, a="h-1", b="h-1")).ny
    assert entry is not None
    assert [file.sti for file in entry.filer] == ["sosu_nord/fvu/a.csv"]


def test_a_file_that_cannot_be_sniffed_is_archived_all_the_same(
    archive: Archive, tmp_path: Path
) -> None:
    delivery = found(tmp_path, UPSERT, a="h-1")
    delivery.files[0].write_bytes(b"%PDF-1.7")
    entry = receive(archive, delivery).ny
    assert entry is not None
    assert entry.filer[0].dialekt is None


def test_archived_bytes_are_verified(archive: Archive, tmp_path: Path) -> None:
    entry = receive(archive, found(tmp_path, UPSERT, a="h-1")).ny
    assert entry is not None
    sha256 = entry.filer[0].sha256
    assert archive.verify(sha256)
    archive.path(sha256).write_bytes(b"changed")
    assert not archive.verify(sha256)
    assert not archive.verify("0" * 64)


def test_a_file_that_grows_while_it_is_archived_is_left_for_the_next_run(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = found(tmp_path, UPSERT, a="h-1")
    monkeypatch.setattr(store, "is_unchanged", lambda *_: False)
    with pytest.raises(FileStillChangingError, match="venter til næste kørsel"):
        receive(archive, delivery)
    assert archive.entries() == ()
