"""The closed table of diagnostic codes: severity, title, usual hint. A code is never re-used.

C configuration · S site and headers · R reading · H HTML · A assets · F feeds · E EPUB · P PDF · N newsletter ·
B build. Every code has a line in docs/diagnostics.md and a test (tests/test_codes.py holds both).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

Severity = Literal["error", "warning", "info"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "info")

CODES: Final[Mapping[str, tuple[Severity, str, str]]] = {
    # configuration
    "C001": ("error", "unknown key in exporter.toml", ""),
    "C002": ("error", "value of the wrong type in exporter.toml", ""),
    # site and headers
    "S101": ("error", "a file cannot be read", "Check its permissions."),
    "S102": ("error", "a file is not UTF-8", "Save it as UTF-8."),
    "S103": ("error", "front matter cannot be parsed", "The post is left out until its header is mended."),
    "S104": ("warning", "a post has no title", "Add `title:` to its front matter."),
    "S105": (
        "warning",
        "a post has no date",
        "Add `date:`; without one it belongs to no issue and is left out.",
    ),
    "S106": ("warning", "a date cannot be understood", "Write it as 2026-07-01T09:00:00+09:00."),
    "S107": (
        "warning",
        "several posts share one URL",
        "Give each its own slug; readers of the site see only one of them.",
    ),
    "S108": ("info", "a post is not exported now", ""),
    "S110": ("warning", "front matter names a key twice", "Remove one of them; the last one counts."),
    "S111": ("warning", "no base URL is known", "Set base_url under [site] in exporter.toml."),
    "S112": ("info", "files of a format that is not read", "Keep posts in Markdown or HTML."),
    "S113": (
        "info",
        "folders of content were taken for languages",
        "The configuration mounts none of them; a script may do so before a build.",
    ),
    "S114": (
        "info",
        "dated pages outside the main section are no posts",
        "Name all sections that hold posts in params.mainSections of the site's configuration.",
    ),
    "S115": ("warning", "a recording is missing", "Put the file where the header says, or write its length."),
    "S116": ("warning", "a file of the site was passed over", "Keep it below the root, its name in UTF-8."),
    "S117": ("info", "a note without a date is in no issue", "To publish it give it `date:`."),
    "S118": ("warning", "the site's language is not that of its posts", "Set language under [site]."),
    "S119": ("warning", "a folder of this one is a site of its own", "Name that folder with --site."),
    "S120": (
        "warning",
        "a program computes addresses",
        "Compare them; `permalink` in a header says another.",
    ),
    "S121": (
        "warning",
        "a generator that has no reader",
        "Compare `exporter list posts` with the site; `permalink` under [site] says its addresses.",
    ),
    # reading
    "R201": (
        "warning",
        "a shortcode is unknown",
        "Add a rule under [shortcodes] in exporter.toml; its inner content was kept.",
    ),
    "R202": ("error", "a shortcode is never closed", "Close it; its text was kept as it stands."),
    "R203": ("warning", "a code fence is never closed", "Close it; everything after it is code."),
    "R204": (
        "warning",
        "the live site shows literal ** here",
        "Set a space or move the punctuation out of the bold text; the exports are right.",
    ),
    "R205": ("warning", "a reference names no page", "Mend the path or the name."),
    "R206": ("warning", "a character that XML forbids was removed", "Delete it from the file."),
    "R207": ("warning", "a shortcode lacks an argument", ""),
    "R208": (
        "warning",
        "a footnote is left out",
        "Refer to it, or give it a label of its own; the live site leaves it out too.",
    ),
    "R209": ("warning", "an expression was left out", "Write what it shows as text."),
    "R210": ("warning", "Liquid that cannot be carried out", "Mend it; what it stands in was kept."),
    "R211": ("error", "Liquid without end", "Bound its loops and includes; the rest was left out."),
    "R212": ("warning", "a file that a post includes is missing", "Mend the name, or copy the theme's file."),
    "R213": ("warning", "reStructuredText has an error", "Mend it; what docutils left out is missing."),
    "R214": ("warning", "what code computes is missing", "Set `freeze: auto`, render, and keep _freeze/."),
    # HTML
    "H301": ("warning", "an element was removed with its content", ""),
    "H302": ("info", "an element was replaced by its content", ""),
    "H303": ("info", "an attribute was removed", ""),
    "H304": ("warning", "a URL was removed", "Only http, https, mailto, tel and image data are kept."),
    "H305": ("info", "an id occurs twice", "The second was renamed."),
    "H306": ("info", "a nesting that HTML forbids was repaired", ""),
    "H307": ("info", "a script was removed", ""),
    "H308": ("info", "an embedded frame or player became a link", ""),
    "H309": ("info", "a counting pixel was removed", ""),
    "H310": ("info", "a link to a place that is not in the post lost its target", "Mend the #id."),
    # assets
    "A401": ("warning", "an image is missing", "Put the file where the post says, or mend the path."),
    "A402": ("error", "an image lies outside the site", "Keep images below the site's root."),
    "A403": ("warning", "a file is not an image we can use", "Use JPEG, PNG, GIF, WebP or SVG."),
    "A404": ("error", "an image is too large to open safely", "Scale it down."),
    "A405": ("info", "a remote image was not fetched", "Exports link to it; to embed it, keep a copy here."),
    "A406": ("info", "an image's name lies about its type", "The bytes were believed."),
    "A407": ("info", "a drawing lost what runs or fetches", "Save it without them."),
    "A408": ("info", "a photograph's file tells the place", "Exports do not; the site does."),
    # feeds
    "F501": (
        "info",
        "a picture inside the page became a link in the feed",
        "Keep it as a file of the site, and link to that.",
    ),
    "F502": (
        "error",
        "a feed needs the site's public address",
        "Set base_url under [site] in exporter.toml.",
    ),
    "F503": ("error", "two posts of a feed have one id", "Give each post its own URL or id."),
    "F505": (
        "info",
        "a post encloses no recording",
        "Name one as `audio:` in its front matter, or leave the post out by tags or path.",
    ),
    "F504": ("info", "a feed was cut to its budget", "Raise budget, or lower latest."),
    "F510": ("error", "a feed breaks a requirement of its format", "Please report it with the feed."),
    "F511": ("warning", "a link in a feed leads to nothing that the site has", "Mend the link in the post."),
    "F512": ("info", "what differs from the feed before", ""),
    "F520": (
        "error",
        "a feed would change an id that readers know",
        "Put the post's new address into its row of exporter.ids and it keeps its id; --accept announces it again.",
    ),
    "F521": (
        "error",
        "a feed would use an id again",
        "Give the post another address; --accept takes the id from the one that had it.",
    ),
    "F522": (
        "error",
        "a feed would announce old posts as new",
        "Adopt the live feed's ids with `exporter feed adopt`; --accept announces them.",
    ),
    "F523": ("info", "changes of ids were accepted", "Commit exporter.ids."),
    # EPUB
    "E601": ("info", "a formula stays TeX", "Its source is shown as code; use no macros of your own."),
    "E602": (
        "warning",
        "a face that the theme names for covers is not installed",
        "exporter doctor names the package; another stands in.",
    ),
    "E603": (
        "warning",
        "a font may not be embedded",
        "Its licence bars that; the reader's own face stands in.",
    ),
    "E604": (
        "info",
        "an animation became its first picture",
        "It is larger than the book's cap for an image; make it smaller to keep it.",
    ),
    "E605": (
        "warning",
        "a book should follow the pages of an edition that there is not",
        "Let `pages` name a PDF publication with the same posts and the same `every`, or take it out.",
    ),
    "E606": (
        "info",
        "links that pay a partner were settled in a book",
        'They lead to the post on the web, for Amazon bars them from e-books; affiliate = "keep" keeps them.',
    ),
    "E610": (
        "info",
        "what keeps a book from its claim of accessibility",
        "Describe the picture, or mend what is named.",
    ),
    "E690": (
        "error",
        "a book breaks a requirement of EPUB 3.3 or of its profile",
        "A defect of exporter: please report it with the post.",
    ),
    "E691": (
        "error",
        "EPUBCheck found an error in a book",
        "A defect of exporter: please report it with the post.",
    ),
    "E692": ("warning", "EPUBCheck warns of a book", "A defect of exporter: please report it with the post."),
    "E693": ("info", "EPUBCheck notes something about a book", ""),
    "E694": ("warning", "EPUBCheck was not asked", ""),
    # PDF
    "P701": ("info", "a heading skipped a level", "It was set one level below the heading above it."),
    "P702": (
        "warning",
        "a character has no glyph in any face",
        "Install a font that holds it; a 〓 stands in its place.",
    ),
    "P703": ("error", "a post is not whole in the finished PDF", "Please report it with the post."),
    "P706": (
        "info",
        "a face that the theme did not ask for stands in",
        "Name a family that holds these characters in the theme's theme.toml.",
    ),
    "P707": (
        "warning",
        "a font may not be embedded",
        "Its licence bars that; the next family of the theme's list stands in.",
    ),
    "P708": (
        "info",
        "links that pay a partner were settled in a PDF",
        'They lead to the post on the web, for Amazon bars them from documents; affiliate = "keep" keeps them.',
    ),
    "P790": (
        "error",
        "a PDF breaks a requirement of ours",
        "A defect of exporter: please report it with the post.",
    ),
    "P791": (
        "error",
        "a PDF breaks a condition of PDF/UA or PDF/A",
        "A defect of exporter: please report it with the post.",
    ),
    "P794": ("warning", "the validator of PDFs was not asked", ""),
    "P705": ("warning", "a face that the theme names is not installed", "exporter doctor names the package."),
    # newsletter
    "N801": (
        "info",
        "links that pay a partner were settled in a mail",
        'They lead to the post on the web, for Amazon bars them from mail; affiliate = "keep" keeps them.',
    ),
    "N802": (
        "info",
        "posts were shortened to keep a mail under its budget",
        "Gmail cuts mails at 102 KB; raise budget at your own risk.",
    ),
    "N803": (
        "warning",
        "a mail has no room to name all of its posts",
        "Publish more often, or by tag or category.",
    ),
    "N804": (
        "warning",
        "a mail is over its budget without any post",
        "Shorten foreword, closing or the theme's templates.",
    ),
    "N805": (
        "warning",
        "lead names no post of this issue",
        "Write the slug, id, address or file of one that is.",
    ),
    "N806": (
        "info",
        "a mail lacks what the law asks of a sender",
        "Set from, unsubscribe, postal and contact before you send it.",
    ),
    "N810": (
        "error",
        "a line of the list of readers cannot be used",
        "Mend the line; nothing is sent before.",
    ),
    "N811": ("warning", "a line of the list of readers is passed over", ""),
    "N820": (
        "error",
        "a letter breaks a requirement of mail",
        "Mend the post or the theme; else please report it with the letter.",
    ),
    "N821": ("warning", "a letter could reach its readers better", ""),
    "N829": ("info", "how a letter looks in an inbox", ""),
    # build
    "B901": (
        "error",
        "a post could not be exported: a defect of exporter",
        "Please report it with the trace.",
    ),
    "B902": ("warning", "an issue has no posts", "Nothing was made for it."),
    "B905": (
        "warning",
        "a post came too late for a closed issue",
        "`exporter issue close` closes the issue anew, with it.",
    ),
    "B906": ("warning", "a post of a closed issue is gone", "Its new revision lacks it."),
    "B907": ("warning", "posts names no post of the site", "Write a post's slug, id, address or file."),
    "B908": (
        "error",
        "a library that a channel needs is not on this machine",
        "exporter doctor names it, and the command that installs it.",
    ),
    "B909": ("error", "an artifact that was built is gone", "Build it again."),
    "B910": ("warning", "an artifact is not as it was built", "Build it again."),
    "B903": ("info", "a site has no posts", ""),
}
