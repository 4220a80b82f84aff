from collections.abc import Iterator

import pytest

from tests.design.serving import served


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as here:
        yield here
