"""The catalogue: every contract, school and code list of ``data/``, held against one another."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path

from pydantic import ValidationError

from sosu_pipeline.declarations.codes import CodeList, read_code_list
from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.declarations.model import DeclarationError
from sosu_pipeline.declarations.plan import Plan, Sektordokument
from sosu_pipeline.declarations.plan_files import load_plans, load_sector_documents
from sosu_pipeline.declarations.reading import (
    check_name,
    error_at,
    misfit,
    not_among,
    read_declaration,
)
from sosu_pipeline.declarations.school import Feed, School

__all__ = ["Catalog", "CodeList", "load_catalog"]

CONTRACTS_FOLDER, SCHOOLS_FOLDER, CODES_FOLDER = "kilder", "skoler", "koder"


@dataclass(frozen=True)
class Catalog:
    """What is declared, by name: contracts by feed, schools by id, code lists by file name.

    ``sector`` are the other documents, whose goals apply to every school.
    """

    contracts: Mapping[str, Contract]
    schools: Mapping[str, School]
    codes: Mapping[str, CodeList]
    plans: tuple[Plan, ...]
    sector: tuple[Sektordokument, ...]

    def plans_for(self, school: School) -> tuple[Plan, ...]:
        """Return the plans that a school follows: its own and those of ``planer_som``."""
        return tuple(p for p in self.plans if p.skole in {school.skole, school.planer_som})

    def school_for_folder(self, folder: str) -> School | None:
        """Return the school whose id or folder pattern the landing folder answers to."""
        if folder in self.schools:
            return self.schools[folder]
        schools = self.schools.values()
        return next((s for s in schools if any(fnmatchcase(folder, m) for m in s.mapper)), None)

    def contract_for(self, kilde: str, school: School) -> Contract:
        """Return the feed's contract with the school's own header aliases in it.

        ``KeyError`` when the feed has no contract or the school does not deliver it.
        """
        return _with_aliases(self.contracts[kilde], school.kilder[kilde])

    def values_of(self, column: Column) -> tuple[str, ...]:
        """Return the values a column may hold; none when anything goes."""
        return self.codes[column.kodeliste].codes if column.kodeliste else column.vaerdier

    def fingerprint(self, contract: Contract) -> str:
        """Return the sha256 of the contract and of the code lists it uses."""
        digest = hashlib.sha256(contract.model_dump_json().encode())
        for name in sorted({column.kodeliste for column in contract.kolonner if column.kodeliste}):
            digest.update(repr(self.codes[name]).encode())
        return digest.hexdigest()


def load_catalog(root: Path) -> Catalog:
    """Read ``data/``: ``kilder``, ``skoler`` and ``koder``, and where there are any the goals.

    Raises:
        DeclarationError: a file is wrong by itself or names something the others do not declare.
    """
    codes = {path.stem: read_code_list(path) for path in _files(root, CODES_FOLDER, "csv")}
    contracts: dict[str, Contract] = {}
    for path in _files(root, CONTRACTS_FOLDER, "yaml"):
        contract = read_declaration(path, Contract)
        check_name(path, "kilde", contract.kilde)
        contracts[contract.kilde] = _with_codes(path, contract, codes)
    schools: dict[str, School] = {}
    for path in _files(root, SCHOOLS_FOLDER, "yaml"):
        school = read_declaration(path, School)
        check_name(path, "skole", school.skole)
        _check_feeds(path, school, contracts)
        _check_folders(path, school, schools)
        schools[school.skole] = school
    _check_followed(root, schools)
    return Catalog(
        contracts=contracts,
        schools=schools,
        codes=codes,
        plans=load_plans(root, schools, codes),
        sector=load_sector_documents(root),
    )


def _files(root: Path, folder: str, extension: str) -> list[Path]:
    paths = sorted((root / folder).glob(f"*.{extension}"))
    if not paths:
        problem = f"mappen har ingen .{extension}-filer"
        raise DeclarationError(root / folder, 1, problem, "ret SOSU_DATA, eller hent mappen igen")
    return paths


def _with_codes(path: Path, contract: Contract, codes: Mapping[str, CodeList]) -> Contract:
    """Return the contract with its code lists' other spellings among the columns' synonyms."""
    vocabularies = {name: each for name, each in codes.items() if each.is_vocabulary}
    changes = {}
    for number, column in enumerate(contract.kolonner):
        place, values = ("kolonner", number), column.vaerdier
        if column.kodeliste:
            if column.kodeliste not in vocabularies:
                problem = f"kodelisten {column.kodeliste} findes ikke i data/{CODES_FOLDER}"
                raise not_among(path, (*place, "kodeliste"), problem, vocabularies)
            code_list = vocabularies[column.kodeliste]
            changes[column.navn] = {"synonymer": {**code_list.spellings, **column.synonymer}}
            values = code_list.codes
        for spelling, value in column.synonymer.items():
            if value and values and value not in values:
                problem = f"'{spelling}' er synonym for {value}, som {column.navn} ikke kan være"
                raise not_among(path, (*place, "synonymer"), problem, values)
    return contract.with_columns(changes)


def _check_feeds(path: Path, school: School, contracts: Mapping[str, Contract]) -> None:
    for kilde, feed in school.kilder.items():
        if kilde not in contracts:
            problem = f"kilden {kilde} har ingen kontrakt"
            raise not_among(path, ("kilder", kilde), problem, contracts)
        place = ("kilder", kilde, "aliaser")
        names = [column.navn for column in contracts[kilde].kolonner]
        for navn in feed.aliaser:
            if navn not in names:
                problem = f"kontrakten {kilde} har ingen kolonne {navn}"
                raise not_among(path, (*place, navn), problem, names)
        try:
            _with_aliases(contracts[kilde], feed)
        except ValidationError as error:
            raise misfit(path, error, place=place) from error


def _with_aliases(contract: Contract, feed: Feed) -> Contract:
    return contract.with_columns(
        {
            navn: {"aliaser": (*contract.column(navn).aliaser, *aliases)}
            for navn, aliases in feed.aliaser.items()
        }
    )


def _check_followed(root: Path, schools: Mapping[str, School]) -> None:
    for school in schools.values():
        if school.planer_som and school.planer_som not in schools:
            path = root / SCHOOLS_FOLDER / f"{school.skole}.yaml"
            problem = f"skolen {school.planer_som} er ikke erklæret"
            raise not_among(path, ("planer_som",), problem, schools)


def _check_folders(path: Path, school: School, others: Mapping[str, School]) -> None:
    theirs = [(name, other) for other in others.values() for name in _folder_names(other)]
    for own, (name, other) in product(_folder_names(school), theirs):
        if _may_share_a_folder(own, name):
            problem = f"mappen {own} kan også være {name}, som hører til {other.skole}"
            remedy = "giv dem hver sin begyndelse"
            raise error_at(path, ("mapper",), problem=problem, remedy=remedy)


def _folder_names(school: School) -> tuple[str, ...]:
    return (school.skole, *school.mapper)


def _may_share_a_folder(one: str, other: str) -> bool:
    """Tell whether a folder could answer to both: exact for names, cautious for two patterns."""
    heads = [re.split(r"[*?\[]", pattern)[0] for pattern in (one, other)]
    if one in heads or other in heads:
        return fnmatchcase(one, other) or fnmatchcase(other, one)
    return heads[0].startswith(heads[1]) or heads[1].startswith(heads[0])
