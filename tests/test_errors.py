"""Exceptions survive a process pool and end the program with their exit code."""

from __future__ import annotations

import inspect
import pickle

import pytest

from exporter import errors
from exporter.errors import ExportError, UsageError

ALL = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_every_error_pickles_whole(kind: type[ExportError]) -> None:
    again = pickle.loads(pickle.dumps(kind("what happened", "what to do")))
    assert type(again) is kind
    assert (again.message, again.hint) == ("what happened", "what to do")
    assert str(again) == "what happened\n  hint: what to do"


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_usage_ends_with_2_all_else_with_1(kind: type[ExportError]) -> None:
    assert issubclass(kind, ExportError)
    assert kind.exit_code == (2 if issubclass(kind, UsageError) else 1)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_the_docstring_of_the_module_lists_them_all(kind: type[ExportError]) -> None:
    assert f" {kind.__name__} " in (errors.__doc__ or "")


def test_without_a_hint_the_message_stands_alone() -> None:
    assert str(ExportError("what happened")) == "what happened"
