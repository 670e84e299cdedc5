"""What each command says of itself."""

from __future__ import annotations

from typing import Final

DESCRIPTION: Final = """\
Make feeds, EPUB books, PDF archives and newsletters from the repository that
already makes your site.

  build    build publications              list    posts, issues, publications
  check    judge what was built            init    write exporter.toml
  feed     adopt ids, tell hubs            doctor  say what this machine lacks
  issue    close an issue                  send    mail a letter (push: draft)
  why      what an artifact is made of     cache   its size; empty it
  preview  all channels, live in a browser

Examples:
  exporter build --site ~/blog
  exporter build feed letter --site ~/blog --out public/exports
  exporter build digest archive --issue 2026-07
  exporter list posts --json

exporter COMMAND --help tells the rest. The site is never written to, but for
exporter.ids, by `feed adopt` and `build --accept`, and exporter.closed, by
`issue close`."""

BUILD: Final = """\
Examples:
  exporter build                               all publications of the site here, to dist/
  exporter build feed letter --site ~/blog     two of them, of a site elsewhere
  exporter build archive --issue 2026-07       one issue; any span will do
  exporter build --strict --format github      for CI: warnings fail, as annotations
  exporter build feed --accept                 let readers meet changed ids, and record them
"""
CHECK: Final = """\
Examples:
  exporter check              judge everything in dist/
  exporter check digest       only the EPUBs
  exporter check feed --against old-dist       what readers will see as new or changed, too
"""
PREVIEW: Final = """\
Examples:
  exporter preview                         the newest issue of everything, in a browser
  exporter preview --site ~/blog --drafts  with what is not published yet
  exporter preview letter --issue 2026-W34

Serves on this machine alone, builds again when a file of the site changes, and
writes nothing but the cache. A PDF of a quarter or longer is shown by its newest
month, unless --issue says otherwise.
"""
SEND: Final = """\
Examples:
  exporter send letter --issue latest --to readers.csv         show what would be sent
  exporter send letter --issue latest --to readers.csv --yes   send it
  exporter send letter --issue latest --test me@example.org --yes
  exporter send letter --issue latest --to readers.csv --resolve

Nobody gets a letter twice, whatever breaks: run the same command again to go on.
The mail server is told by EXPORTER_MAIL_HOST, _USER, _PASSWORD, …; see docs/send.md.
"""
PUSH: Final = """\
Examples:
  exporter push letter --to buttondown
  exporter push letter --to listmonk --url https://lists.example.org --list 1,2
  exporter push letter --to mailchimp --list 1a2b3c4d5e

Makes a draft and sends nothing. The letter must be built with esp = "…"; the token
is read from EXPORTER_BUTTONDOWN_TOKEN, EXPORTER_LISTMONK_TOKEN (user:token) or
EXPORTER_MAILCHIMP_TOKEN.
"""
LIST: Final = """\
Examples:
  exporter list posts         a line a post: date, URL, file
  exporter list posts --json  one JSON object a line
  exporter list issues        what a build would make
"""
INIT: Final = """\
Examples:
  exporter init               write ./exporter.toml for the site here
  exporter init ~/blog
  exporter init --schema > exporter.schema.json   for editors that complete and mark
"""
DOCTOR: Final = """\
Examples:
  exporter doctor             libraries, fonts and programs, with the command that installs what is missing
"""

FEED: Final = """\
Examples:
  exporter feed adopt https://example.org/index.xml   record the ids that readers know
  exporter feed adopt public/index.xml                the same, from a file
  exporter feed ping                                  after the upload: tell each feed's hub
"""
WHY: Final = """\
Examples:
  exporter why                        what a build would make, and why
  exporter why digest/2026-07.epub    its posts, and what has changed since
"""
CACHE: Final = """\
Examples:
  exporter cache info         where it lies and how large it is
  exporter cache clear        make everything anew the next time
"""
ISSUE: Final = """\
Examples:
  exporter issue close digest 2026-07     its posts stay these, whatever is published later
"""
CLOSE: Final = """\
Writes the issue's posts to exporter.closed, beside exporter.toml. A build then
keeps them: an edit makes a new revision with the same identifier, a late post
is told of and left out. Closing it again takes it as it is then; to open it,
delete its lines."""
ADOPT: Final = """\
The ids go to exporter.ids beside exporter.toml. From then on a build that would
change one, use one again or announce old posts as new stops and lists them.
"""
PING: Final = """\
Sends each feed's address to the hub it names (hub = "…" in exporter.toml), so
that subscribers hear of new posts at once. Upload first.
"""
