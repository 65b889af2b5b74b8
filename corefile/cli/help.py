"""How `--help` looks, and how wrong usage is answered."""

import argparse

from corefile.cli.width import columns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any, NoReturn

__all__ = ["WORDS", "Help", "Parser", "one_of", "path_but"]

#: The words that the readers of `one_of` take, for what completes them.
WORDS: "dict[Callable[[str], str], tuple[str, ...]]" = {}

#: How far lines go in that continue the one above.
_FURTHER = " " * 6


class Parser(argparse.ArgumentParser):
    """A parser of a command line that says what an unknown option may have been meant to be."""

    def __init__(self, *, habits: "Mapping[str, str] | None" = None, **settings: "Any") -> None:
        """Take the settings of argparse, and what other programs call some options."""
        super().__init__(formatter_class=Help, allow_abbrev=False, **settings)
        self.habits: Mapping[str, str] = habits or {}

    def error(self, message: str) -> "NoReturn":
        """Say what is wrong and end the program."""
        _, unknown, words = message.partition("unrecognized arguments: ")
        super().error(self.advice(words) if unknown else message)

    def advice(self, words: str) -> str:
        """Say what is wrong with words that are unknown."""
        word = words.split(maxsplit=1)[0].partition("=")[0]
        if not word.startswith("-"):
            return f"`{words}` is too much"
        from corefile.text.spelling import did_you_mean  # noqa: PLC0415 - for mistakes only

        options = [each for each in self._option_string_actions if each.startswith("--")]
        begun = [each for each in options if each.startswith(word)] if word.startswith("--") else []
        near = f"did you mean `{begun[0]}`?" if len(begun) == 1 else did_you_mean(word, options)
        habit = self.habits.get(word)
        meant = f"write `{habit}`" if habit else near
        return f"there is no option `{word}`: {meant or '`--help` lists them'}"


class Help(argparse.RawDescriptionHelpFormatter):
    """Help with its own line breaks, unless the terminal is too narrow for them.

    argparse asks for the width of the terminal with `shutil`, which loads as much for that as all
    the rest does.
    """

    def __init__(self, prog: str) -> None:
        self.columns: int = columns()
        super().__init__(prog, max_help_position=28, width=self.columns)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        filled = super()._fill_text(text, width, indent)
        if all(len(line) <= self.columns for line in filled.splitlines()):
            return filled
        return "\n".join(narrowed(filled, self.columns))

    def _split_lines(self, text: str, width: int) -> list[str]:
        """Break lines between words only: half of `kube-system` cannot be copied."""
        import textwrap  # noqa: PLC0415 - argparse loads it here, too

        return textwrap.wrap(" ".join(text.split()), width, break_on_hyphens=False)

    def _format_usage(self, *words: "Any") -> str:
        usage = super()._format_usage(*words)
        lines = usage.splitlines()
        return "\n".join(part for line in lines for part in wrapped(line, self.columns)) + "\n\n"


def narrowed(text: str, width: int) -> "Iterator[str]":
    """Yield the lines of a text with more line breaks; what is indented keeps its own."""
    paragraph: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line and not line.startswith(" "):
            paragraph.append(line)
            continue
        if paragraph:
            yield from wrapped(" ".join(paragraph), width, indent="")
            paragraph = []
        yield from wrapped(line, width)


def wrapped(line: str, width: int, indent: str = _FURTHER) -> "Iterator[str]":
    """Yield the parts of a line; the second column of two begins a line of its own."""
    if len(line) <= width:
        yield line
        return
    import re  # noqa: PLC0415 - loaded by argparse
    import textwrap  # noqa: PLC0415 - seldom needed

    two = re.fullmatch(r"( *\S.*?) {2,}(\S.*)", line)
    if two and two.start(2) < width // 3:
        indent = " " * two.start(2)
    elif two:
        yield from wrapped(two[1], width)
        line = f"{indent}{two[2]}"
    yield from textwrap.wrap(
        line, width, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False
    )


def one_of(words: "Iterable[str]") -> "Callable[[str], str]":
    """Return what reads one of some words, or the beginning of only one of them.

    argparse has `choices` for that, and says otherwise in each release of Python what is wrong.
    """
    known = tuple(words)

    def read(text: str) -> str:
        begun = [word for word in known if word.startswith(text)] if text else []
        if text in known or len(begun) == 1:
            return text if text in known else begun[0]
        from corefile.text.spelling import nearest  # noqa: PLC0415 - for mistakes only

        near = nearest(text, known)
        advice = f": did you mean {near}?" if near else ""
        known_words = ", ".join(begun or known)
        raise argparse.ArgumentTypeError(f"must be one of {known_words}, not {text!r}{advice}")

    WORDS[read] = known
    return read


def path_but(formats: "Iterable[str]") -> "Callable[[str], str]":
    """Return what reads the path of a file, and refuses formats, which others take there."""
    known = tuple(formats)

    def read(text: str) -> str:
        if text not in known:
            return text
        raise argparse.ArgumentTypeError(
            f"`{text}` is a format: write `--output-format {text}`, or `./{text}` for a file"
        )

    return read
