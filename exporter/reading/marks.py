"""The small notations of Python-Markdown and markdown-it sites, one after another."""

from __future__ import annotations

from exporter.reading.abbreviations import without_abbreviations
from exporter.reading.attribute_lists import attribute_lists
from exporter.reading.code_languages import code_languages
from exporter.reading.contents_marks import without_contents
from exporter.reading.icons import icons
from exporter.reading.located import Text
from exporter.reading.pointed import pointed


def marks(body: Text) -> Text:
    """``body`` in the Markdown that is read here: languages of indented code (``:::python``), pictures whose
    path has blanks, icons, attribute lists, ``[TOC]``, abbreviations. ``body`` itself where there are none."""
    for step in (code_languages, pointed, icons, attribute_lists, without_contents, without_abbreviations):
        body = step(body)
    return body
