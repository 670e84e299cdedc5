"""``> [!NOTE] title`` becomes a callout: the notation of GitHub, Obsidian and Hugo's alerts."""

from __future__ import annotations

import re
from typing import Final

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_MARK: Final = re.compile(r"\[!([A-Za-z]+)\][+-]?(?:[ \t]+([^\n]*))?(?:\n|\Z)")

_LABEL: Final = re.compile(r"(\*\*|__)([^*_:：\n]+)[:：]?\1[:：]?[ \t]*")
_TRADITIONAL: Final = re.compile(r"zh-(?:hant|tw|hk|mo)\b")

# What other notations call one of the five kinds.
_KINDS: Final = {
    **{name: name for name in ("note", "tip", "important", "warning", "caution")},
    **dict.fromkeys(
        ("info", "abstract", "summary", "tldr", "example", "quote", "cite", "todo", "seealso"), "note"
    ),
    **dict.fromkeys(("hint", "success", "check", "done"), "tip"),
    **dict.fromkeys(("question", "help", "faq"), "important"),
    **dict.fromkeys(("attention",), "warning"),
    **dict.fromkeys(("danger", "error", "failure", "fail", "missing", "bug"), "caution"),
}

_TITLES: Final = {
    "ja": {"note": "注記", "tip": "ヒント", "important": "重要", "warning": "警告", "caution": "注意"},
    "ar": {"note": "ملاحظة", "tip": "نصيحة", "important": "مهم", "warning": "تحذير", "caution": "تنبيه"},
    "zh": {"note": "说明", "tip": "提示", "important": "重要", "warning": "警告", "caution": "注意"},
    "zh-hant": {"note": "說明", "tip": "提示", "important": "重要", "warning": "警告", "caution": "注意"},
    "ko": {"note": "참고", "tip": "도움말", "important": "중요", "warning": "경고", "caution": "주의"},
    "es": {
        "note": "Nota",
        "tip": "Consejo",
        "important": "Importante",
        "warning": "Advertencia",
        "caution": "Precaución",
    },
    "pt": {
        "note": "Nota",
        "tip": "Dica",
        "important": "Importante",
        "warning": "Aviso",
        "caution": "Cuidado",
    },
    "fr": {
        "note": "Note",
        "tip": "Astuce",
        "important": "Important",
        "warning": "Avertissement",
        "caution": "Attention",
    },
    "de": {
        "note": "Hinweis",
        "tip": "Tipp",
        "important": "Wichtig",
        "warning": "Warnung",
        "caution": "Vorsicht",
    },
    "hi": {
        "note": "नोट",
        "tip": "सुझाव",
        "important": "महत्वपूर्ण",
        "warning": "चेतावनी",
        "caution": "सावधान",
    },
    "it": {
        "note": "Nota",
        "tip": "Suggerimento",
        "important": "Importante",
        "warning": "Avviso",
        "caution": "Attenzione",
    },
    "ru": {
        "note": "Примечание",
        "tip": "Совет",
        "important": "Важно",
        "warning": "Предупреждение",
        "caution": "Осторожно",
    },
    "uk": {
        "note": "Примітка",
        "tip": "Порада",
        "important": "Важливо",
        "warning": "Попередження",
        "caution": "Обережно",
    },
}


def callout_kind(name: str) -> str:
    """Which of the five kinds a name stands for ("danger": caution); empty for a name that is none."""
    return _KINDS.get(name.lower(), "")


def callout_title(kind: str, language: str) -> str:
    """What a callout is called when its author does not say."""
    tag = language.lower()
    name = "zh-hant" if _TRADITIONAL.match(tag) else tag.partition("-")[0]
    return _TITLES.get(name, {}).get(kind) or kind.capitalize()


def callouts(state: StateCore, *, language: str) -> None:
    """Core rule, before inlines are parsed: block quotes that begin with a mark."""
    tokens: list[Token] = []
    closing: list[int] = []  # levels of the block quotes to close as callouts
    skip = 0
    for i, token in enumerate(state.tokens):
        if skip:
            skip -= 1
        elif token.type == "blockquote_open" and (mark := _mark(state.tokens, i)):
            closing.append(token.level)
            inline = state.tokens[i + 2]
            opening = _opening(token, inline, mark, language)
            tokens += opening
            _cut(state.tokens[i + 1], inline, mark.end())
            inline.content = _without_label(inline.content, opening[2].content)
            skip = 0 if inline.content else 3
        else:
            if token.type == "blockquote_close" and closing and closing[-1] == token.level:
                closing.pop()
                token.type, token.tag = "callout_close", "aside"
            tokens.append(token)
    state.tokens = tokens


def _mark(tokens: list[Token], index: int) -> re.Match[str] | None:
    first = tokens[index + 1 : index + 3]
    if [token.type for token in first] != ["paragraph_open", "inline"]:
        return None
    return _MARK.match(first[1].content)


def _without_label(text: str, title: str) -> str:
    """``text`` without the title that some authors set before it once more, in bold."""
    label = _LABEL.match(text)
    return text[label.end() :] if label and label[2].casefold() == title.casefold() else text


def _cut(paragraph: Token, inline: Token, length: int) -> None:
    """Takes the line with the mark off the paragraph."""
    inline.content = inline.content[length:]
    if inline.map:
        inline.map = paragraph.map = [inline.map[0] + 1, inline.map[1]]


def _opening(quote: Token, inline: Token, mark: re.Match[str], language: str) -> list[Token]:
    kind = _KINDS.get(mark[1].lower(), "note")
    own = callout_title(kind, language) if mark[1].lower() in _KINDS else mark[1].capitalize()
    quote.type, quote.tag = "callout_open", "aside"
    quote.attrs = {"class": f"callout {kind}", "role": "note"}
    level, place = quote.level + 1, inline.map
    opening = Token("paragraph_open", "p", 1, map=place, level=level, block=True)
    opening.attrs = {"class": "callout-title"}
    title = Token("inline", "", 0, map=place, level=level + 1, children=[])
    title.content = (mark[2] or "").strip() or own
    return [quote, opening, title, Token("paragraph_close", "p", -1, level=level, block=True)]
