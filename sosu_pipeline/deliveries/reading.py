"""A delivered file read by its contract: text columns, every line accounted for, nobody in them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from sosu_pipeline.declarations.contract import Column, Contract
from sosu_pipeline.deliveries.dialect import Dialect, FileFormat
from sosu_pipeline.deliveries.filler import drop_blanks, drop_totals
from sosu_pipeline.deliveries.layout import Layout, lay_out
from sosu_pipeline.deliveries.lookahead import mark_last
from sosu_pipeline.deliveries.protection import Protection, mask_cells, protect_identity, trim
from sosu_pipeline.deliveries.refusal import SHIFTING_RULES, FileRule, Note, NoteRule, Subject
from sosu_pipeline.deliveries.sealing import Source
from sosu_pipeline.deliveries.sniff import sniff
from sosu_pipeline.deliveries.table import CELL, LINE, LINE_RULE, RawTable, cell_name
from sosu_pipeline.deliveries.text import open_text
from sosu_pipeline.deliveries.xlsx import open_xlsx

FORM_SUFFIX = "_form"
LOOKS_LIKE_CPR = "ligner_cpr"


@dataclass(frozen=True, kw_only=True)
class Account:
    """The records of a file: data lines, and the rest apart."""

    linjer: int
    titel: int
    tomme: int
    total: int
    overskrift: int


@dataclass(kw_only=True)
class Reading:
    """An open delivery: what was found in its head, and its lines as they are asked for."""

    dialect: Dialect
    told: tuple[Note, ...]
    table: RawTable
    layout: Layout
    subject: Subject
    contract: Contract
    protect: Protection
    _account: Account | None = field(default=None, init=False)

    @property
    def columns(self) -> Mapping[str, str]:
        """Return the header of each column of the contract, as found in the file."""
        return self.layout.headers

    @property
    def account(self) -> Account:
        """Return the counts of the file's records; an error before all batches are read."""
        if self._account is None:
            msg = "the account is settled when the last batch has been read"
            raise RuntimeError(msg)
        return self._account

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Yield, once, ``linje``, ``linjefejl``, the kept columns as text, and identities' forms.

        Raises:
            DeliveryRefused: the file has no data line, or a respondent that is a CPR number.
        """
        linjer, tomme, total = 0, self.dialect.blank_lines, 0
        key = self.layout.key_positions(self.contract)
        for raw, is_last in mark_last(self.table.batches):
            trimmed = _trim_cells(raw)
            filled = drop_blanks(trimmed)
            data = drop_totals(filled, key) if is_last else filled
            tomme += trimmed.num_rows - filled.num_rows
            total += filled.num_rows - data.num_rows
            linjer += data.num_rows
            if data.num_rows:
                yield self._project(data)
        if not linjer:
            problem, remedy = "filen har overskrifter, men ingen linjer", "bed om en ny udskrift"
            raise self.subject.refuse(FileRule.KUN_OVERSKRIFT, problem, remedy)
        titel = self.dialect.title_lines
        self._account = Account(linjer=linjer, titel=titel, tomme=tomme, total=total, overskrift=1)

    def _project(self, data: pa.RecordBatch) -> pa.RecordBatch:
        """Return a batch with the contract's columns and nobody in it."""
        rules = data.column(LINE_RULE)
        shifted = pc.is_in(rules, pa.array(SHIFTING_RULES, pa.string()))
        columns = {LINE: data.column(LINE), LINE_RULE: rules}
        forms = {}
        for column in self.contract.kept:
            cells = self._cells_of(column, data, shifted)
            if column.is_identity:
                columns[column.navn], form = protect_identity(cells, column, self.protect)
                self._refuse_cpr(form, column, data)
                forms[column.navn + FORM_SUFFIX] = form
            else:
                columns[column.navn] = mask_cells(cells, column, self.protect)
        return pa.RecordBatch.from_pydict({**columns, **forms})

    def _cells_of(
        self, column: Column, data: pa.RecordBatch, shifted: pa.BooleanArray
    ) -> pa.DictionaryArray:
        """Return a column's cells, but none of a line whose cells may be a name out of place."""
        place = self.layout.positions.get(column.navn)
        if place is None:
            standard = pa.array([column.standard], pa.string())
            return pa.repeat(standard[0], data.num_rows).dictionary_encode()
        cells = data.column(cell_name(place))
        if not pc.any(shifted).as_py():
            return cells
        indices = pc.if_else(shifted, None, cells.indices)
        return cells.dictionary.take(indices).dictionary_encode()

    def _refuse_cpr(self, forms: pa.DictionaryArray, column: Column, data: pa.RecordBatch) -> None:
        if LOOKS_LIKE_CPR not in forms.dictionary.to_pylist():
            return
        at = pc.index(forms.cast(pa.string()), LOOKS_LIKE_CPR).as_py()
        if at >= 0:
            problem = (
                f"kolonnen '{column.overskrift}' har et personnummer i stedet for et anonymt id"
            )
            remedy = "slet filen, og bed om en udskrift med anonyme id'er"
            linje = data.column(LINE)[at].as_py()
            raise self.subject.refuse(FileRule.LIGNER_CPR, problem, remedy, linje=linje)


def open_delivery(
    source: Source,
    *,
    display_name: str,
    contract: Contract,
    protect: Protection,
    dialect: Dialect | None = None,
) -> Reading:
    """Open a delivered file by its contract; ``display_name`` is its name as delivered.

    A ``dialect`` that was found before is not looked for again.

    Raises:
        DeliveryRefused: the file's shape cannot be read by the contract.
    """
    subject = Subject(display_name, contract.kilde, protect.mask)
    dialect = dialect or sniff(source, subject, contract)
    open_table = open_xlsx if dialect.format is FileFormat.XLSX else open_text
    table = open_table(source, dialect)
    layout = lay_out(table.header, contract, subject, header_line=dialect.header_line)
    return Reading(
        dialect=dialect,
        told=(*_tell_sheet(dialect, subject), *layout.notes),
        table=table,
        layout=layout,
        subject=subject,
        contract=contract,
        protect=protect,
    )


def _tell_sheet(dialect: Dialect, subject: Subject) -> Iterator[Note]:
    if dialect.other_sheets:
        problem = f"arket '{dialect.sheet}' er læst, ikke {', '.join(dialect.other_sheets)}"
        remedy = f"er det et andet, så skriv dets navn som ark i {subject.contract_file}"
        yield subject.note(NoteRule.VALGT_ARK, problem, remedy)


def _trim_cells(batch: pa.RecordBatch) -> pa.RecordBatch:
    columns = [trim(column) if column.type == CELL else column for column in batch.columns]
    return pa.RecordBatch.from_arrays(columns, names=batch.schema.names)
