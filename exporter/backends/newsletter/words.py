"""The words a mail adds to its posts, by language; those it shares with the other channels are in passes.strings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct


class MailWords(Struct, frozen=True, kw_only=True):
    """{braces} are filled by the caller. ``also`` heads the posts that got a line only."""

    web: str
    unsubscribe: str
    read_on: str
    contents: str
    also: str
    rest: str
    more: str
    more_one: str
    posts: str
    posts_one: str
    picture: str
    sender: str
    contact: str
    notes: str
    quote: tuple[str, str]


_EN: Final = MailWords(
    web="Read on the web",
    unsubscribe="Unsubscribe",
    read_on="Read on",
    contents="In this issue",
    also="Also new",
    rest="and {n} more",
    more="{n} more on the web",
    more_one="1 more on the web",
    posts="{n} posts",
    posts_one="1 post",
    picture="picture",
    sender="From",
    contact="Contact",
    notes="Notes",
    quote=("“", "”"),
)

_JA: Final = MailWords(
    web="ウェブで読む",
    unsubscribe="配信を停止する",
    read_on="続きを読む",
    contents="今号の内容",
    also="ほかの新着",
    rest="ほか{n}本",
    more="ウェブにはほかに{n}本の記事があります",
    more_one="ウェブにはほかに1本の記事があります",
    posts="{n}本の記事",
    posts_one="1本の記事",
    picture="画像",
    sender="発行",
    contact="お問い合わせ",
    notes="注",
    quote=("「", "」"),
)

_AR: Final = MailWords(
    web="اقرأ على الويب",
    unsubscribe="إلغاء الاشتراك",
    read_on="تابع القراءة",
    contents="في هذا العدد",
    also="جديد أيضًا",
    rest="وأخرى عددها {n}",
    more="على الويب مقالات أخرى، عددها {n}",
    more_one="على الويب مقالة أخرى",
    posts="عدد المقالات: {n}",
    posts_one="مقالة واحدة",
    picture="صورة",
    sender="المرسل",
    contact="للتواصل",
    notes="الحواشي",
    quote=("«", "»"),
)

_WORDS: Final[Mapping[str, MailWords]] = {"en": _EN, "ja": _JA, "ar": _AR}


def mail_words(language: str) -> MailWords:
    """The words for a BCP 47 tag: of its first subtag, else English."""
    return _WORDS.get(language.lower().replace("_", "-").partition("-")[0], _EN)


def count(number: int, one: str, many: str) -> str:
    """``one`` for 1, else ``many`` with the number in it."""
    return one if number == 1 else many.format(n=number)
