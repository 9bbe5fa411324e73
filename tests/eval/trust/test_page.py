"""The page of promises: a cell can't break the table, and what is not measured anew stays as it was."""

from eval.trust.page import Section, broken_promises, cell, page
from eval.trust.row import Row, Size

LOAD = Section("load", (Row("a | b", "1 of\n2", kept=False, note="but"),), "2024-05-01")
DOORS = Section("doors", (Row("shut", "0 of 3", kept=True, example="ibid: no"),), "2024-05-02")


def test_a_row_is_one_line_and_says_whether_it_was_kept():
    text = page([LOAD], Size.FULL, "abc")
    assert "| a \\| b | **no** | 1 of 2. but |" in text
    assert "`python -m eval.trust load`, 2024-05-01, at abc" in text


def test_the_line_that_is_seen_stands_word_for_word():
    assert "\n      ibid: no\n" in page([DOORS], Size.SHORT, "abc")


def test_what_is_not_measured_anew_stays_and_the_order_is_the_page_s():
    first = page([DOORS], Size.SHORT, "abc")
    second = page([LOAD], Size.FULL, "def", first)
    assert second.index("## Load") < second.index("## Doors") < second.index("## What stays on the disk")
    assert "`python -m eval.trust doors --short`, 2024-05-02, at abc" in second
    assert second.count("## Doors") == second.count("## What stays on the disk") == 1


def test_measuring_again_changes_only_what_was_measured():
    whole = page([LOAD, DOORS], Size.FULL, "abc")
    assert page([DOORS], Size.FULL, "abc", whole) == whole


def test_a_page_says_which_promises_it_breaks():
    assert broken_promises(page([LOAD, DOORS], Size.FULL, "abc")) == {cell("a | b")}
