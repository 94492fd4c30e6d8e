"""The landing folder: which deliveries are ready, which files wait, and what is wrong there."""

import re
import time
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path, PurePosixPath

from sosu_pipeline.declarations.catalog import Catalog
from sosu_pipeline.deliveries.settling import Settled, Settling, Waiting, settle

INVENTED_LIST = "syntetisk.json"
"""The file in an invented school's folder that lists what was drawn."""

INVENTED_FILES = frozenset({INVENTED_LIST, "sandhed.json"})

_SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".gitkeep", ".gitignore"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class LandingRule(StrEnum):
    """What can be wrong in the landing folder."""

    UKENDT_SKOLE = "ukendt_skole"
    UKENDT_KILDE = "ukendt_kilde"
    UAFTALT_KILDE = "uaftalt_kilde"
    UKENDT_MAPPE = "ukendt_mappe"
    UDEN_FOR_KILDE = "uden_for_kilde"
    HENVISNING = "henvisning"
    IKKE_EN_FIL = "ikke_en_fil"


@dataclass(frozen=True)
class FoundDelivery:
    """Files that arrived together: one loose file, or all files of a folder that names a day."""

    skole_folder: str
    kilde: str
    files: tuple[Path, ...]
    declared: date | None

    def place(self, file: Path) -> str:
        """Return a file's place below the landing folder, with forward slashes."""
        day = (self.declared.isoformat(),) if self.declared else ()
        return str(PurePosixPath(self.skole_folder, self.kilde, *day, file.name))


@dataclass(frozen=True)
class LandingProblem:
    """Something in the landing folder that cannot be taken, and what to do about it."""

    path: Path
    tekst: str
    middel: str
    regel: LandingRule


@dataclass(frozen=True)
class Landing:
    """What lies in the landing folder: deliveries in the order they are taken, and the rest."""

    found: tuple[FoundDelivery, ...]
    problems: tuple[LandingProblem, ...]
    waiting: tuple[Waiting, ...]


def scan_landing(
    root: Path,
    catalog: Catalog,
    *,
    settling: Settling,
    mask: Callable[[str], str],
    pause: Callable[[float], None] = time.sleep,
) -> Landing:
    """Return what lies in ``root/<skole>/<kilde>/``; ``mask`` keeps persons out of the sentences.

    Deliveries come by declared day with loose files last, then by time of change, then by name.
    Links are never followed, wherever they lead, and a delivery waits for all of its files.
    """
    walk = _Walk(root, catalog, mask)
    candidates = list(walk.deliveries())
    files = (file for delivery in candidates for file in delivery.files)
    settled = settle(files, settling, pause=pause)
    ready = [each for each in candidates if all(file in settled.times for file in each.files)]
    return Landing(
        found=tuple(sorted(ready, key=lambda delivery: _order(delivery, settled))),
        problems=tuple(walk.problems),
        waiting=tuple(settled.waiting),
    )


def _order(delivery: FoundDelivery, settled: Settled) -> tuple[date, int, list[str]]:
    changed = max(settled.times[file] for file in delivery.files)
    places = [delivery.place(file) for file in delivery.files]
    return delivery.declared or date.max, changed, places


class _Walk:
    """One walk through the landing folder, gathering problems on its way."""

    def __init__(self, root: Path, catalog: Catalog, mask: Callable[[str], str]) -> None:
        self._root, self._catalog, self._mask = root, catalog, mask
        self.problems: list[LandingProblem] = []

    def deliveries(self) -> Iterator[FoundDelivery]:
        for folder in self._folders(self._root):
            school = self._catalog.school_for_folder(folder.name)
            if school is None:
                declared = f"data/skoler/{folder.name}.yaml"
                remedy = f"opret {declared}, eller tilføj mappen under mapper hos en skole"
                self._tell(LandingRule.UKENDT_SKOLE, folder, "ingen skole har mappen", remedy)
                continue
            for feed in self._folders(folder):
                if self._is_agreed(feed, school.skole, school.kilder):
                    yield from self._feed(feed)

    def _is_agreed(self, feed: Path, skole: str, agreed: Container[str]) -> bool:
        if feed.name not in self._catalog.contracts:
            near = get_close_matches(feed.name, self._catalog.contracts, 1)
            rename = f"omdøb mappen til {near[0]}" if near else "ret mappens navn"
            problem = f"kilden har ingen kontrakt (data/kilder/{feed.name}.yaml)"
            self._tell(LandingRule.UKENDT_KILDE, feed, problem, f"{rename}, eller opret kontrakten")
        elif feed.name not in agreed:
            problem = f"skolen leverer ikke kilden (data/skoler/{skole}.yaml)"
            self._tell(LandingRule.UAFTALT_KILDE, feed, problem, "tilføj den under kilder")
        else:
            return True
        return False

    def _feed(self, feed: Path) -> Iterator[FoundDelivery]:
        skole_folder, kilde = feed.parent.name, feed.name
        for path in self._entries(feed):
            if not path.is_dir():
                yield FoundDelivery(skole_folder, kilde, (path,), None)
            elif (day := _as_day(path.name)) is None:
                remedy = "giv den navn efter ankomstdagen (ÅÅÅÅ-MM-DD), eller flyt filerne op"
                self._tell(LandingRule.UKENDT_MAPPE, path, "mappens navn er ingen dag", remedy)
            elif files := tuple(self._files(path)):
                yield FoundDelivery(skole_folder, kilde, files, day)

    def _files(self, folder: Path) -> Iterator[Path]:
        for path in self._entries(folder):
            if path.is_dir():
                problem, remedy = "en mappe i en dags mappe bliver ikke læst", "flyt filerne op"
                self._tell(LandingRule.UKENDT_MAPPE, path, problem, remedy)
            else:
                yield path

    def _folders(self, folder: Path) -> Iterator[Path]:
        for path in self._entries(folder):
            if path.is_dir():
                yield path
            elif path.name not in INVENTED_FILES:
                remedy = "læg den i landing/<skole>/<kilde>/"
                self._tell(
                    LandingRule.UDEN_FOR_KILDE, path, "filen ligger uden for en kilde", remedy
                )

    def _entries(self, folder: Path) -> Iterator[Path]:
        """Yield a folder's files and folders by name, without links and what systems leave."""
        for path in sorted(folder.iterdir()):
            if path.name.lower() in _SYSTEM_FILES or (path.is_dir() and path.name.startswith(".")):
                continue
            if path.is_symlink() or not path.resolve().is_relative_to(self._root.resolve()):
                problem, remedy = "en henvisning (link) bliver ikke fulgt", "læg selve filerne her"
                self._tell(LandingRule.HENVISNING, path, problem, remedy)
            elif not (path.is_file() or path.is_dir()):
                problem, remedy = "hverken en fil eller en mappe", "fjern den"
                self._tell(LandingRule.IKKE_EN_FIL, path, problem, remedy)
            else:
                yield path

    def _tell(self, regel: LandingRule, path: Path, problem: str, remedy: str) -> None:
        place = path.relative_to(self._root.parent).as_posix()
        tekst, middel = self._mask(f"{place}: {problem}"), self._mask(remedy)
        self.problems.append(LandingProblem(path, tekst, middel, regel))


def _as_day(name: str) -> date | None:
    try:
        return date.fromisoformat(name) if _DAY.fullmatch(name) else None
    except ValueError:
        return None
