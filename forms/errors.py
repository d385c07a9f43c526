"""What can go wrong with a form, one code for each sentence a person may meet."""

from enum import StrEnum


class FormsCode(StrEnum):
    """The codes of this room, in groups by the part that raises them; facts in brackets."""

    # forms.xpath: an expression as it is read
    EXPRESSION_EMPTY = "expression-empty"  # nothing but white space
    EXPRESSION_TOO_LONG = "expression-too-long"  # (length, limit)
    EXPRESSION_TOO_DEEP = "expression-too-deep"  # brackets in brackets in brackets (limit)
    EXPRESSION_SYNTAX = "expression-syntax"  # cannot be read (position counted from 1, found)

    # forms.xpath: an expression that can be read and cannot work
    UNKNOWN_FUNCTION = "unknown-function"  # (function)
    WRONG_ARGUMENTS = "wrong-arguments"  # (function, given, expects: the way to write it)
    UNKNOWN_PREFIX = "unknown-prefix"  # (prefix)
    UNKNOWN_VARIABLE = "unknown-variable"  # forms have none (variable)
    NOT_NODES = "not-nodes"  # a value stands where a question must be named (where)

    # forms.xpath: an expression that cannot be evaluated for the answers at hand
    NOT_A_PLACE = "not-a-place"  # distance() of something else than two or more places
    BAD_PATTERN = "bad-pattern"  # regex() (pattern)
    PATTERN_TOO_SLOW = "pattern-too-slow"  # regex() that takes for ever (pattern)
    UNKNOWN_DIGEST = "unknown-digest"  # digest() by an algorithm or encoding nobody knows (name)
    TOO_MANY_LETTERS = "too-many-letters"  # uuid() (limit)

    # forms.reading and forms.converting, a questionnaire as people write it
    FORM_UNREADABLE = "form-unreadable"  # no questionnaire in this file (path)
    FORM_MISTAKE = "form-mistake"  # (sheet, row, column, value, why: a member of Mistake; says: as pyxform says it)
    FORM_EXPRESSION = "form-expression"  # an expression that cannot work (sheet, row, column, expression, why, what)
    FORM_CLASS = "form-class"  # a class or meaning nobody knows (row, value)
    FORM_CALCULATION_LOWER = "form-calculation-lower"  # a calculation below what it reads (row, field, reads)
    FORM_CIRCLE = "form-circle"  # questions that wait for each other (fields)
    FORM_NOT_SUPPORTED = "form-not-supported"  # (row, what, why: a member of NotHere)
    FORM_FILE = "form-file"  # a file beside the form that cannot be used (row, file, why: a member of Unusable)
    FORM_MEDIA = "form-media"  # a picture, sound or film that is not kept with its form (file, why: of Unusable)
    FORM_METADATA = "form-metadata"  # a question of the device that is none (field)
    FORM_SOUND = "form-sound"  # a sound that would be recorded without anybody's doing (field)
    FORM_LOWERS = "form-lowers"  # a new version would let answers travel further (fields)
    FORM_TAKEN = "form-taken"  # a form of others by the name of one of ours (form)
    FORM_MALFORMED = "form-malformed"  # a stored form that is not one
    NO_FORM = "no-form"  # (form)

    # forms.answer_files and forms.answers, what comes from outside; column: the question as the file names it
    ANSWERS_UNREADABLE = "answers-unreadable"  # (row, why: a member of Unreadable)
    ANSWER_UNKNOWN_QUESTION = "answer-unknown-question"  # (row, column)
    ANSWER_WRONG_CHOICE = "answer-wrong-choice"  # (row, column, value: "" where it may be a secret)
    ANSWER_WRONG_KIND = "answer-wrong-kind"  # (row, column, kind)
    ANSWER_REFUSED = "answer-refused"  # (row, column, why: required, constraint, readonly, calculated; message)
    ANSWER_NOT_ASKED = "answer-not-asked"  # an answer to a question that is not relevant (row, column)


class NotHere(StrEnum):
    """Why something in a questionnaire cannot be used here."""

    KOBO = "kobo-only"
    SEARCH = "search-function"
    LAST_TIME = "last-time"
    LETTERS = "letters-of-name"
    TOO_DEEP = "groups-too-deep"
    TOO_MANY = "too-many-rows"
    NOT_KNOWN = "not-odk"
