"""Faults that somebody could make in the project's text, each with the check that shall find it."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sosu_pipeline.publishing.powerbi.checking.findings import Check

MODEL = "SOSU_Nord_Parquet.SemanticModel"
REPORT = "SOSU_Nord_Parquet.Report"
TABLES = f"{MODEL}/definition/tables"
PAGES = f"{REPORT}/definition/pages/pages.json"
DATE, STATUS, GOALS = f"{TABLES}/Dato.tmdl", f"{TABLES}/Målstatus.tmdl", f"{TABLES}/Mål.tmdl"
MEASURES = f"{TABLES}/Beregninger.tmdl"
RELATIONS = f"{MODEL}/definition/relationships.tmdl"
TOP = f"{MODEL}/definition/model.tmdl"
QUERIES = f"{MODEL}/definition/expressions.tmdl"
CULTURE = f"{MODEL}/definition/cultures/da-DK.tmdl"

Files = dict[str, str]


class Fault(NamedTuple):
    """A fault: its name, the check that is meant to find it, its words, and how it is made."""

    navn: str
    check: Check
    tekst: str
    make: Callable[[Files], None]


def swap(file: str, old: str, new: str) -> Callable[[Files], None]:
    """Return the fault of writing something else in one place of a file."""

    def make(files: Files) -> None:
        assert old in files[file], old
        files[file] = files[file].replace(old, new, 1)

    return make


def drop(file: str) -> Callable[[Files], None]:
    """Return the fault of a missing file."""
    return lambda files: files.__delitem__(file)


def in_visual(
    chosen: Callable[[Mapping[str, Any]], bool], change: Callable[[dict[str, Any]], object]
) -> Callable[[Files], None]:
    """Return a fault in the first visual that is chosen."""

    def make(files: Files) -> None:
        for file, text in files.items():
            if file.startswith(REPORT) and file.endswith("/visual.json"):
                document = json.loads(text)
                if chosen(document):
                    change(document)
                    files[file] = json.dumps(document, ensure_ascii=False, indent=2)
                    return
        raise AssertionError

    return make


def kind(name: str) -> Callable[[Mapping[str, Any]], bool]:
    """Choose visuals of a type."""
    return lambda document: document["visual"]["visualType"] == name


def in_pages(change: Callable[[dict[str, Any]], object]) -> Callable[[Files], None]:
    """Return a fault in ``pages.json``."""

    def make(files: Files) -> None:
        document = json.loads(files[PAGES])
        change(document)
        files[PAGES] = json.dumps(document)

    return make


def move_out(document: dict[str, Any]) -> None:
    document["position"]["x"] = 1200


def cover(document: dict[str, Any]) -> None:
    document["position"]["width"] += 20


def sum_a_column(document: dict[str, Any]) -> None:
    projection = document["visual"]["query"]["queryState"]["Y"]["projections"][0]
    column = {"Expression": {"SourceRef": {"Entity": "Målstatus"}}, "Property": "Værdi"}
    inner = {"Column": column}
    projection["field"] = {"Aggregation": {"Expression": inner, "Function": 0}}


def same_tab(document: dict[str, Any]) -> None:
    document["position"]["tabOrder"] = 0


def other_name(document: dict[str, Any]) -> None:
    document["name"] = "0" * 20


def untitled(document: dict[str, Any]) -> None:
    document["visual"]["visualContainerObjects"]["title"][0]["properties"].pop("text")


def unspoken(document: dict[str, Any]) -> None:
    document["visual"]["visualContainerObjects"].pop("general")


def unknown_sort(document: dict[str, Any]) -> None:
    (sort,) = document["visual"]["query"]["sortDefinition"]["sort"]
    next(iter(sort["field"].values()))["Property"] = "Findes ikke"


def other_reference(document: dict[str, Any]) -> None:
    document["visual"]["query"]["queryState"]["Values"]["projections"][0]["queryRef"] = "Dato.År"


def unknown_filter(document: dict[str, Any]) -> None:
    (each,) = document["filterConfig"]["filters"]
    where = each["filter"]["Where"][0]["Condition"]["Comparison"]["Left"]["Measure"]
    where["Property"] = "Findes ikke"


def is_filtered(document: Mapping[str, Any]) -> bool:
    return "filterConfig" in document


def is_sorted(document: Mapping[str, Any]) -> bool:
    return "sortDefinition" in document["visual"]["query"]


def is_second(document: Mapping[str, Any]) -> bool:
    return bool(document["position"]["tabOrder"] == 1000)


def no_calendar(files: Files) -> None:
    swap(DATE, "\tdataCategory: Time\n", "")(files)


def second_way(files: Files) -> None:
    """Let the dimension of goals point at the one of indsatser: a second way to the facts."""
    files[RELATIONS] += (
        "\nrelationship 00000000-0000-5000-8000-000000000001\n"
        "\tfromColumn: 'Mål'.'Indsats nøgle'\n\ttoColumn: Indsats.'Indsats nøgle'\n"
    )


MEASURE_IN_TABLE = (
    "\t/// Dublet.\n\tmeasure Grund = 1\n\t\tformatString: 0\n\t\tdisplayFolder: Mål\n\n"
)
FAULTS = [
    Fault(
        "a missing column",
        Check.DAX,
        "kolonnen Målstatus[Prognose] findes ikke",
        swap(STATUS, "column Prognose\n", "column Forudsigelse\n"),
    ),
    Fault(
        "a renamed measure that a visual shows",
        Check.REFERENCE,
        "Beregninger.Fremdrift findes ikke",
        swap(MEASURES, "measure Fremdrift", "measure Fremskridt"),
    ),
    Fault(
        "a renamed measure that a measure reads",
        Check.DAX,
        "beregningen [Basis] findes ikke",
        swap(MEASURES, "measure Basis ", "measure Udgangspunkt "),
    ),
    Fault(
        "another schema version",
        Check.VERSION,
        "skemaet er ikke visualContainer/2.4.0",
        in_visual(
            kind("card"),
            lambda d: d.update({"$schema": d["$schema"].replace("2.4.0", "2.5.0")}),
        ),
    ),
    Fault("broken JSON", Check.VERSION, "ikke JSON", swap(PAGES, "{", "")),
    Fault(
        "a lineage tag twice",
        Check.ID,
        "bruges 2 gange",
        swap(DATE, "eaca163e-e5de-57a4-92a7-573ff7c6bf07", "3eeec2cf-1d91-5268-be29-15391cf03b45"),
    ),
    Fault("a visual of another name", Check.ID, "mappes", in_visual(kind("card"), other_name)),
    Fault(
        "a bidirectional relationship",
        Check.PRACTICE,
        "filtrerer begge veje",
        swap(RELATIONS, "\ttoColumn", "\tcrossFilteringBehavior: bothDirections\n\ttoColumn"),
    ),
    Fault(
        "an inactive relationship",
        Check.PRACTICE,
        "er ikke aktiv",
        swap(RELATIONS, "\ttoColumn", "\tisActive: false\n\ttoColumn"),
    ),
    Fault(
        "a float column",
        Check.PRACTICE,
        "uden faste decimaler",
        swap(STATUS, "dataType: decimal", "dataType: double"),
    ),
    Fault(
        "a column without a description",
        Check.PRACTICE,
        "har ingen beskrivelse",
        swap(DATE, "\t/// Månedens navn.\n", ""),
    ),
    Fault(
        "a table without a description",
        Check.PRACTICE,
        "tabellen Skole har ingen beskrivelse",
        swap(f"{TABLES}/Skole.tmdl", "/// Skolerne med deres navne. En række er skole.\n", ""),
    ),
    Fault(
        "Power Query with an open bracket",
        Check.POWER_QUERY,
        "lukke",
        swap(STATUS, "Table.SelectColumns(Kilde, {", "Table.SelectColumns(Kilde, {{"),
    ),
    Fault(
        "Power Query with a comma too many",
        Check.POWER_QUERY,
        "komma før in",
        swap(DATE, "each [dato_noegle] > 0)", "each [dato_noegle] > 0),"),
    ),
    Fault(
        "a missing shared query",
        Check.POWER_QUERY,
        "HentTabel findes ikke",
        swap(QUERIES, "expression HentTabel", "expression HentDen"),
    ),
    Fault(
        "DAX of a table there is not",
        Check.DAX,
        "tabellen Målene findes ikke",
        swap(MEASURES, "VALUES ( 'Mål'[Målnøgle] )", "VALUES ( 'Målene'[Målnøgle] )"),
    ),
    Fault(
        "DAX with an open bracket",
        Check.DAX,
        "lukke",
        swap(MEASURES, "COUNTROWS ( 'Målstatus' ) = 1", "COUNTROWS ( 'Målstatus' = 1"),
    ),
    Fault(
        "a DAX function there is not",
        Check.DAX,
        "COUNTROW er hverken",
        swap(MEASURES, "COUNTROWS ( 'Målstatus' ) = 1", "COUNTROW ( 'Målstatus' ) = 1"),
    ),
    Fault(
        "a DAX variable that nobody declares",
        Check.DAX,
        "Nattten er hverken",
        swap(MEASURES, "[Dato nøgle] = Nat", "[Dato nøgle] = Nattten"),
    ),
    Fault(
        "two visuals on top of each other",
        Check.PAGE,
        "dækker for hinanden",
        in_visual(kind("card"), cover),
    ),
    Fault(
        "a visual out of the page", Check.VISUAL, "rager ud", in_visual(kind("tableEx"), move_out)
    ),
    Fault("a visual without a title", Check.VISUAL, "titel", in_visual(kind("card"), untitled)),
    Fault(
        "a visual without a text for the blind",
        Check.VISUAL,
        "alternativ tekst",
        in_visual(kind("card"), unspoken),
    ),
    Fault(
        "a visual that sums a column itself",
        Check.VISUAL,
        "brug en beregning",
        in_visual(kind("clusteredBarChart"), sum_a_column),
    ),
    Fault("two visuals at one tab stop", Check.PAGE, "entydig", in_visual(is_second, same_tab)),
    Fault(
        "a visual that sorts by what is not there",
        Check.REFERENCE,
        "Findes ikke",
        in_visual(is_sorted, unknown_sort),
    ),
    Fault(
        "a visual that calls a field another",
        Check.REFERENCE,
        "Dato.År står for",
        in_visual(kind("tableEx"), other_reference),
    ),
    Fault(
        "a filter on a measure there is not",
        Check.REFERENCE,
        "Findes ikke",
        in_visual(is_filtered, unknown_filter),
    ),
    Fault("no date table", Check.PRACTICE, "0 tabeller er mærket som datotabel", no_calendar),
    Fault(
        "an unknown sort column",
        Check.REFERENCE,
        "sorteres efter 'Måned nummer', som ikke findes",
        swap(DATE, "sortByColumn: 'Måned nr.'", "sortByColumn: 'Måned nummer'"),
    ),
    Fault(
        "a hierarchy of a missing column",
        Check.REFERENCE,
        "niveauet År i Kalender har ingen kolonne",
        swap(DATE, "column: 'År'", "column: 'Året'"),
    ),
    Fault(
        "a measure with its table's column's name",
        Check.NAME,
        "der hedder grund",
        swap(STATUS, "\tpartition", f"{MEASURE_IN_TABLE}\tpartition"),
    ),
    Fault(
        "a page missing in the order",
        Check.PAGE,
        "er ikke dem, der findes",
        in_pages(lambda d: d["pageOrder"].pop()),
    ),
    Fault(
        "a first page there is not",
        Check.PAGE,
        "første side",
        in_pages(lambda d: d.update(activePageName="intet")),
    ),
    Fault(
        "a wrong source column",
        Check.REFERENCE,
        "kommer fra vaerdien, som forespørgslen ikke giver",
        swap(STATUS, "sourceColumn: vaerdi", "sourceColumn: vaerdien"),
    ),
    Fault(
        "a type that the query does not give",
        Check.REFERENCE,
        "Målstatus.Grund er int64, ikke string",
        swap(STATUS, "column Grund\n\t\tdataType: string", "column Grund\n\t\tdataType: int64"),
    ),
    Fault(
        "a relationship to a missing table",
        Check.REFERENCE,
        "relationen peger på Skoler.'Skole nøgle'",
        swap(RELATIONS, "toColumn: Skole.'", "toColumn: Skoler.'"),
    ),
    Fault(
        "an unescaped name",
        Check.TMDL,
        "ikke en kendt egenskab eller genstand: column Dato nøgle",
        swap(DATE, "column 'Dato nøgle'", "column Dato nøgle"),
    ),
    Fault(
        "an unknown property",
        Check.TMDL,
        "summariseBy: none",
        swap(DATE, "summarizeBy: none", "summariseBy: none"),
    ),
    Fault(
        "a line too far in",
        Check.TMDL,
        "rykket for langt ind",
        swap(DATE, "\t\tisKey", "\t\t\t\tisKey"),
    ),
    Fault("no culture", Check.PRACTICE, "kulturen da-DK har ingen fil", drop(CULTURE)),
    Fault(
        "a caption of what is not there",
        Check.REFERENCE,
        "Dato.Dagen findes ikke",
        swap(CULTURE, "\t\t\t\tcolumn Dato\n", "\t\t\t\tcolumn Dagen\n"),
    ),
    Fault("two ways from a dimension to a fact", Check.PRACTICE, "2 veje fra Indsats", second_way),
    Fault(
        "a visible key",
        Check.PRACTICE,
        "nøglen Dato.Dato nøgle er synlig",
        swap(DATE, "\t\tisHidden\n", ""),
    ),
    Fault(
        "a visible figure of a fact",
        Check.PRACTICE,
        "skal læses gennem en beregning",
        swap(STATUS, "dataType: decimal\n\t\tisHidden\n", "dataType: decimal\n"),
    ),
    Fault(
        "a measure without a format",
        Check.PRACTICE,
        "beregningen Fremdrift har intet format",
        swap(MEASURES, "\t\tformatString: 0%\n", ""),
    ),
    Fault(
        "a visible number without a format",
        Check.PRACTICE,
        "vises uden format",
        swap(
            DATE,
            "column 'År'\n\t\tdataType: int64\n\t\tformatString: 0\n",
            "column 'År'\n\t\tdataType: int64\n",
        ),
    ),
    Fault(
        "a column that sums itself",
        Check.PRACTICE,
        "lægges sammen af sig selv",
        swap(STATUS, "summarizeBy: none", "summarizeBy: sum"),
    ),
    Fault(
        "implicit measures",
        Check.PRACTICE,
        "lagt sammen af sig selv",
        swap(TOP, "\tdiscourageImplicitMeasures\n", ""),
    ),
    Fault(
        "automatic date tables",
        Check.PRACTICE,
        "automatisk dato",
        swap(TOP, "TimeIntelligenceEnabled = 0", "TimeIntelligenceEnabled = 1"),
    ),
    Fault(
        "a table the model does not list",
        Check.REFERENCE,
        "tabellen Skole mangler i listen",
        swap(TOP, "ref table Skole\n", ""),
    ),
    Fault(
        "a report bound to no model",
        Check.REFERENCE,
        "findes ikke",
        swap(f"{REPORT}/definition.pbir", "Parquet.SemanticModel", "Parket.SemanticModel"),
    ),
]
