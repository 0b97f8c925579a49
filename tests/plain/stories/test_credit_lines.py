"""Whom a credit line names."""

from __future__ import annotations

import pytest

from broadsheet.stories.credit_lines import folded, names_in


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("AFP", {"afp"}),
        ("Sok Dara/AFP via Getty Images", {"sok dara", "afp", "getty images", "sok dara/afp via getty images"}),
        ("Delta Wire – Ana Ruiz", {"delta wire", "ana ruiz", "delta wire – ana ruiz"}),
        ("Jean-Luc Petit", {"jean-luc petit"}),
        ("  ", set()),
    ],
)
def test_a_credit_line_names_everybody_in_it(line: str, names: set[str]) -> None:
    assert names_in(line) == names


def test_case_and_spaces_do_not_count() -> None:
    assert folded(" Sok   DARA ") == folded("sok dara")
