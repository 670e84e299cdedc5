"""What an RSS or Atom feed must not have, as XPath: one row a requirement, its id that of the list it is from.

RSS: RSS 2.0.11 with the RSS Advisory Board's Best Practices Profile (F1). Atom: RFC 4287 (F2). Each expression selects
the offending nodes; ``re`` is EXSLT's regular expressions.
"""

from __future__ import annotations

from typing import Final, NamedTuple

NAMESPACES: Final = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "media": "http://search.yahoo.com/mrss/",
    "re": "http://exslt.org/regular-expressions",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "xml": "http://www.w3.org/XML/1998/namespace",
}


class Rule(NamedTuple):
    """``offenders`` selects what breaks the rule."""

    id: str
    says: str
    offenders: str


_DAY = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), "
_RFC822 = rf"^{_DAY}\d\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{{4}} \d\d:\d\d:\d\d ([+-]\d{{4}}|GMT)$"
_RFC3339 = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"
# Within the double quotes of an XPath literal: an address may hold an apostrophe.
_URI = "^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9;/?:@&=+$._!~*%,#()'-]+$"
_WEB = "^https?://[^/]"
_LANGUAGE = "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"
_MEDIA_TYPE = "^[a-z]+/[A-Za-z0-9.+-]+$"
_MARKUP = "</[A-Za-z][A-Za-z0-9]*>"


def _not(node: str, pattern: str) -> str:
    return f'{node}[not(re:test(normalize-space(.), "{pattern}"))]'


def _repeated(child: str, parent: str) -> str:
    return f"//{parent}/{child}[preceding-sibling::{child}]"


# Media RSS 1.5.1: what is said of a file is of the kind that readers expect.
MEDIA: Final = (
    Rule("F6.2", "a medium is image, audio, video, document or executable",
         "//media:content[@medium][not(re:test(@medium, '^(image|audio|video|document|executable)$'))]"),
    Rule("F6.3", "width, height and length are numbers",
         "//media:content[@*[re:test(name(), '^(width|height|fileSize)$')][not(re:test(., '^[0-9]+$'))]]"),
)  # fmt: skip

RSS: Final[tuple[Rule, ...]] = (
    Rule("F1.1", "the root is rss, version 2.0", "/*[not(self::rss[@version='2.0'])]"),
    Rule("F1.1", "a channel has title, link and description",
         "//channel[not(title) or not(link) or not(normalize-space(description))]"),
    Rule("F1.1", "an item has a title or a description", "//item[not(title) and not(description)]"),
    Rule("F1.1", "an element stands once", " | ".join(
        [_repeated(name, "channel") for name in ("title", "link", "description", "language", "lastBuildDate", "image")]
        + [_repeated(name, "item") for name in ("title", "link", "description", "guid", "pubDate", "author")]
    )),
    Rule("F1.1", "a title is not empty", "//title[not(normalize-space(.))]"),
    Rule("F1.1", "a link is an absolute URI", f"{_not('//channel/link', _URI)} | {_not('//item/link', _URI)}"),
    Rule("F1.2", "a title holds no markup", f"//title[re:test(., '{_MARKUP}')]"),
    Rule("F1.4", "an item has one enclosure at most", _repeated("enclosure", "item")),
    Rule("F1.6", "an author is an e-mail address and a name", " | ".join(
        _not(path, r"^[^\s@]+@[^\s@]+ \(.+\)$")
        for path in ("//item/author", "//channel/managingEditor", "//channel/webMaster")
    )),
    Rule("F1.7", "items follow the channel's metadata", "//channel/*[not(self::item)][preceding-sibling::item]"),
    Rule("F1.8", "an image repeats the channel's title and link",
         "//channel/image[title != ../title or link != ../link or not(url)]"),
    Rule("F1.9", "there is no textInput", "//textInput"),
    Rule("F1.10", "content:encoded follows a description",
         "//item/content:encoded[not(preceding-sibling::description)]"),
    Rule("F1.10", "the description is not the content again",
         "//item[content:encoded and normalize-space(description) = normalize-space(content:encoded)]"),
    Rule("F1.11", "the channel names its own address",
         "//channel[not(atom:link[@rel='self'][@type='application/rss+xml'])]"),
    Rule("F1.12", "comments are counted in a feed that says when it was built",
         "//channel[not(lastBuildDate)]//slash:comments"),
    Rule("F1.13", "a date is RFC 822 with four digits of the year and an offset",
         f"{_not('//pubDate', _RFC822)} | {_not('//lastBuildDate', _RFC822)}"),
    Rule("F1.14", "an item has a guid of its own",
         "//item[not(guid)] | //item/guid[. = ../preceding-sibling::item/guid]"),
    Rule("F1.14", "a permalink is a web address",
         f"//guid[not(@isPermaLink='false')][not(re:test(., '{_WEB}')) or not(re:test(., \"{_URI}\"))]"),
    Rule("F1.15", "an item says who wrote it", "//item[not(author) and not(dc:creator)]"),
    Rule("F1.15", "either author or dc:creator", "//item/dc:creator[../author]"),
    Rule("F1.16", "an enclosure has an address, a length in bytes and a media type",
         f"//enclosure[not(re:test(@url, '{_WEB}')) or not(re:test(@length, '^[0-9]+$'))"
         f" or not(re:test(@type, '{_MEDIA_TYPE}'))]"),
    Rule("F1.17", "ttl is a number of minutes", _not("//ttl", "^[1-9][0-9]*$")),
    Rule("F1.18", "a category is not empty, and says whose term it is",
         "//category[not(normalize-space(.)) or not(@domain)]"),
    Rule("F1.19", "the language is a BCP 47 tag",
         f"//channel[not(language)] | {_not('//channel/language', _LANGUAGE)}"),
    Rule("F6.1", "media:content has an absolute address", f"//media:content[not(re:test(@url, \"{_URI}\"))]"),
    *MEDIA,
)  # fmt: skip

