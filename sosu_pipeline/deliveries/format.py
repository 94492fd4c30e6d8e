"""What a file is by its bytes, held against what its name says."""

import zipfile
from pathlib import PurePath

from sosu_pipeline.deliveries.dialect import FileFormat
from sosu_pipeline.deliveries.refusal import FileRule, Subject
from sosu_pipeline.deliveries.sealing import Source

TEXT_SUFFIXES = frozenset({"", ".csv", ".txt", ".tsv", ".tab", ".dat"})
XLSX_SUFFIXES = frozenset({".xlsx", ".xlsm"})

_HEAD_BYTES = 4096
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "en PDF",
    b"\x89PNG": "et billede",
    b"\xff\xd8\xff": "et billede",
    b"\x1f\x8b": "en pakket fil (gzip)",
    b"7z\xbc\xaf": "en pakket fil (7z)",
    b"Rar!": "en pakket fil (rar)",
    b"PAR1": "en Parquet-fil",
    b"{\\rtf": "et RTF-dokument",
    b"<": "HTML eller XML",
}
_AS_EXPORTED = "aflever den, som kildesystemet skrev den, eller gem den som .csv eller .xlsx"


def detect_format(source: Source, subject: Subject) -> FileFormat:
    """Return the format of a file, whose name is the subject's.

    Raises:
        DeliveryRefused: the file is empty, is something else than its name says or than is read,
            has a password, or is an XLSX that was cut short.
    """
    with source.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    suffix = PurePath(subject.fil).suffix.lower()
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        problem, remedy = "filen er tom", "slet den, eller bed om en ny udskrift"
        raise subject.refuse(FileRule.TOM_FIL, problem, remedy)
    if head.startswith(_OLE):
        _refuse_ole(source, subject)
    if head.startswith(_ZIP):
        _check_workbook(source, subject, suffix)
        return FileFormat.XLSX
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if other := next((name for magic, name in _OTHERS.items() if start.startswith(magic)), None):
        raise subject.refuse(FileRule.FORKERT_FORMAT, f"filen er {other}", _AS_EXPORTED)
    if suffix not in TEXT_SUFFIXES:
        problem = f"filen er tekst, men hedder {suffix}"
        raise subject.refuse(FileRule.FORKERT_FORMAT, problem, "omdøb den til .csv")
    return FileFormat.TEKST


def _refuse_ole(source: Source, subject: Subject) -> None:
    with source.open("rb") as file:
        is_encrypted = _ENCRYPTED in file.read()
    if is_encrypted:
        problem, remedy = "projektmappen har en adgangskode", "gem den uden adgangskode"
        raise subject.refuse(FileRule.ADGANGSKODE, problem, remedy)
    problem, remedy = "filen er i det gamle Office-format", "gem den som .xlsx eller .csv"
    raise subject.refuse(FileRule.FORKERT_FORMAT, problem, remedy)


def _check_workbook(source: Source, subject: Subject, suffix: str) -> None:
    try:
        with source.open("rb") as file, zipfile.ZipFile(file) as archive:
            is_workbook = any(name.startswith("xl/") for name in archive.namelist())
    except zipfile.BadZipFile as error:
        if suffix not in XLSX_SUFFIXES:
            problem = "filen er en pakket fil (zip), der er afkortet"
            raise subject.refuse(FileRule.FORKERT_FORMAT, problem, _AS_EXPORTED) from error
        problem, remedy = "projektmappen er afkortet eller ødelagt", "kopiér den igen, helt færdig"
        raise subject.refuse(FileRule.AFKORTET_XLSX, problem, remedy) from error
    if not is_workbook:
        problem = "filen er en pakket fil (zip), ikke en projektmappe"
        raise subject.refuse(FileRule.FORKERT_FORMAT, problem, _AS_EXPORTED)
    if suffix not in XLSX_SUFFIXES:
        problem = f"filen er en Excel-projektmappe, men hedder {suffix or 'noget uden endelse'}"
        raise subject.refuse(FileRule.FORKERT_FORMAT, problem, "omdøb den til .xlsx")
