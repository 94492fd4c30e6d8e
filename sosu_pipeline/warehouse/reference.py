"""Reference data in the warehouse: code lists and each school's settings, as models read them."""

from collections.abc import Iterable, Mapping
from typing import Any

import duckdb
import pyarrow as pa

from sosu_pipeline.declarations.catalog import CodeList
from sosu_pipeline.declarations.school import School, Settings
from sosu_pipeline.naming import Layer, table_name

SETTINGS = table_name(Layer.STAGING, "indstillinger")
SCHOOLS = table_name(Layer.STAGING, "skoler")
DEPARTMENTS = table_name(Layer.STAGING, "afdelinger")
VALIDITY = {"gyldig_fra", "gyldig_til"}


def code_table(navn: str) -> str:
    """Return the table of a code list."""
    return table_name(Layer.STAGING, f"kode_{navn}")


def write_codes(connection: duckdb.DuckDBPyConnection, codes: Iterable[CodeList]) -> None:
    """Write every code list as text columns; validity as dates."""
    for code in codes:
        columns = list(zip(*code.rows, strict=True)) or [() for _ in code.columns]
        connection.register(
            "koder",
            pa.table(
                {
                    name: pa.array(values, pa.string())
                    for name, values in zip(code.columns, columns, strict=True)
                }
            ),
        )
        select = ", ".join(
            f"nullif({name}, '')::date as {name}"
            if name in VALIDITY
            else f"nullif({name}, '') as {name}"
            for name in code.columns
        )
        connection.execute(
            f"create or replace table {code_table(code.navn)} as select {select} from koder"
        )
        connection.unregister("koder")


def write_settings(connection: duckdb.DuckDBPyConnection, schools: Mapping[str, School]) -> None:
    """Write one row per school folder with its settings; nested ones joined by an underscore."""
    rows = [
        {"skole": folder, **flat_settings(school.indstillinger.model_dump(mode="json"))}
        for folder, school in sorted(schools.items())
    ]
    _write_rows(connection, SETTINGS, pa.Table.from_pylist(rows))


def setting_columns() -> tuple[str, ...]:
    """Return the columns of the table of settings."""
    return ("skole", *flat_settings(Settings().model_dump(mode="json")))


def write_schools(connection: duckdb.DuckDBPyConnection, schools: Mapping[str, School]) -> None:
    """Write one row per school folder with its name, and one per department."""
    names = {folder: school.navn for folder, school in sorted(schools.items())}
    departments = [
        {"skole": folder, "afdeling": number, "navn": name}
        for folder, school in sorted(schools.items())
        for number, name in school.afdelinger.items()
    ]
    text = pa.string()
    rows = [{"skole": folder, "navn": name} for folder, name in names.items()]
    school_rows = pa.Table.from_pylist(rows, pa.schema({"skole": text, "navn": text}))
    schema = pa.schema({"skole": text, "afdeling": text, "navn": text})
    _write_rows(connection, SCHOOLS, school_rows)
    _write_rows(connection, DEPARTMENTS, pa.Table.from_pylist(departments, schema))


def flat_settings(settings: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return settings with the nested ones' names joined by an underscore."""
    flat: dict[str, Any] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            flat |= flat_settings(value, f"{prefix}{name}_")
        else:
            flat[f"{prefix}{name}"] = value
    return flat


def _write_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    connection.register("rows", rows)
    connection.execute(f"create or replace table {table} as select * from rows")
    connection.unregister("rows")
