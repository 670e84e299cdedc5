"""The words that exports add to a post's own, by language, and how each language writes a date.

A language the table lacks gets English words and dates as 2026-07-01, which every reader can tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from msgspec import Struct


class Words(Struct, frozen=True, kw_only=True):
    """One language's words. ``language`` is the tag they are written in; {braces} are filled by the caller.

    ``day``, ``month``, ``quarter`` and ``week`` take {y}, {m}, {d}, {q}, {w} and {month}, the name from ``months``.
    """

    language: str
    day: str
    month: str
    months: tuple[str, ...]
    year: str
    quarter: str
    week: str
    cover: str
    contents: str
    title_page: str
    body: str
    colophon: str
    notes: str
    original: str
    image: str
    published: str
    updated: str
    authors: str
    categories: str
    tags: str
    source: str
    rights: str
    made_with: str
    posts: str
    accessible: str
    undescribed: str
    back: str
    table: str
    done: str
    to_do: str
    issued: str
    site: str
    identifier: str
    production: str
    landmarks: str
    foreword: str
    index: str
    other: str
    pages: str
    comma: str = ", "


_EN: Final = Words(
    language="en",
    day="{d} {month} {y}",
    month="{month} {y}",
    months=(
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    year="{y}",
    quarter="{y}, quarter {q}",
    week="{y}, week {w}",
    cover="Cover",
    contents="Contents",
    title_page="Title page",
    body="Posts",
    colophon="Colophon",
    notes="Notes",
    original="Read on the site",
    image="Image",
    published="Published",
    updated="Updated",
    authors="Authors",
    categories="Categories",
    tags="Tags",
    source="Originals",
    rights="Rights",
    made_with="Made with {name}",
    posts="{n} posts",
    accessible="All of it can be read as text; a table of contents and headings lead through it.",
    undescribed="Its text can be read from beginning to end; some images have no description.",
    back="Back to the text",
    table="Table",
    done="done",
    to_do="to do",
    issued="Issued",
    site="Site",
    identifier="Identifier",
    production="Production",
    landmarks="Parts of the book",
    foreword="Foreword",
    index="Index",
    other="Other",
    pages="Pages of the printed edition",
)

_JA: Final = Words(
    language="ja",
    day="{y}年{m}月{d}日",
    month="{y}年{m}月",
    months=tuple(f"{n}月" for n in range(1, 13)),
    year="{y}年",
    quarter="{y}年第{q}四半期",
    week="{y}年第{w}週",
    cover="表紙",
    contents="目次",
    title_page="扉",
    body="本文",
    colophon="奥付",
    notes="注",
    original="サイトで読む",
    image="画像",
    published="公開日",
    updated="更新日",
    authors="著者",
    categories="カテゴリー",
    tags="タグ",
    source="初出",
    rights="著作権",
    made_with="制作：{name}",
    posts="{n}本の記事",
    accessible="本文は最初から最後までテキストとして読めます。目次と見出しで移動できます。",
    undescribed="本文は最初から最後までテキストとして読めますが、説明のない画像があります。",
    back="本文へ戻る",
    table="表",
    done="済み",
    to_do="未了",
    issued="発行日",
    site="サイト",
    identifier="識別子",
    production="制作",
    landmarks="本の構成",
    foreword="はじめに",
    index="索引",
    other="その他",
    pages="印刷版のページ",
    comma="、",
)

_AR: Final = Words(
    language="ar",
    day="{d} {month} {y}",
    month="{month} {y}",
    months=(
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ),
    year="{y}",
    quarter="الربع {q} من {y}",
    week="الأسبوع {w} من {y}",
    cover="الغلاف",
    contents="المحتويات",
    title_page="صفحة العنوان",
    body="المقالات",
    colophon="بيانات النشر",
    notes="الحواشي",
    original="اقرأ على الموقع",
    image="صورة",
    published="نُشر في",
    updated="حُدّث في",
    authors="الكُتّاب",
    categories="التصنيفات",
    tags="الوسوم",
    source="المصادر",
    rights="الحقوق",
    made_with="أُنتج بواسطة {name}",
    posts="عدد المقالات: {n}",
    accessible="يمكن قراءة هذا المنشور نصًا من أوله إلى آخره، وفيه فهرس وعناوين للتنقل.",
    undescribed="يمكن قراءة نصه من أوله إلى آخره، لكن بعض صوره بلا وصف.",
    back="العودة إلى النص",
    table="جدول",
    done="منجز",
    to_do="لم يُنجز",
    issued="تاريخ الإصدار",
    site="الموقع",
    identifier="المعرّف",
    production="الإنتاج",
    landmarks="أجزاء الكتاب",
    foreword="تقديم",
    index="الفهرس",
    other="أخرى",
    pages="صفحات الطبعة الورقية",
    comma="، ",
)

WORDS: Final[Mapping[str, Words]] = {"en": _EN, "ja": _JA, "ar": _AR}

# Scripts written from right to left, by the languages that use them (CLDR likely subtags).
_RIGHT_TO_LEFT: Final = frozenset(
    ["ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"]
)


def words(language: str) -> Words:
    """The words for a BCP 47 tag: of its first subtag, else English."""
    return WORDS.get(_primary(language), _EN)


def direction(language: str) -> Literal["ltr", "rtl"]:
    """The base direction of text in ``language``; a script subtag decides before the language does."""
    subtags = language.lower().split("-")
    if "latn" in subtags or "cyrl" in subtags:
        return "ltr"
    return "rtl" if subtags[0] in _RIGHT_TO_LEFT or "arab" in subtags or "hebr" in subtags else "ltr"


def format_day(day: date, language: str) -> str:
    """2026年7月1日, 1 July 2026, 1 يوليو 2026; elsewhere 2026-07-01. A datetime is shown in its own zone."""
    known = WORDS.get(_primary(language))
    return _fill(known.day, known, day) if known else f"{day:%Y-%m-%d}"


def format_month(day: date, language: str) -> str:
    """2026年7月, July 2026, يوليو 2026; elsewhere 2026-07."""
    known = WORDS.get(_primary(language))
    return _fill(known.month, known, day) if known else f"{day:%Y-%m}"


def format_week(day: date, language: str) -> str:
    """2026年第27週, 2026, week 27; elsewhere 2026-W27 (ISO 8601)."""
    year, week, _ = day.isocalendar()
    known = WORDS.get(_primary(language))
    return known.week.format(y=year, w=week) if known else f"{year}-W{week:02}"


def _fill(pattern: str, known: Words, day: date) -> str:
    return pattern.format(y=day.year, m=day.month, d=day.day, month=known.months[day.month - 1])


def _primary(language: str) -> str:
    return language.lower().replace("_", "-").partition("-")[0]
