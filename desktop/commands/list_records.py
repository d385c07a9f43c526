"""kinga list: the records, as a table or for other programs."""

import argparse
import csv
import io
import json

from desktop.commands.frame import Exit, Frame, vault_options
from forms import shipped
from records.due import Parties
from records.vault.lists import Query, RecordLine
from records.vault.vault import Vault


def options(parser: argparse.ArgumentParser) -> None:
    """What it takes."""
    parser.add_argument("form", nargs="?", metavar="FORM")
    parser.add_argument("--search", metavar="TEXT", default="")
    parser.add_argument("--withdrawn", action="store_true")
    parser.add_argument("--format", choices=["table", "jsonl", "csv"], default="table")
    vault_options(parser)


def run(frame: Frame, args: argparse.Namespace) -> int:
    """Print every record that fits, the latest event first."""
    with frame.notebook() as notebook:
        vault = notebook.vault
        lines = list(_all(vault, Query(args.form, args.search, args.withdrawn)))
        rows = [_plain(vault, line) for line in lines]
        frame.custody("listed", args.form or "*")
        frame.result(records=rows)
        if args.format == "jsonl":
            frame.raw("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
        elif args.format == "csv":
            frame.raw(_csv(rows))
        elif not rows:
            frame.say("list.empty")
        else:
            for line in lines:
                title = frame.texts.of_form(_form_title(line.form))
                frame.line(f"{line.code}  {line.when or line.created[:10]:<12}  {title:<16}  {line.title}")
    return Exit.DONE


def _all(vault: Vault, query: Query) -> list[RecordLine]:
    found: list[RecordLine] = []
    while True:
        page = vault.lists.page(query)
        found += page
        if len(page) < query.limit:
            return found
        query = Query(query.form, query.words, query.withdrawn, (page[-1].sort_when, page[-1].number), query.limit)


def _plain(vault: Vault, line: RecordLine) -> dict[str, str | int | bool]:
    author = Parties(vault).anyone(line.device)
    return {
        "code": line.code,
        "form": line.form,
        "title": line.title,
        "when": line.when,
        "place": line.place,
        "kind": line.kind,
        "created": line.created,
        "changed": line.changed,
        "author": author.office.name,
        "attachments": line.attachments,
        "conflicts": line.conflicts,
        "withdrawn": line.withdrawn,
    }


def _csv(rows: list[dict[str, str | int | bool]]) -> str:
    out = io.StringIO()
    names = list(rows[0]) if rows else ["code"]
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().rstrip("\r\n")


def _form_title(form: str) -> str:
    if form not in shipped.names():
        return form
    text = next(iter(shipped.program(form).form.title.values()))
    return "".join(part for part in text.parts if isinstance(part, str))
