"""A trace in the terminal: definition, sums, steps, reasons and files."""

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from sosu_pipeline.audit.tracing.page import HIDDEN, NOTHING, number, shown
from sosu_pipeline.audit.tracing.pupil import Pupil
from sosu_pipeline.audit.tracing.reasons import in_words
from sosu_pipeline.audit.tracing.register import Milepael
from sosu_pipeline.audit.tracing.result import Figure, FileAccount, Step

LINES_SHOWN = 20
NO_PERSONS = "Rækkerne vises kun, hvor SOSU_PERSONSPOR er ja; uden den vises antal og grunde."


def print_figure(figure: Figure, dato: Step, console: Console) -> None:
    """Print the trace of one figure."""
    console.rule(f"[bold]{escape(figure.titel)}")
    facts = Table.grid(padding=(0, 2))
    for name, text in figure.definition.items():
        facts.add_row(f"[dim]{name}[/]", escape(text))
    console.print(facts)
    _print_sums(figure, console)
    console.print(_reasons(figure))
    _print_steps(figure, dato, console)
    _print_files(figure, console)
    _print_lines(figure, console)
    for step in [dato, *figure.trin]:
        if not step.holder:
            console.print(
                f"[bold red]Trinnet går ikke op:[/] {escape(step.navn)}: {escape(step.tekst)}; "
                f"{escape(step.middel)}",
                highlight=False,
            )


def print_pupil(pupil: Pupil, console: Console) -> None:
    """Print why a pupil counts or does not, mart by mart."""
    rows = Table("Tabel", "Række", "Tæller?", "Linjer", title=f"Eleven {pupil.person}")
    for row in pupil.raekker:
        verdicts = "\n".join(
            in_words(grund) if len(row.grunde) == 1 else f"{name}: {in_words(grund)}"
            for name, grund in row.grunde
        )
        rows.add_row(row.tabel, row.raekke, verdicts or "–", "\n".join(row.linjer))
    console.print(rows)
    units = Table("Nøgletal", "Dag", "Tæller / nævner", title="Nøgletal, der tæller eleven")
    for unit in pupil.enheder:
        units.add_row(*unit)
    console.print(units)
    for kilde, filnavn, linje, regel in pupil.karantaene:
        console.print(f"Karantæne: {kilde}: {filnavn}, linje {linje} ({regel})", highlight=False)
    for kilde, antal in pupil.erstattet:
        console.print(f"Erstattet af senere leveringer: {antal} linjer i {kilde}")


def print_milestone(milestone: Milepael, console: Console) -> None:
    """Print a milestone's lines in the register."""
    table = Table(
        *("Milepæl", "Status", "Frist", "Opnået", "Dokumenteret", "Fil", "Linje", "sha256"),
        title=f"{milestone.maal}: {milestone.titel}",
    )
    for line in milestone.linjer:
        table.add_row(
            line.milepael,
            line.status or NOTHING,
            f"{line.frist:%d-%m-%Y}" if line.frist else NOTHING,
            f"{line.opnaaet_dato:%d-%m-%Y}" if line.opnaaet_dato else NOTHING,
            "ja" if line.er_dokumenteret else "nej",
            line.filnavn,
            str(line.linje),
            line.sha256,
        )
    console.print(table)
    if not milestone.linjer:
        console.print("Skolens register nævner ikke milepælen.")


def _print_sums(figure: Figure, console: Console) -> None:
    sums = figure.sums
    if figure.er_skjult:
        console.print(
            "Tallet er skjult, fordi gruppen er lille; trinene er fulgt uden at vise det."
        )
        return
    parts = {
        "Enheder": sums.enheder,
        "Tæller": sums.taeller,
        "Nævner": sums.naevner,
        "Personer": sums.personer,
        "Værdi": sums.vaerdi,
    }
    told = [
        f"{name} [bold]{number(value)}[/]" for name, value in parts.items() if value is not None
    ]
    console.print("   ".join(told), highlight=False)


def _reasons(figure: Figure) -> Table:
    table = Table("Rækker i", "Talt eller udeladt fordi", title="Rækkerne bag tallet")
    table.add_column("Antal", justify="right")
    for account in figure.regnskaber:
        table.add_row(account.tabel, "[bold]talt[/]", _shown(figure, account.talt))
        for grund, antal in account.udeladt.items():
            table.add_row("", escape(in_words(grund)), _shown(figure, antal))
    for table_name, found in figure.vejen.items():
        for account in found.regnskaber:
            for grund, antal in account.udeladt.items():
                way = f"{account.tabel} → {table_name}, alle år"
                table.add_row(f"[dim]{way}[/]", escape(in_words(grund)), number(antal))
    for (kilde, regel), antal in figure.karantaene.items():
        table.add_row(f"[dim]{kilde}, alle filer[/]", f"karantæne: {regel}", number(antal))
    return table


def _print_steps(figure: Figure, dato: Step, console: Console) -> None:
    console.print("[bold]Går tallet op?[/]")
    for step in [dato, *figure.trin]:
        mark = "[green]✓[/]" if step.holder else "[bold red]✗[/]"
        numbers = shown(step, figure.er_skjult)
        text = f"{numbers}: {step.tekst}" if numbers else step.tekst
        console.print(f"  {mark} {escape(step.navn)}: {escape(text)}", highlight=False)


def _print_files(figure: Figure, console: Console) -> None:
    console.print("[bold]Filerne[/] (linjer = accepteret + karantæne + erstattet)")
    idle = [each for each in figure.filer if not each.bag_tallet]
    for each in figure.filer:
        if each.bag_tallet:
            behind = HIDDEN if figure.er_skjult else number(each.bag_tallet)
            console.print(
                f"  {escape(each.filnavn)}: {_account([each])}; [bold]{behind} bag tallet[/]\n"
                f"    ankomst {each.ankomst:%d-%m-%Y}, {each.kilde} version "
                f"{each.kontrakt_version}, sha256 {each.sha256}",
                highlight=False,
                soft_wrap=True,
            )
    if idle:
        console.print(f"  {len(idle)} andre filer: {_account(idle)}; 0 bag tallet", highlight=False)


def _account(files: list[FileAccount]) -> str:
    """Write what became of the lines of some files."""
    names = ("linjer", "accepteret", "karantaene", "erstattet")
    lines, *parts = (sum(getattr(each, name) for each in files) for name in names)
    mark = "✓" if lines == sum(parts) else "✗"
    return f"{number(lines)} = {' + '.join(map(number, parts))} {mark}"


def _print_lines(figure: Figure, console: Console) -> None:
    if figure.linjer is None:
        console.print(NO_PERSONS)
        return
    table = Table(
        *("", "Tabel", "Række", "Person", "Grund", "Fil", "Linje"),
        title=f"De første {min(LINES_SHOWN, len(figure.linjer))} af {len(figure.linjer)} linjer",
        caption="Hele listen: --csv eller --html",
    )
    for line in figure.linjer[:LINES_SHOWN]:
        table.add_row(
            line.regnskab,
            line.tabel,
            line.raekke,
            line.person or NOTHING,
            escape(in_words(line.grund)) if line.grund else NOTHING,
            line.filnavn,
            str(line.linje),
        )
    console.print(table)


def _shown(figure: Figure, antal: int) -> str:
    return HIDDEN if figure.er_skjult else number(antal)
