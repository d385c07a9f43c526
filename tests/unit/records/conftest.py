"""What the tests of records share: a maker of quick vaults that closes them at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.support.vaults import Vaults

settings.register_profile("without a clock", deadline=None)  # how long an example takes proves nothing
settings.load_profile("without a clock")


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with Vaults(tmp_path) as found:
        yield found
