"""What the tests of records share: a maker of quick vaults that closes them at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.vaults import Vaults


@pytest.fixture
def vaults(tmp_path: Path) -> Iterator[Vaults]:
    with Vaults(tmp_path) as found:
        yield found
