"""An empty form on paper: the short page on both sides of a small sheet, and nothing that names a person."""

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from desktop.acts import form_in_use
from forms import shipped
from forms.model import Sort
from records.errors import Known
from records.vault.vault import Vault
from reports.blank import blank, print_blank
from reports.errors import ReportsCode
from reports.paper.pages import Made
from reports.paper.sheet import Paper
from reports.reading import form_session
from resources.texts import LANGUAGES, Texts
from tests.support.vaults import Vaults

PROTECTED, FIELD = "protected", Sort.FIELD


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with Vaults(tmp_path_factory.mktemp("blank")) as vaults:
        yield vaults.make("anna")


def made(vault: Vault, form: str, texts: Texts, paper: Paper = Paper.A5) -> Made:
    return blank(form_session(vault, form_in_use(vault, form).version, None, texts), texts, paper)


def words(sheet: Made) -> str:
    with pypdfium2.PdfDocument(io.BytesIO(sheet.data)) as paper:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in paper)


@pytest.mark.parametrize("language", [language.code for language in LANGUAGES])
@pytest.mark.parametrize("form", ["incident", "hate_speech"])
def test_the_short_page_fits_a_small_sheet(vault: Vault, form: str, language: str) -> None:
    sheet = made(vault, form, Texts(language))
    assert sheet.pages <= 3
    assert sheet.missing == ()


def test_what_is_asked_at_first_stands_there_and_what_comes_on_demand_does_not(vault: Vault) -> None:
    said = words(made(vault, "incident", Texts("en")))
    for label in ("What happened?", "What kind of event was it?", "Killed: at least", "Could it get worse?"):
        assert label in said
    for label in ("Person harmed", "How many people need help?", "Who was asked to help?", "Unit or group"):
        assert label not in said


@pytest.mark.parametrize("form", shipped.names())
def test_no_sheet_asks_for_what_is_protected(vault: Vault, form: str) -> None:
    protected = [one for one in shipped.program(form).form.definitions if one.value_class == PROTECTED]
    session = form_session(vault, form_in_use(vault, form).version, None, Texts("en"))
    asked = [one for one in session.asked() if one.definition.value_class != PROTECTED and one.definition.sort is FIELD]
    if not asked:
        return  # refused as a whole: below
    said = words(blank(session, Texts("en"), Paper.A4))
    labels = {session.say(one.label) for one in protected} - {
        session.say(one.label) for one in session.form.definitions if one.value_class != PROTECTED
    }
    assert [label for label in labels if len(label) > len("Name") and label in said] == []


def test_what_may_not_be_on_paper_is_refused_and_nothing_written(vault: Vault, tmp_path: Path) -> None:
    version = form_in_use(vault, "source").version
    with pytest.raises(Known) as refused:
        print_blank(vault, version, tmp_path / "source.pdf", Texts("en"), Paper.A5)
    assert refused.value.code is ReportsCode.NOT_ON_PAPER
    assert list(tmp_path.iterdir()) == []


def test_the_file_says_no_time_no_author_and_no_program(vault: Vault, tmp_path: Path) -> None:
    version = form_in_use(vault, "hate_speech").version
    for name in ("one.pdf", "two.pdf"):
        print_blank(vault, version, tmp_path / name, Texts("en"), Paper.A5)
    one, two = ((tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf"))
    assert one == two
    assert b"Kilwa" not in one and b"inga" not in one


def test_what_is_filled_from_another_answer_is_not_asked(vault: Vault) -> None:
    said = words(made(vault, "incident", Texts("en")))
    assert "Code of the place" not in said
    assert "How exact is the place?" not in said
