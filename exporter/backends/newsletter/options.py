"""What a newsletter may be told in exporter.toml."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from exporter.backends.newsletter.dialects import Service
from exporter.model.markup import Markup
from exporter.passes.partners import Policy

# Gmail cuts a mail's HTML at 102 KB; what a mail service adds (tracking links, its own footer) fits in the rest.
BUDGET = 90_000

Size = Literal["full", "excerpt", "line"]
Address = Annotated[str, Meta(pattern=r"^$|^[^\s<>,;:\"()\[\]@]+@[^\s<>,;:\"()\[\]@]+$")]
WebLink = Annotated[str, Meta(pattern=r"^$|^https?://[^\s<>\"]+$")]
UnsubscribeLink = Annotated[str, Meta(pattern=r"^$|^(https?://|mailto:)[^\s<>\"]+$")]
ListId = Annotated[str, Meta(pattern=r"^$|^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+$")]


class Sender(Struct, frozen=True, forbid_unknown_fields=True):
    """Who the mail is from; ``name`` takes the subject's placeholders. Without an address mail cannot be sent; the
    draft then bears one that cannot exist."""

    name: str = ""
    address: Address = ""


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``subject`` and ``preheader`` may use {site} {title} {id} {lead} {titles} {count}.

    ``budget`` caps the bytes of the HTML part as it is sent (base64 makes four of three). ``size`` is the most a post
    gets, ``lead`` names the posts that come first (Source.names), ``sections`` puts the others together by what
    they share. ``foreword`` and ``closing`` are the editor's, in Markdown. ``contents`` lists
    the titles at the top when at least so many posts follow; 0 never.

    ``web`` is the address of the web copy, with {id}. ``unsubscribe`` is the https: or mailto: way out, in which
    {token} stands for what names the reader; without it the mail asks for a word to its sender. ``postal`` and
    ``contact`` are what the laws of Japan, the United States and the European Union ask a sender to show.

    ``images`` are linked or, as "cid", sent along. ``affiliate`` says what becomes of links that pay a partner, which
    Amazon's terms bar from mail: they lead to the post on the web, or become text. ``outlook`` adds the conditional
    comments that classic Outlook needs. ``law`` names those that sending must keep to. ``esp`` is the
    mail service to write the HTML and the text for, too.
    """

    subject: str = "{title}"
    preheader: str = "{titles}"
    from_: Sender = field(default=Sender(), name="from")
    reply_to: Address = ""
    list_id: ListId = ""
    unsubscribe: UnsubscribeLink = ""
    web: WebLink = ""
    postal: str = ""
    contact: str = ""
    foreword: Markup | None = None
    closing: Markup | None = None
    lead: tuple[str, ...] = ()
    sections: Literal["", "category", "tag", "series", "section"] = ""
    size: Size = "full"
    budget: Annotated[int, Meta(ge=20_000)] = BUDGET
    images: Literal["link", "cid"] = "link"
    affiliate: Policy = "to-post"
    outlook: bool = True
    esp: Service = ""
    law: tuple[Literal["jp", "us", "eu"], ...] = ("jp", "us", "eu")
    contents: Annotated[int, Meta(ge=0)] = 4

    def of_part(self) -> Options:
        """What shapes a post's part: a new foreword makes no post anew."""
        return Options(size=self.size, budget=self.budget, images=self.images, affiliate=self.affiliate)
