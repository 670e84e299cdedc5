"""Liquid in the bodies of Jekyll's and Eleventy's posts, expanded before Markdown is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exporter.diagnostics import Diagnostic
from exporter.reading.located import Text
from exporter.sites.base import ShortcodeRule
from exporter.sites.shortcodes.outcome import Shortcode


def expand(
    body: Text,
    names: Mapping[str, object],
    *,
    include: Callable[[str], str | None],
    address: Callable[[str], str],
    rules: Mapping[str, ShortcodeRule],
    source: str,
    language: str = "en",
    own: Callable[[str], Shortcode | None] = lambda _: None,
) -> tuple[Text, tuple[Diagnostic, ...]]:
    """``body`` with its Liquid carried out, and what was found amiss. Every line that comes out knows the line of
    the source it is from; lines that a file brought have the line of the ``include``. Never raises for what is
    written in it.

    ``names`` are ``site``, ``page``, … as dicts and lists. ``include`` gives the text of a file of the folder of
    includes, of one beside the post where the name starts with ``./``, None where there is none; ``address`` the
    URL that ``post_url`` and ``link`` ask for, empty where nothing has that name. ``rules`` say what becomes of tags
    that plugins define, ``language`` names the callouts that rules make, ``own`` makes what a
    template of the site's for a tag that nobody else knows says. Tags are carried out in code too, as
    Jekyll does it; ``raw`` keeps them from it.
    """
    if "{%" not in body.text and "{{" not in body.text:
        return body, ()
    # The library takes a third of a second to load, and most posts need none of it.
    from exporter.sites.liquid.engine import Engine

    engine = Engine(body, include=include, address=address, rules=rules, source=source, language=language)
    engine.own = own
    return engine.run(names), tuple(engine.found)
