"""Which Markdown a site writes: the flags that its generator's configuration turns on and off."""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct, structs

Pairs = tuple[tuple[str, str], ...]
HeadingIds = Literal["", "github", "github-ascii", "blackfriday", "hexo"]


class Substitutions(Struct, frozen=True, kw_only=True):
    """What the typographer writes for ``'…'``, ``"…"``, ``--``, ``---``, ``...``, ``<<``, ``>>`` and
    ``it's``.

    An empty string turns that substitution off.
    """

    left_single: str = "‘"
    right_single: str = "’"
    left_double: str = "“"
    right_double: str = "”"
    en_dash: str = "–"
    em_dash: str = "—"
    ellipsis: str = "…"
    left_angle: str = "«"
    right_angle: str = "»"
    apostrophe: str = "’"


class Dialect(Struct, frozen=True, kw_only=True):
    """CommonMark 0.31.2 and what is added to it. The defaults are those of a plain folder of Markdown.

    * ``linkify``            bare URLs and addresses become links (GFM's extended autolinks, as Goldmark
    reads them); ``linkify_protocol`` is given to those that begin with ``www.``
    * ``inline_footnotes``   ``^[…]``
    * ``heading_attributes`` ``# Title {#id .class}``; ``block_attributes`` such a line after a block
    * ``unsafe``             raw HTML is passed on; otherwise it is left out
    * ``math_inline`` and ``math_block`` pairs of delimiters; for ``$`` pandoc's rule holds, which spares
    prices
    * ``alerts``             ``> [!NOTE] title``, titled in ``language`` when the author gives no title
    * ``wiki_links``         ``[[Page|words]]`` and ``![[picture.png]]``; ``comments`` leaves ``%%…%%`` out
    * ``cjk_emphasis``       emphasis beside full-width punctuation (the markdown-cjk-friendly amendment)
    * ``flanking``           the site's own program goes by CommonMark's rule, which leaves such marks literal (R204);
    kramdown, pandoc and Python-Markdown do not
    * ``cjk_softbreak``      a line break between two CJK characters is no space
    """

    tables: bool = True
    strikethrough: bool = True
    footnotes: bool = True
    inline_footnotes: bool = False
    definition_lists: bool = True
    task_lists: bool = True
    linkify: bool = True
    linkify_protocol: str = "https"
    typographer: Substitutions | None = None
    heading_ids: HeadingIds = "github"
    heading_attributes: bool = True
    block_attributes: bool = False
    emoji: bool = False
    unsafe: bool = True
    math_inline: Pairs = ()
    math_block: Pairs = ()
    alerts: bool = True
    mark: bool = False
    insert: bool = False
    subscript: bool = False
    superscript: bool = False
    hard_breaks: bool = False
    wiki_links: bool = False
    comments: bool = False
    cjk_emphasis: bool = True
    flanking: bool = True
    cjk_softbreak: bool = True
    language: str = "en"


# The delimiters that MathJax and KaTeX know; of backslashes Goldmark and its like eat one, so writers put two.
_TEX: Final = (("$", "$"), ("\\\\(", "\\\\)"), ("\\(", "\\)"))
_DISPLAYED: Final = (("$$", "$$"), ("\\\\[", "\\\\]"), ("\\[", "\\]"))


def with_formulas(dialect: Dialect) -> Dialect:
    """``dialect`` for a page that has MathJax or KaTeX draw its formulas."""
    if ("$", "$") in dialect.math_inline:
        return dialect
    inline = (*dialect.math_inline, *_TEX)
    return structs.replace(dialect, math_inline=inline, math_block=(*dialect.math_block, *_DISPLAYED))


# Hugo's own defaults (markup.goldmark of its configuration).
HUGO: Final = Dialect(typographer=Substitutions(), unsafe=False)
