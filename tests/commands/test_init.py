from __future__ import annotations

import tomllib
from pathlib import Path

from exporter.commands.init import write_config


def test_what_the_site_says_of_itself_is_shown(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "pelicanconf.py").write_text(
        "SITENAME = 'N'\nSITEURL = 'https://p.example'\nAUTHOR = 'Ana \"A\"'\n"
    )
    (tmp_path / "content/a.rst").write_text("A\n#\n\n:date: 2026-07-01\n\nx\n")
    assert "pelican site “N”" in write_config(tmp_path)
    written = (tmp_path / "exporter.toml").read_text()
    assert '# author = "Ana \\"A\\""' in written
    assert "1 content files, 1 of them posts" in written
    tomllib.loads(written)


def test_a_service_is_asked_for_the_writer_s_page(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "package.json").write_text('{"dependencies": {"zenn-cli": "*"}}')
    (tmp_path / "articles/a.md").write_text("---\ntitle: A\npublished: true\n---\n")
    assert "Set base_url" in write_config(tmp_path)
    assert 'base_url = "https://zenn.dev/you/"' in (tmp_path / "exporter.toml").read_text()
