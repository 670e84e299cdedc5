"""Tag soup: real tags, nested as no author should, with real attributes and hostile values."""

from __future__ import annotations

from hypothesis import strategies as st

from exporter.model.vocabulary import CLASSES, ELEMENTS, ROLES

_KEPT = sorted(ELEMENTS)
_OTHERS = (
    "article center font nav header footer main menu dir legend label fieldset form hgroup address data big tt strike "
    "acronym listing rb rtc output search marquee blink nobr object unknown-tag o:p table tr td a b p li ruby rt rp "
    "details summary figure figcaption caption select option optgroup button textarea script style template noscript "
    "iframe video audio source svg math mi progress meter embed canvas dialog map area title base link meta frameset "
    "image isindex html head body"
).split()
_TAGS = st.sampled_from(_KEPT + _OTHERS)
_VOID = frozenset(
    "area base br col embed hr img input link meta source wbr frame param track keygen basefont bgsound".split()
)

_URLS = st.sampled_from(
    [
        "https://e.org/a b?c=é#d", "//e.org/x", "/root", "../up", "#x", "#a b", "#", "", " ", "x.png", "mailto:", "tel:1",
        "mailto:a@b.c?subject=x y", "java\tscript:alert(1)", "JaVaScRiPt:x", "&#106;avascript:x", "vbscript:x", "file:///etc/passwd",
        "data:text/html,x", "data:image/png;base64,iVBO", "data:image/gif;base64,", "data:image/svg+xml,<svg/>", "http://[x", "//[",
        "http://ex℀mple.com", "https://例え.jp/", "100%.html", "%zz", "http://a:99999/", "?", "\\\\host\\share", "ftp://x/", "\x01javascript:x",
        "\u3000https://e.org/",
    ]
)  # fmt: skip
_ATTRIBUTES = st.one_of(
    st.tuples(st.sampled_from(["href", "src", "data-src", "cite", "data", "poster"]), _URLS),
    st.tuples(st.sampled_from(["id", "name", "headers", "title", "alt"]), st.sampled_from(["x", "x", "a b", "x-1", "", "\x0c", "\u00a0y", "<&\"'"])),
    st.tuples(st.just("class"), st.sampled_from([*sorted(CLASSES), "language-c++ hljs", "mine", ""])),
    st.tuples(st.just("role"), st.sampled_from([*sorted(ROLES), "banner", "NOTE"])),
    st.tuples(
        st.just("style"),
        st.sampled_from(["display:none", "text-align:right", "border:1px solid", "background:red;padding:1px", "font-size:8px", "}", ""]),
    ),
    st.tuples(st.sampled_from(["dir", "lang", "rel", "scope", "datetime", "type", "align", "hreflang"]),
              st.sampled_from(["ltr", "RTL", "en-GB", "x-y-z-1", "nofollow  NOOPENER", "col", "2026-07-01", "yesterday", "checkbox", "a", "right", ""])),
    st.tuples(st.sampled_from(["width", "height", "colspan", "rowspan", "span", "start", "value", "max", "data-line"]),
              st.sampled_from(["0", "1", "-2", "7", "1001", "99999999999", "²", "100%", "1px", ""])),
    st.tuples(st.sampled_from(["onclick", "onerror", "hidden", "open", "checked", "reversed", "xmlns", "xlink:href", "x:y", "@x", "a'b"]), st.just("1")),
)  # fmt: skip

_WORDS = st.one_of(
    st.sampled_from(
        ["word", "二語", " ", "\n", "\n\n", "&amp;", "&lt;b&gt;", "&nbsp;", "&#1;", "&#xFFFE;", "&#0;", "&bogus;", "<", "</", "<!--line 7-->", "<!-- x", "-->", "<![CDATA[x]]>", "<?php x ?>", "]]>", "\x0b", "\ufeff", "\U0001f600"]
    ),
    st.text(max_size=8),
)  # fmt: skip


def _quoted(pair: tuple[str, str]) -> str:
    name, value = pair
    return f'{name}="{value.replace(chr(34), "&quot;")}"'


@st.composite
def _opened(draw: st.DrawFn) -> tuple[str, str]:
    """A tag's name and its start tag."""
    tag = draw(_TAGS)
    attributes = draw(st.lists(_ATTRIBUTES, max_size=3))
    return tag, "<" + " ".join([tag, *map(_quoted, attributes)]) + draw(
        st.sampled_from([">", ">", ">", "/>"])
    )


@st.composite
def soup(draw: st.DrawFn, *, tokens: int = 40) -> str:
    """Start tags, end tags of what is open or of anything, words; nothing has to match."""
    text: list[str] = []
    opened: list[str] = []
    for kind in draw(st.lists(st.sampled_from("oooowwwcccx"), max_size=tokens)):
        if kind == "o":
            tag, start = draw(_opened())
            text.append(start)
            opened += [] if tag in _VOID else [tag]
        elif kind == "c" and opened:
            text.append(f"</{opened.pop()}>")
        elif kind == "x":
            text.append(f"</{draw(_TAGS)}>")
        else:
            text.append(draw(_WORDS))
    return "".join(text)


def anything() -> st.SearchStrategy[str]:
    return st.one_of(soup(), st.text(max_size=60), st.text(alphabet="<>/=\"'&; \nabp!-[]", max_size=80))
