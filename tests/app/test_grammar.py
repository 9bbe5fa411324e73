"""The grammar of a text: places in it as it stands, whatever blanks it has; and the parser's own files, checked."""

import shutil
import sys
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import grammar
from app.grammar import FOLDER, PACKAGE, ParserDamaged, parse


def _said(text: str) -> list[tuple[str, str, str]]:
    tokens = parse(text)
    return [(token.text, token.dep, tokens[token.head].text) for token in tokens]


def test_who_does_what_in_the_active_and_the_passive():
    assert ("Oxbow", "nsubj", "sold") in _said("Oxbow sold the old trams.")
    assert ("trams", "nsubjpass", "sold") in _said("The old trams were sold by Oxbow.")
    assert ("Oxbow", "pobj", "by") in _said("The old trams were sold by Oxbow.")


def test_blanks_are_no_words_and_places_stay():
    text = "Oxbow   sold \n the  old trams ."
    assert [text[token.start : token.end] for token in parse(text)] == ["Oxbow", "sold", "the", "old", "trams", "."]


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab Z\n\t\u00a0.,'\u2019é\U0001f600", max_size=40))
def test_every_token_is_a_slice_and_none_is_lost(text):
    tokens = parse(text)
    assert all(token.text == text[token.start : token.end] for token in tokens)
    assert "".join(token.text for token in tokens) == "".join(text.split())
    assert all(0 <= token.head < len(tokens) for token in tokens)


def test_the_same_text_is_parsed_the_same_way():
    text = "The council of Oxbow accused the miller of theft."
    assert parse(text) == parse(text)


def test_a_parser_with_other_files_is_refused(tmp_path):
    folder = tmp_path / FOLDER
    shutil.copytree(str(resources.files(PACKAGE) / FOLDER), folder)
    grammar._check(Path(folder))
    (folder / "tagger" / "cfg").write_text("{}")
    with pytest.raises(ParserDamaged, match="pip install --force-reinstall"):
        grammar._check(Path(folder))


def test_pytorch_is_kept_out_only_while_the_parser_is_loaded():
    before = sys.modules.pop("torch", None)
    try:
        with grammar._without_torch(), pytest.raises(ImportError):
            import torch  # noqa: F401
        assert "torch" not in sys.modules
    finally:
        if before is not None:
            sys.modules["torch"] = before
