"""Names: what a Danish reader sees in the field list, and ids that are the same every time."""

import uuid
from typing import Final

HOUSE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "sosu-pipeline/powerbi")
SHORT_ID: Final = 20

_LETTERS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
_READABLE = {
    "skole": "Skole-id",
    "skole_navn": "Skole",
    "fokusomraade": "Fokusområde-id",
    "fokusomraade_titel": "Fokusområde",
    "indsats": "Indsats nr.",
    "indsats_titel": "Indsats",
    "indsats_nr_titel": "Indsats med nr.",
    "maal": "Mål-id",
    "maal_titel": "Mål",
    "maal_id_titel": "Mål med id",
    "maal_noegle": "Målnøgle",
    "uddannelse": "Uddannelseskode",
    "uddannelse_titel": "Uddannelse",
    "uddannelsesdel": "Uddannelsesdelskode",
    "uddannelsesdel_titel": "Uddannelsesdel",
    "afdeling": "Afdelingens nr.",
    "afdeling_navn": "Afdeling",
    "kommune": "Kommunekode",
    "kommune_navn": "Kommune",
    "kpi": "Nøgletals-id",
    "kpi_titel": "Nøgletal",
    "kpi_noegle": "Nøgletalsnøgle",
    "kilde": "Kilde-id",
    "kilde_titel": "Kilde",
    "status": "Statuskode",
    "status_tekst": "Status",
    "status_symbol": "Statussymbol",
    "status_farve": "Statusfarve",
    "kvartal_navn": "Kvartal",
    "maaned_navn": "Måned",
    "maaned_start": "Månedens første dag",
    "aar_maaned": "Måned og år",
    "iso_aar": "Ugens år",
    "iso_uge": "Uge",
    "iso_uge_nr": "Ugens nr.",
    "ugedag_navn": "Ugedag",
    "er_sidste_dag_i_maaned": "Månedens sidste dag",
    "data_pr": "Data pr.",
    "pr_dato": "Pr. dato",
    "publicering_id": "Publicerings-id",
    "skjult_aarsag": "Skjult fordi",
    "samme_dag_basis": "Basis samme dag",
    "mangler_pr_maaned": "Mangler pr. måned",
    "rettelse_grund": "Rettelsens grund",
    "alder_dage": "Alder i dage",
    "karantaene_andel": "Andel i karantæne",
    "seneste_afvist_grund": "Grund til seneste afvisning",
    "kode_version": "Kodens version",
    "i_filen": "Linjer i filen",
}


def readable(navn: str) -> str:
    """Return a technical name as Danish words: ``maaneder_tilbage`` is ``Måneder tilbage``."""
    if navn in _READABLE:
        return _READABLE[navn]
    words = navn.replace("_", " ")
    for written, letter in _LETTERS:
        words = words.replace(written, letter)
    words = words.removesuffix(" nr") + " nr." if words.endswith(" nr") else words
    return words[0].upper() + words[1:]


def stable_id(*names: str) -> str:
    """Return the id of a thing by its names; the same names give the same id everywhere."""
    return str(uuid.uuid5(HOUSE, "/".join(names)))


def short_id(*names: str) -> str:
    """Return the id of a page, a visual or a filter, which Power BI writes in 20 digits."""
    return uuid.uuid5(HOUSE, "/".join(names)).hex[:SHORT_ID]
