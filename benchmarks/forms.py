"""What the form engine costs: a form of the shape of WHO's verbal autopsy, and a workbook of 500 rows.

The form is generated, not WHO's: 550 questions in 30 parts, ages and sex at the beginning that most else asks for,
chains of conditions, and a tail of calculations that read a dozen answers each. The anchor, where Node is here, is
ODK's own engine on the same XForm with the same answers.
"""

import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any, Final

from pyxform.xls2xform import convert

from benchmarks.measuring import Result, median_time, missing, not_measured, show
from forms.converting import compile_file, compile_sheets
from forms.environment import Surroundings
from forms.exporting import as_xlsx
from forms.filling import Filled
from forms.model import Form
from forms.program import Program, ready
from forms.session import Filling, Session
from forms.storing import to_bytes
from forms.xparts import _formula
from records.clock import system_clock
from records.ids import system_chance

Answer = str | tuple[str, ...]
_PARTS: Final = 30
_IN_PART: Final = 16
_SUMS: Final = 32
_YES: Final = "yes"
_KINDS: Final = ("select_one ynd", "integer", "select_one ynd", "select_multiple sign", "select_one ynd")
_ASKED_WHEN: Final = {
    "select_one ynd": "${{{0}}} = 'yes'",
    "integer": "${{{0}}} > 1",
    "select_multiple sign": "selected(${{{0}}}, 's1')",
}
_OF_PART: Final = ("${adult} = 1", "${child} = 1 or ${adult} = 1", "${neonate} = 1", "${sex} = 'f' and ${adult} = 1")
_PACKAGES: Final = ("@getodk/xforms-engine@0.22.0", "jsdom@26")
_WHAT: Final = "550 questions, 555 expressions and more"


def run() -> None:
    """Measure loading, settling, answering and converting."""
    form = compile_sheets(sheets(), "autopsy")
    raw = to_bytes(form)
    loading = median_time(lambda: ready(raw), 9, before=ready.cache_clear)
    show(Result(f"loading a compiled form ({_WHAT}) from its bytes", loading * 1000, None, "≤ 60 ms", _LOAD, "ms"))
    program = Program(form)
    session = _filled(program)[0]
    show(Result("evaluating all its expressions again", _settling(session) * 1000, None, "≤ 2 ms", _ALL, "ms"))
    times = sorted(took for _ in range(5) for took in _filled(program)[1])
    worst = times[int(len(times) * 0.99)] * 1000
    show(Result("what follows from one answer, 99 of 100", worst, None, "≤ 2 ms", f"{len(times)} answers", "ms"))
    _against_odk(program)
    _converting()


_LOAD: Final = "checked, read and made to run; median of 9, file in memory"
_ALL: Final = "filled in, median of 50"


def _settling(session: Session) -> float:
    filled: Filled = session._filled

    def settle() -> None:
        filled._run_later(filled.program.rules, None)
        filled._settle()

    return median_time(settle, 50)


def _filled(program: Program) -> tuple[Session, list[float]]:
    """A filling-in with every answer set, and the seconds each took."""
    session = begun(program)
    times = []
    for path, answer in answers(program.form):
        started = time.perf_counter()
        session.set(path, answer)
        times.append(time.perf_counter() - started)
    return session, times


def begun(program: Program) -> Session:
    """An empty filling-in."""
    names = count(1)
    return Session(program, Surroundings(system_clock, system_chance), Filling(lambda: f"r{next(names)}"))


def answers(form: Form) -> list[tuple[str, Answer]]:
    """An answer to each question in the order of the form: those of a woman of forty."""
    return list(_answers(form))


