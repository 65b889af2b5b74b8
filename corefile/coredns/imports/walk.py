"""The cursor that CoreDNS's parser reads tokens with (caddyfile/dispenser.go)."""

from collections.abc import Mapping

from corefile.coredns.imports.environment import replace_env
from corefile.coredns.imports.expansion import ExpandedToken, ExpansionError
from corefile.syntax.tree import Corefile

MAX_SNIPPET_EXPANSIONS = 10_000


class ExpansionRefused(Exception):
    """CoreDNS gives up here."""

    def __init__(self, error: ExpansionError) -> None:
        super().__init__(error.message)
        self.error = error


class Walk:
    """The tokens, and a cursor that others can be spliced in front of.

    The cursor is on the last of the tokens in `passed`; `ahead` holds those that follow, the next
    one last, so that splicing costs no more than what is spliced in.
    """

    def __init__(self, tree: Corefile, env: Mapping[str, str] | None) -> None:
        self.name: str = tree.source.name
        source = tree.source
        tokens = [ExpandedToken(token.value, token, source) for token in tree.tokens()]
        self.passed: list[ExpandedToken] = []
        self.ahead: list[ExpandedToken] = tokens[-2::-1]
        self.past_end: bool = False
        self.env = env

    @property
    def value(self) -> str:
        """The text of the token under the cursor; empty outside the text."""
        return self.passed[-1].text if self.passed and not self.past_end else ""

    @property
    def at(self) -> ExpandedToken | None:
        """The token under the cursor."""
        return self.passed[-1] if self.passed and not self.past_end else None

    @property
    def file(self) -> str:
        """The file of the token under the cursor, as CoreDNS names it."""
        return self.at.file or self.name if self.at else self.name

    @property
    def line(self) -> int:
        """The line of the token under the cursor; 0 outside the text."""
        return self.at.line if self.at else 0

    def next(self) -> bool:
        """Move to the next token, if there is one."""
        if self.ahead:
            self.passed.append(self.ahead.pop())
            return True
        return False

    def back(self) -> None:
        """Move to the token before."""
        self.ahead.append(self.passed.pop())

    def next_arg(self) -> bool:
        """Move to the next token, if there is one on this line."""
        if not self.ahead:
            return False
        here, after = self.passed[-1], self.ahead[-1]
        return here.file == after.file and here.last_line == after.line and self.next()

    def is_new_line(self) -> bool:
        """Tell whether the token under the cursor is the first of its line."""
        if len(self.passed) < 2:
            return True
        before, here = self.passed[-2:]
        return before.file != here.file or before.last_line < here.line

    def replace(self, text: str) -> str:
        """Replace references to the environment."""
        return text if self.env is None else replace_env(text, self.env)

    def replace_token(self) -> ExpandedToken:
        """Replace references in the token under the cursor, for good."""
        token = self.passed[-1]
        text = self.replace(token.text)
        if text is not token.text:
            token = ExpandedToken(text, token.token, token.source, token.file, token.via)
            self.passed[-1] = token
        return token

    def refuse(self, message: str) -> ExpansionRefused:
        """Return the exception for an error at the cursor (dispenser.go, Err)."""
        return ExpansionRefused(ExpansionError(message, self.file, self.line, self.at))

    def unexpected(self, expected: str) -> ExpansionRefused:
        """Return the exception for a token that does not belong (dispenser.go, SyntaxErr)."""
        message = f"Unexpected token '{self.value}', expecting '{expected}'"
        return ExpansionRefused(ExpansionError(message, self.file, self.line, self.at, "syntax"))

    def too_deep(self, what: str) -> ExpansionRefused:
        """Return the exception for imports without end; CoreDNS names one limit for both."""
        message = f"maximum {what} import depth ({MAX_SNIPPET_EXPANSIONS}) exceeded"
        return self.refuse(message)