ATOM: Final[tuple[Rule, ...]] = (
    Rule("F2.1", "the root is a feed of Atom's namespace", "/*[not(self::atom:feed)]"),
    *(
        Rule("F2.1", f"a feed has one {name}", f"/atom:feed[count(atom:{name}) != 1]")
        for name in ("id", "title", "updated")
    ),
    Rule("F2.1", "someone wrote each entry", "//atom:entry[not(atom:author) and not(../atom:author)]"),
    *(
        Rule("F2.2", f"an entry has one {name}", f"//atom:entry[count(atom:{name}) != 1]")
        for name in ("id", "title", "updated")
    ),
    Rule("F2.2", "a person has a name", "//atom:author[not(normalize-space(atom:name))]"),
    Rule("F2.3", "an entry without content has an alternate link",
         "//atom:entry[not(atom:content)][not(atom:link[@rel='alternate' or not(@rel)])]"),
    Rule("F2.4", "no two alternate links are of one type",
         "//atom:link[@rel='alternate'][not(@hreflang)][@type = preceding-sibling::atom:link[@rel='alternate']/@type]"),
    Rule("F2.4", "no two alternate links are of one language",
         "//atom:link[@rel='alternate'][@hreflang = preceding-sibling::atom:link[@rel='alternate']/@hreflang]"),
    Rule("F2.4", "a link says what it is", "//atom:link[not(@rel)]"),
    Rule("F2.5", "an entry's id is its own", "//atom:entry/atom:id[. = ../preceding-sibling::atom:entry/atom:id]"),
    Rule("F2.5", "an id is an absolute IRI", _not("//atom:id", r"^[A-Za-z][A-Za-z0-9+.-]*:\S+$")),
    Rule("F2.6", "a text is of type text, html or xhtml",
         "//*[self::atom:title or self::atom:subtitle or self::atom:summary or self::atom:rights]"
         "[@type and not(@type='text' or @type='html' or @type='xhtml')]"),
    Rule("F2.6", "content is text, html, xhtml or of a media type",
         "//atom:content[@type and not(@type='text' or @type='html' or @type='xhtml' or contains(@type, '/'))]"),
    Rule("F2.7", "content from elsewhere is empty and summarised",
         "//atom:content[@src][node() or not(../atom:summary)]"),
    Rule("F2.8", "a date is RFC 3339", f"{_not('//atom:updated', _RFC3339)} | {_not('//atom:published', _RFC3339)}"),
    Rule("F2.10", "the feed names its own address",
         "/atom:feed[not(atom:link[@rel='self'][@type='application/atom+xml'])]"),
    Rule("F2.11", "the language is a BCP 47 tag",
         f"//@xml:lang[not(re:test(., '{_LANGUAGE}'))]/.. | /*[not(@xml:lang)]"),
    Rule("F2.12", "a category has a term", "//atom:category[not(normalize-space(@term))]"),
    *(
        Rule("F2.13", f"a feed has one {name} at most", f"/atom:feed[count(atom:{name}) > 1]")
        for name in ("rights", "subtitle", "logo", "icon", "generator")
    ),
    Rule("F2.14", "a link is an absolute URI", f"//atom:link[not(re:test(@href, \"{_URI}\"))]"),
    Rule("F6.1", "media:content has an absolute address", f"//media:content[not(re:test(@url, \"{_URI}\"))]"),
    *MEDIA,
)  # fmt: skip
