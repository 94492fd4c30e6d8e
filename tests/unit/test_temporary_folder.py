"""A folder below the home that lasts as long as what it is for."""

import os
import stat
from pathlib import Path

from sosu_pipeline.settings import temporary_folder


def test_a_temporary_folder_is_closed_and_goes_with_what_a_killed_process_left(
    tmp_path: Path,
) -> None:
    left, begun, other = (tmp_path / name for name in (".lager-1", ".lager-2", ".andet-1"))
    for folder in (left, begun, other):
        folder.mkdir()
    for folder in (left, other):
        os.utime(folder, (0, 0))

    with temporary_folder(tmp_path, ".lager-") as own:
        (own / "linjer").touch()
        assert own.parent == tmp_path
        assert stat.S_IMODE(own.stat().st_mode) == 0o700

    assert set(tmp_path.iterdir()) == {begun, other}
