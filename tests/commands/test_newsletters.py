from __future__ import annotations

import pytest

from exporter.commands.newsletters import newsletter_options
from exporter.config import read_config
from exporter.errors import UsageError


@pytest.mark.parametrize("name", ["digest", "lettre"])
def test_a_name_that_no_newsletter_has_is_told_with_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match=f"no newsletter is called '{name}'") as error:
        newsletter_options(read_config(""), name)
    assert error.value.hint == "There are letter."
