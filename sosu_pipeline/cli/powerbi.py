"""`sosu powerbi`: write the Power BI project from the published contract, or examine it."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape

from sosu_pipeline.errors import UserError
from sosu_pipeline.publishing.contract import declared_contract
from sosu_pipeline.publishing.powerbi.checking.examining import examine_project
from sosu_pipeline.publishing.powerbi.project import read_project, write_project
from sosu_pipeline.settings import PROJECT_ROOT

SCHEMAS = PROJECT_ROOT.parent / "shared" / "powerbi-schemas"


def write(folder: Path, console: Console) -> None:
    """Write the project from the declared contract."""
    count = write_project(declared_contract(), folder)
    console.print(f"Power BI-projektet er skrevet i {folder}: {count} filer.")
    console.print("Se det efter med [bold]sosu powerbi --tjek[/].")


def examine(folder: Path, console: Console) -> bool:
    """Print what is wrong in a written project; return whether nothing is.

    Raises:
        UserError: the folder has no project.
    """
    files = read_project(folder)
    if not any(file.endswith(".pbip") for file in files):
        msg = f"der er intet Power BI-projekt i {folder}; skriv det med sosu powerbi"
        raise UserError(msg)
    schemas = SCHEMAS if SCHEMAS.is_dir() else None
    findings = examine_project(files, schemas)
    for check, file, text in findings:
        console.print(f"[red]✖[/] {escape(f'{file} · {check}: {text}')}", highlight=False)
    if schemas is None:
        console.print(f"Microsofts skemaer er sprunget over: {SCHEMAS} findes ikke.")
    console.print(f"{len(files)} filer set efter, {len(findings)} fejl.")
    return not findings
