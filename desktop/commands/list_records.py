"""kinga list: the records, as a table or for other programs."""

import argparse
import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from desktop.commands.foreign import on_one_line
from desktop.commands.frame import Exit, Frame, vault_options
from desktop.commands.geojson import collection, feature
from desktop.commands.options import WrongUse
from forms import shipped
from forms.errors import FormsCode
from records.due import Parties
from records.errors import Known
from records.schema import BodyClass
from records.strict_json import Json
from records.vault.lists import Query, RecordLine
from records.vault.vault import Vault

_COLUMNS: Final = (
    *("code", "form", "title", "when", "place", "kind", "created", "changed"),
    *("author", "attachments", "conflicts", "withdrawn"),
)
# what a spreadsheet would calculate
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("form", nargs="?", metavar="FORM")
    parser.add_argument("--search", metavar="TEXT", default="")
    parser.add_argument("--withdrawn", action="store_true")
    parser.add_argument("--format", choices=["table", "jsonl", "csv", "geojson"])
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Print every record that fits, the latest event first."""
    if args.json and args.format is not None:
        raise WrongUse(frame.texts("option.one-format", format=args.format))
    with frame.notebook() as notebook:
        vault = notebook.vault
        _check_form(vault, args.form)
        lines = list(every_line(vault, Query(args.form, args.search, args.withdrawn)))
        rows = list(_plain(vault, lines))
        frame.custody("listed", args.form or "*")
        frame.result(records=rows)
        match args.format:
            case "jsonl":
                frame.raw("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
            case "csv":
                frame.raw(_csv(rows))
            case "geojson":
                frame.raw(json.dumps(_geojson(vault, lines, rows), ensure_ascii=False))
            case _:
                _print_table(frame, lines)
    return Exit.DONE


def _check_form(vault: Vault, form: str | None) -> None:
    """A form nobody here ever heard of is a mistake, not an empty list."""
    known = {*shipped.names(), *(one.schema.form for one in vault.forms.all())}
    if form is not None and form not in known and not vault.lists.count(Query(form, withdrawn=True)):
        raise Known(FormsCode.NO_FORM, form=form)


def every_line(vault: Vault, query: Query) -> Iterator[RecordLine]:
    """All lines that fit, page after page."""
    page = vault.lists.page(query)
    yield from page
    while len(page) == query.limit:
        after = (page[-1].sort_when, page[-1].number)
        page = vault.lists.page(Query(query.form, query.words, query.withdrawn, after, query.limit))
        yield from page


def _plain(vault: Vault, lines: list[RecordLine]) -> Iterator[Mapping[str, Json]]:
    parties = Parties(vault)
    for line in lines:
        yield {
            "code": line.code,
            "form": line.form,
            "title": line.title,
            "when": line.when,
            "place": line.place,
            "kind": line.kind,
            "created": line.created,
            "changed": line.changed,
            "author": parties.anyone(line.device).office.name,
            "attachments": line.attachments,
            "conflicts": line.conflicts,
            "withdrawn": line.withdrawn,
        }


def _print_table(frame: Frame, lines: list[RecordLine]) -> None:
    if not lines:
        frame.say("list.empty")
    for line in lines:
        title = frame.texts.of_form(_form_title(line.form))
        when = line.when or line.created[:10]
        frame.line(on_one_line(f"{line.code}  {when:<12}  {title:<16}  {line.title}"))


def _geojson(vault: Vault, lines: list[RecordLine], rows: list[Mapping[str, Json]]) -> dict[str, Any]:
    """The notes of which the whole network may know something: of others not even that they are there."""
    found = ((line, row, vault.projection.cells(line.id)) for line, row in zip(lines, rows, strict=True))
    return collection(
        [
            feature(row, vault.forms.schema(line.version), cells)
            for line, row, cells in found
            if any(place.body is BodyClass.NETWORK for place in cells)
        ]
    )


def _csv(rows: list[Mapping[str, Json]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue().removesuffix("\n")


def _cell(value: Json) -> Json:
    """Truth as other programs write it; a text that begins as a formula is marked as a text, as spreadsheets know."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _form_title(form: str) -> str:
    if form not in shipped.names():
        return form
    text = next(iter(shipped.program(form).form.title.values()))
    return "".join(part for part in text.parts if isinstance(part, str))
