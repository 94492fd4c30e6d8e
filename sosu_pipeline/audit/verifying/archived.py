"""Every archived file against its name and its arrival, and the arrivals against their order."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sosu_pipeline.audit.verifying.problem import Problem
from sosu_pipeline.deliveries.archive import Archive
from sosu_pipeline.deliveries.sealing import SUFFIX, SealBrokenError

RESTORE = "hent den fra en sikkerhedskopi af arkivet"


def archive_problems(
    root: Path, archive: Archive, tell: Callable[[int, int], None]
) -> Iterator[Problem]:
    """Yield every archived file that is missing, changed or told of by no arrival.

    Args:
        root: the archive's folder.
        archive: the archive, opened with its key.
        tell: told how many files have been read, of how many.

    Raises:
        SealKeyError: the archive is sealed with another key than the one that is set.
    """
    try:
        recorded = archive.recorded()
    except SealBrokenError as error:
        yield Problem("arkivets leveringer", str(error), RESTORE)
        return
    except (ValueError, KeyError, TypeError):
        yield Problem("arkivets leveringer", "en levering kan ikke læses", RESTORE)
        return
    yield from _gaps([entry.raekkefoelge for entry in recorded])
    files = {file.sha256: file for entry in recorded for file in entry.filer}
    for number, (sha256, file) in enumerate(sorted(files.items()), start=1):
        place = f"arkivfilen {sha256} ({file.sti})"
        path = archive.path(sha256)
        if not path.is_file():
            yield Problem(place, "mangler", RESTORE)
        elif not archive.verify(sha256):
            yield Problem(place, "er ændret: dens bytes er ikke dem, der blev leveret", RESTORE)
        tell(number, len(files))
    yield from _unknown(root, set(files))


def _gaps(numbers: list[int]) -> Iterator[Problem]:
    """Yield the arrivals that are missing in the order they were seen."""
    missing = set(range(1, max(numbers, default=0) + 1)) - set(numbers)
    for number in sorted(missing):
        yield Problem("arkivets leveringer", f"levering nummer {number} mangler", RESTORE)
    for number in sorted({each for each in numbers if numbers.count(each) > 1}):
        text = f"to leveringer har nummer {number}"
        yield Problem("arkivets leveringer", text, RESTORE)


def _unknown(root: Path, known: set[str]) -> Iterator[Problem]:
    for path in sorted((root / "filer").rglob("[!.]*")):
        if path.is_file() and path.name.removesuffix(SUFFIX) not in known:
            text = "ingen levering kender den; den kan være fra en afbrudt kørsel eller lagt ind"
            yield Problem(f"arkivfilen {path.name}", text, "find ud af, hvor den kommer fra")
