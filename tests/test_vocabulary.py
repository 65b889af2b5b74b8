"""The names that start-up needs: nothing is loaded for them, and they are what types say."""

import ast
from pathlib import Path
from typing import get_args

from corefile import vocabulary
from corefile.documents.sniff import template_name
from corefile.lint.finding import Severity
from corefile.lint.site import Profile
from corefile.report import FORMATS


def test_nothing_is_loaded() -> None:
    tree = ast.parse(Path(vocabulary.__file__).read_text("utf-8"))
    loaded = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert loaded == []


def test_the_names_are_those_of_the_types() -> None:
    assert get_args(Severity) == vocabulary.SEVERITIES
    assert get_args(Profile) == vocabulary.PROFILES


def test_every_ending_of_a_template_is_taken_off_a_name() -> None:
    assert {template_name(f"Corefile.{end}")[0] for end in vocabulary.TEMPLATES} == {"Corefile"}


def test_formats_have_a_module_each() -> None:
    assert len(set(FORMATS.values())) == len(FORMATS)
