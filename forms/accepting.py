"""Taking in a form of others: what it is, what it asks the device, what it does to old answers. Decides; keeps nothing.

A person sees all of it before she accepts. A form that would let answers travel further than before is taken only when
each such question was named; one that bears the name of ours never is.
"""

from collections.abc import Collection
from dataclasses import dataclass

from forms.comparing import Difference, differences, lowered
from forms.errors import FormsCode
from forms.metadata import metadata, turned_on
from forms.model import Definition, Form
from forms.storing import schema_of, to_bytes
from records.errors import Known
from records.schema import Schema


@dataclass(frozen=True, slots=True)
class Proposal:
    """A form as it would be taken in. changes: against the version that is in use, nothing for a form that is new."""

    form: Form
    schema: Schema
    raw: bytes
    changes: tuple[Difference, ...]
    asks_device: tuple[Definition, ...]

    @property
    def lowers(self) -> tuple[str, ...]:
        """The questions whose answers would travel further than before."""
        return lowered(self.changes)


def propose(form: Form, in_use: Form | None, turn_on: Collection[str], ours: Collection[str]) -> Proposal:
    """Return what taking a form in would mean. Known(FORM_TAKEN | FORM_METADATA).

    in_use: the version of it that new notes are written with now. turn_on: metadata questions, by path or name. ours:
    the ids of the forms that come with the program.
    """
    if form.id in ours:
        raise Known(FormsCode.FORM_TAKEN, form=form.id)
    chosen = turned_on(form, turn_on)
    changes = () if in_use is None else differences(in_use, chosen)
    return Proposal(chosen, schema_of(chosen), to_bytes(chosen), changes, metadata(chosen))


def check_confirmed(proposal: Proposal, confirmed: Collection[str]) -> None:
    """Known(FORM_LOWERS) names the questions whose class would be lowered without a person's word."""
    silent = tuple(path for path in proposal.lowers if path not in confirmed)
    if silent:
        raise Known(FormsCode.FORM_LOWERS, fields=silent)