def _answers(form: Form) -> Iterator[tuple[str, Answer]]:
    who: dict[str, Answer] = {"who/sex": "f", "who/born": "1986-02-01", "who/died": "2026-02-11"}
    for number, one in enumerate(one for one in form.definitions if one.path in form.shown and one.calculate is None):
        match one.control, one.data:
            case _ if one.path in who:
                yield one.path, who[one.path]
            case "select1", _:
                yield one.path, "no" if number % 7 == 0 else _YES
            case "select", _:
                yield one.path, ("s1", "s3") if number % 3 else ("s2",)
            case "input", "int":
                yield one.path, str(number % 5)
            case _:
                pass


def _against_odk(program: Program) -> None:
    """Fill the same form in with the same answers here and in ODK's engine."""
    what = "filling the whole form in ÷ ODK's own engine in Node"
    gone = missing("node", "npm")
    if gone:
        not_measured(what, f"{' and '.join(gone)} missing")
        return
    with tempfile.TemporaryDirectory() as folder:
        npm = ["npm", "install", "--no-audit", "--no-fund", "--prefix", folder, *_PACKAGES]
        if subprocess.run(npm, capture_output=True, check=False).returncode:
            not_measured(what, "its packages could not be fetched")
            return
        theirs = _odk(Path(folder), program.form)
    begun_before = iter([begun(program) for _ in range(7)])
    given = answers(program.form)
    ours = median_time(lambda: _fill(next(begun_before), given))
    session = begun(program)
    _fill(session, given)
    said = {f"/{program.form.root}/{path}": session.value(path) for path in session.answers().values}
    here = {path: text for path, text in theirs["result"].items() if "/meta/" not in path}
    differ = sum(here.get(path) != said.get(path) for path in {*said, *here})
    how = (
        f"{len(given)} answers, each settled; median of 5, both warm; {differ} of {len(said)} answers differ at the end"
    )
    show(Result(what, ours, statistics.median(theirs["fills"][1:]), "≤ 0.5", how))


def _fill(session: Session, given: list[tuple[str, Answer]]) -> None:
    """Answer everything, look each time whether it is asked, and at the end at all that is."""
    for path, answer in given:
        session.set(path, answer)
        session.is_relevant(path)
    for path, _ in session.places():
        session.is_relevant(path)


