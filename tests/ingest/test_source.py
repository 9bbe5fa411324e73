"""Files that are no text, or not the text they should be."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest

from ingest import source
from ingest.article import Article
from ingest.errors import IbidError, TextError
from ingest.source import BUNDLED, BUNDLED_SHA256, read_article

DATA = Path(source.__file__).parent / "data"

# What a file holds, and all that the one line says of it (but the path before it).
REFUSED = {
    "empty": (b"", "the file is empty; give a plain-text file in UTF-8"),
    "white space only": (b" \n\t\r\n\xc2\xa0", "holds only white space; give a plain-text file in UTF-8"),
    "utf-16, little-endian": ("Town".encode("utf-16"), "is UTF-16, not UTF-8; save it as UTF-8"),
    "utf-16, big-endian": (b"\xfe\xff" + "Town".encode("utf-16-be"), "is UTF-16, not UTF-8; save it as UTF-8"),
    "latin-1": (
        "Aston\nis a caf\xe9.".encode("latin-1"),
        "not UTF-8: byte 0xe9 at offset 14 (line 2); save it as UTF-8",
    ),
    "a character cut in two": (b"caf\xc3", "not UTF-8: byte 0xc3 at offset 3 (line 1); save it as UTF-8"),
    "the bad byte comes first": (b"\x80abc", "not UTF-8: byte 0x80 at offset 0 (line 1); save it as UTF-8"),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "is a binary file, not text; give a plain-text file in UTF-8",
    ),
    "a NUL in a text": (
        b"Town\0of Aston",
        "is a binary file, not text (a NUL at character 4); give a plain-text file in UTF-8",
    ),
}


@pytest.mark.parametrize(("data", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_refused(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "town.txt"
    path.write_bytes(data)
    with pytest.raises(TextError) as caught:
        read_article(path)
    assert str(caught.value) == f"{path}: {says}"


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    with pytest.raises(TextError) as caught:
        read_article(path)
    assert str(caught.value) == f"{path}: no such file; give a plain-text file in UTF-8"


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(TextError) as caught:
        read_article(tmp_path)
    assert str(caught.value) == f"{tmp_path}: is a folder; give a plain-text file in UTF-8"


def test_a_path_through_a_file(tmp_path: Path) -> None:
    (tmp_path / "town.txt").write_text("Town")
    with pytest.raises(TextError, match=r"cannot be read \(Not a directory\)"):
        read_article(tmp_path / "town.txt" / "more.txt")


def test_unreadable(tmp_path: Path) -> None:
    # A link to itself: unreadable even for root.
    path = tmp_path / "town.txt"
    path.symlink_to(path)
    with pytest.raises(TextError, match=re.escape(str(path)) + r": cannot be read \(.+\); give a plain-text file"):
        read_article(path)


def test_not_allowed_to_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(TextError, match=r"town\.txt: cannot be read \(Permission denied\); "):
        read_article(tmp_path / "town.txt")


def test_an_error_is_one_line_for_the_reader(tmp_path: Path) -> None:
    with pytest.raises(IbidError) as caught:
        read_article(tmp_path / "none.txt")
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_the_bundled_article_is_whole(article: Article) -> None:
    data = (DATA / BUNDLED).read_bytes()
    assert sha256(data).hexdigest() == BUNDLED_SHA256 == article.sha256
    assert (DATA / "SHA256SUMS").read_text().split() == [BUNDLED_SHA256, BUNDLED]
    # 720 lines, 255,987 code points, 258,048 bytes, no carriage return
    assert (article.text.count("\n") + 1, len(article.text), len(data)) == (720, 255_987, 258_048)
    assert "\r" not in article.text


def test_an_altered_bundled_article(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = (DATA / BUNDLED).read_bytes()
    monkeypatch.setattr(type(DATA), "read_bytes", lambda _: whole.replace(b"2,906", b"2,907"))
    with pytest.raises(
        TextError, match=r"second-nagorno-karabakh-war\.txt: the article that ships with Ibid has been altered"
    ):
        read_article()


def test_a_file_without_a_title_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "on towns.txt"
    path.write_text("it fell.", encoding="utf-8")
    assert read_article(path).title == "on towns"


def test_the_text_is_read_as_it_stands(tmp_path: Path) -> None:
    data = "\ufeffTown\r\n\r\nIt is a caf\xe9 \u2028 in\u00a0town.\r\n".encode()
    path = tmp_path / "town.txt"
    path.write_bytes(data)
    assert read_article(path).text.encode() == data
