"""A reader in a loop during many publications sees no error and no mixed version."""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb

from sosu_pipeline.publishing.folder import move_pointer, remove_old_publications
from sosu_pipeline.publishing.publication import PublicationFacts
from tests.publishing import write

PUBLICATIONS = 60
KEEP = 3
GRACE = timedelta(seconds=2)
PAUSE_SECONDS = 0.05
TABLES = ("fakt_maaling", "fakt_maaling_aar", "mart_datakvalitet")

READER = """
import json, sys
from pathlib import Path
import duckdb
from sosu_pipeline.publishing.folder import read_current

def versions_in(path):
    query = "select distinct publicering from read_parquet(?)"
    return [version for version, in duckdb.execute(query, [str(path)]).fetchall()]

root, stop = Path(sys.argv[1]), Path(sys.argv[2])
rounds, versions = 0, []
while not stop.exists():
    current = read_current(root)
    seen = {
        version
        for path in current.paths(root).values()
        for version in versions_in(path)
    }
    assert len(seen) == 1, seen
    versions += seen - set(versions)
    rounds += 1
    print("læser", flush=True) if rounds == 1 else None
print(json.dumps({"rounds": rounds, "versions": versions}))
"""


def publish(connection: duckdb.DuckDBPyConnection, root: Path, number: int) -> Path:
    """Publish one version, its number in every row of every table; return its folder."""
    select = f"select {number} as publicering, i as raekke from range(2000) as r(i)"
    facts = PublicationFacts(
        pr_dato=date(2027, 10, 15),
        publiceret=datetime.now(UTC),
        datadatoer={},
        kode_version="1",
        koersel=str(number),
    )
    publication = write(connection, root, tables=dict.fromkeys(TABLES, select), facts=facts)
    move_pointer(root, publication)
    remove_old_publications(root, keep=KEEP, grace=GRACE)
    return root / publication.sti


def test_a_reader_sees_no_error_and_no_mixed_version_during_many_publications(
    tmp_path: Path,
) -> None:
    connection, stop = duckdb.connect(), tmp_path / "stop"
    first = publish(connection, tmp_path, 0)
    with subprocess.Popen(
        [sys.executable, "-c", READER, str(tmp_path), str(stop)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as reader:
        assert reader.stdout
        assert reader.stdout.readline() == "læser\n", reader.stderr and reader.stderr.read()
        for number in range(1, PUBLICATIONS):
            publish(connection, tmp_path, number)
            time.sleep(PAUSE_SECONDS)
        stop.touch()
        output, errors = reader.communicate(timeout=60)

    assert reader.returncode == 0, errors
    seen = json.loads(output)
    assert seen["rounds"] >= PUBLICATIONS
    assert len(seen["versions"]) >= PUBLICATIONS // 4
    assert seen["versions"] == sorted(seen["versions"])
    assert not first.exists()
