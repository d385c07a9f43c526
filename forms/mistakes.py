"""What pyxform finds wrong with a questionnaire, as codes of our own that are said in any language.

pyxform says everything in English sentences; each is known by what is peculiar to it. A test holds that every error of
the pyxform in use has a code, so that a new one cannot slip through as `OTHER`.
"""

import re
from enum import StrEnum
from typing import Final


class Mistake(StrEnum):
    """What is wrong with a questionnaire."""

    NO_SUCH_QUESTION = "no-such-question"
    TWO_SUCH_QUESTIONS = "two-such-questions"
    REFERENCE = "reference"
    NAME_TAKEN = "name-taken"
    NAME_RESERVED = "name-reserved"
    NAME_MISSING = "name-missing"
    NAME_BAD = "name-bad"
    TYPE_MISSING = "type-missing"
    TYPE_UNKNOWN = "type-unknown"
    END_MISSING = "end-missing"
    BEGIN_MISSING = "begin-missing"
    LABEL_MISSING = "label-missing"
    CHOICE_TWICE = "choice-twice"
    CHOICE_SPACES = "choice-spaces"
    CHOICES_MISSING = "choices-missing"
    LIST_MISSING = "list-missing"
    OTHER_FILTERED = "other-filtered"
    TABLE_LIST = "table-list"
    CALCULATION_MISSING = "calculation-missing"
    TRIGGER = "trigger"
    RANGE = "range"
    PARAMETER = "parameter"
    AUDIT = "audit"
    HEADER_TWICE = "header-twice"
    HEADER_MISSING = "header-missing"
    HEADER_BAD = "header-bad"
    SHEET_MISSING = "sheet-missing"
    ENTITY = "entity"
    FILE_KIND = "file-kind"
    FILE_TWICE = "file-twice"
    SEARCH = "search"
    MEDIA = "media"
    DATE_CELL = "date-cell"
    SETTINGS = "settings"
    LETTER = "letter"
    FORMULA = "formula"
    STUMBLED = "stumbled"
    OTHER = "other"


_PECULIAR: Final = (
    (Mistake.NO_SUCH_QUESTION, r"Could not find the name|There is no survey element named"),
    (Mistake.TWO_SUCH_QUESTIONS, r"appears more than once|There are multiple survey elements named"),
    (Mistake.REFERENCE, r"Reference variable"),
    (Mistake.PARAMETER, r"'reference-geometry'"),
    (
        Mistake.ENTITY,
        r"'save_to' value|save_to value|entity (?:declaration|list|propert)|'entities' sheet|Entity lists",
    ),
    (Mistake.NAME_RESERVED, r"The name 'meta' is reserved"),
    (Mistake.NAME_TAKEN, r"unique within the|unique anywhere in the survey|same as the survey root"),
    (Mistake.NAME_MISSING, r"with no name|must have a name"),
    (Mistake.NAME_BAD, r"Names must begin with|Names used here"),
    (Mistake.TYPE_MISSING, r"Question with no type"),
    (Mistake.TYPE_UNKNOWN, r"Unknown question type"),
    (Mistake.END_MISSING, r"No matching 'end_"),
    (Mistake.BEGIN_MISSING, r"No matching 'begin_"),
    (Mistake.LABEL_MISSING, r"should have a label|has no label or hint"),
    (Mistake.CHOICE_TWICE, r"Choice names must be unique"),
    (Mistake.CHOICE_SPACES, r"Choice names with spaces"),
    (Mistake.LIST_MISSING, r"List name not in|loop without list name"),
    (
        Mistake.CHOICES_MISSING,
        r"There should be (?:a choices|an external_choices|choices)|must not both be None|Please ensure that the",
    ),
    (Mistake.OTHER_FILTERED, r"with or_other|'or other' question"),
    (Mistake.TABLE_LIST, r"table.list"),
    (Mistake.CALCULATION_MISSING, r"Missing calculation"),
    (Mistake.TRIGGER, r"calculation trigger|'background-geopoint'"),
    (Mistake.AUDIT, r"[Aa]udits?\b|track-changes|identify-user|track-changes-reasons|on-form-edit"),
    (Mistake.RANGE, r"'range' question type"),
    (Mistake.FILE_KIND, r"supported file extensions"),
    (Mistake.FILE_TWICE, r"same instance id"),
    (Mistake.SEARCH, r"search\(\)"),
    (Mistake.MEDIA, r"Media type|big-image"),
    (Mistake.HEADER_TWICE, r"Duplicate column header|different names for the same column"),
    (Mistake.HEADER_MISSING, r"required column headers|missing header row"),
    (Mistake.HEADER_BAD, r"Column headers must not|column names are invalid|column\(s\) are not supported"),
    (Mistake.SHEET_MISSING, r"You must have a sheet|When looking for a sheet"),
    (Mistake.DATE_CELL, r"has an invalid date"),
    (Mistake.SETTINGS, r"instanceID|id_string"),
    (Mistake.PARAMETER, r"[Pp]arameters?\b|must be set to|value must be a number"),
)
_KNOWN: Final = tuple((mistake, re.compile(pattern)) for mistake, pattern in _PECULIAR)
_ABOUT: Final = re.compile(
    r"(?:named|name|type|sheet:|value|list name '[^']*'|parameter|Media type:) '([^']*)'(?! value)(?! sheet)"
)
_LISTED: Final = re.compile(r"not in (?:external )?(?:choices|columns) sheet: (\S+)")


def mistake_of(says: str) -> Mistake:
    """Which mistake a sentence of pyxform's tells of."""
    return next((mistake for mistake, pattern in _KNOWN if pattern.search(says)), Mistake.OTHER)


def about(says: str) -> str:
    """What a sentence of pyxform's is about: the name or word it quotes; "" when it quotes none."""
    found = _LISTED.search(says) or _ABOUT.search(says)
    return "" if found is None else found[1]