def _odk(folder: Path, form: Form) -> dict[str, Any]:
    """What ODK's engine takes, and what stands in its form at the end."""
    written = [[f"/{form.root}/{path}", list(one) if isinstance(one, tuple) else one] for path, one in answers(form)]
    job = folder / "job.json"
    job.write_text(json.dumps({"form": _xform(sheets()), "answers": written, "rounds": 6}), encoding="utf-8")
    script = Path(__file__).with_name("forms_anchor.mjs")
    done = subprocess.run(["node", str(script), str(folder), str(job)], capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _xform(made: dict[str, Any]) -> str:
    return str(convert({**made, "fallback_form_name": "autopsy"}, validate=False, form_name="autopsy").xform)


def _converting() -> None:
    """A workbook of 500 rows in two languages with hints, compiled by us and converted by pyxform alone."""
    made = _in_two_languages(sheets())
    made["survey"] = made["survey"][:500] + [{"type": "end group"}] * _open_groups(made["survey"][:500])
    raw = as_xlsx(made)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        path.write_bytes(raw)
        theirs = median_time(lambda: convert(BytesIO(raw), validate=False), 9)
        ours = median_time(lambda: compile_file(path), 9, before=_formula.cache_clear)
    how = f"{len(made['survey'])} rows, median of 9; ours is pyxform's and every expression read, checked and ordered"
    show(Result("compiling a workbook of 500 rows ÷ pyxform alone", ours, theirs, "≤ 1.2", how))


def _in_two_languages(made: dict[str, Any]) -> dict[str, Any]:
    """Labels in English and French and a hint, as most workbooks have them."""
    labels = ("label::English (en)", "label::French (fr)")
    survey = [
        {**{name: cell for name, cell in row.items() if name != "label"}, **_said(row.get("label", ""), labels)}
        for row in made["survey"]
    ]
    choices = [
        {"list_name": row["list_name"], "name": row["name"], **dict.fromkeys(labels, row["label"])}
        for row in made["choices"]
    ]
    columns = dict.fromkeys(column for row in survey for column in row)
    heads = {"survey_header": [columns], "choices_header": [dict.fromkeys(("list_name", "name", *labels))]}
    return {**made, **heads, "survey": survey, "choices": choices}


def _said(label: str, labels: tuple[str, str]) -> dict[str, str]:
    hint = {"hint::English (en)": "Ask it as it stands, and wait for the answer."} if label.endswith("?") else {}
    return {**dict.fromkeys(labels, label), **hint} if label else {}


def _open_groups(rows: list[dict[str, str]]) -> int:
    return sum(row["type"] == "begin group" for row in rows) - sum(row["type"] == "end group" for row in rows)


def sheets() -> dict[str, Any]:
    """The form as an XLSForm."""
    survey = [*_who(), *(row for part in range(_PARTS) for row in _part(part)), *_sums()]
    lists = {"sex": ("m", "f"), "ynd": (_YES, "no", "dk", "ref"), "sign": tuple(f"s{one}" for one in range(8))}
    choices = [{"list_name": name, "name": code, "label": code} for name, codes in lists.items() for code in codes]
    columns = ("type", "name", "label", "relevant", "constraint", "calculation")
    return {
        "survey": survey,
        "survey_header": [dict.fromkeys(columns)],
        "choices": choices,
        "choices_header": [dict.fromkeys(("list_name", "name", "label"))],
        "settings": [{"form_id": "autopsy"}],
        "settings_header": [{"form_id": None}],
        "sheet_names": ["survey", "choices", "settings"],
    }


def _who() -> Iterator[dict[str, str]]:
    yield {"type": "begin group", "name": "who", "label": "The person"}
    yield {"type": "select_one sex", "name": "sex", "label": "Sex"}
    yield {"type": "date", "name": "born", "label": "Born"}
    yield {"type": "date", "name": "died", "label": "Died"}
    for name, formula in (
        ("days", "int(decimal-date-time(${died}) - decimal-date-time(${born}))"),
        ("age", "int(${days} div 365.25)"),
        ("neonate", "if(${days} <= 28, 1, 0)"),
        ("child", "if(${age} < 12 and ${neonate} = 0, 1, 0)"),
        ("adult", "if(${age} >= 12, 1, 0)"),
    ):
        yield {"type": "calculate", "name": name, "calculation": formula}
    yield {"type": "end group"}


def _part(part: int) -> Iterator[dict[str, str]]:
    """One part: a first question, and a chain of others that each ask for the one before."""
    relevant = _OF_PART[part % len(_OF_PART)]
    yield {"type": "begin group", "name": f"p{part}", "label": f"Part {part}", "relevant": relevant}
    yield {"type": "select_one ynd", "name": f"p{part}_a", "label": "First?"}
    before, kind_before = f"p{part}_a", "select_one ynd"
    for number in range(_IN_PART):
        kind, name = _KINDS[number % len(_KINDS)], f"p{part}_q{number}"
        asked = {"type": kind, "name": name, "label": f"Question {part}.{number}?"}
        limit = {"constraint": ". >= 0 and . <= 999"} if kind == "integer" else {}
        yield asked | limit | {"relevant": _ASKED_WHEN[kind_before].format(before)}
        before, kind_before = (name, kind) if (number + 1) % len(_KINDS) else (f"p{part}_a", "select_one ynd")
    yield {"type": "end group"}


def _sums() -> Iterator[dict[str, str]]:
    """Signs counted over the whole form."""
    for number in range(_SUMS):
        read = [f"${{p{(number + step) % _PARTS}_q{0 if step % 2 else 2}}}" for step in range(12)]
        formula = f"if({' or '.join(f'{one} = {_YES!r}' for one in read)}, 1, 0) + {number}"
        yield {"type": "calculate", "name": f"sum{number}", "calculation": formula}
