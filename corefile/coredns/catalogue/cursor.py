"""The cursor that a plugin's set-up reads its tokens with (caddyfile/dispenser.go).

The few moves are those of CoreDNS, so that the habits of its plugins (a block must open on the
plugin's own line, an argument too many becomes the next property) come out by themselves.
"""

from collections.abc import Sequence

from corefile.coredns.catalogue.facts import Reason
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import NEWEST, Release, span
from corefile.text.brief import Brief

#: The release that began to read blocks within a plugin's block (caddy v1.1.4, dispenser.go). Up to
#: then a brace there was a property.
NESTED_BLOCKS = span("1.15.0")


class Refused(Brief, Exception):
    """CoreDNS refuses the configuration here."""

    def __init__(
        self,
        message: str,
        token: ExpandedToken | None,
        help_text: str = "",
        reason: Reason = "",
        related: ExpandedToken | None = None,
    ) -> None:
        super().__init__(message)
        #: CoreDNS's words, as they are after `plugin/NAME: `.
        self.message = message
        #: The token at fault.
        self.token = token
        #: What to write instead.
        self.help = help_text
        #: Which of the mistakes it is that are worth a page of their own; "" for all others.
        self.reason = reason
        #: Another place that matters.
        self.related = related


class Cursor:
    """Walks over all tokens of one plugin in one server block."""

    def __init__(
        self, tokens: Sequence[ExpandedToken], file: str = "Corefile", release: Release = NEWEST
    ) -> None:
        #: The words of all stanzas, braces among them.
        self.tokens = tokens
        #: What CoreDNS calls the file in its words.
        self.file = file
        #: The release of CoreDNS that decides.
        self.release = release
        #: The number of the token under the cursor, -1 before the first.
        self.position: int = -1
        #: How many blocks are open here.
        self.nesting: int = 0
        #: Where the name of the current stanza is.
        self.stanza = 0
        #: The names of the properties that the stanza has had so far.
        self.properties: set[str] = set()
        #: What the set-up keeps in mind from line to line: names, and what is known of them.
        self.notes: dict[str, str] = {}
        #: Whether a token depends on the environment; None until somebody asks.
        self.is_open: bool | None = None
        #: Before which token the set-up has looked for the stanzas that were before.
        self.looked: int = 0

    def at(self, position: int) -> "Cursor":
        """Return a cursor at another place of the same tokens, only to look at them."""
        other = Cursor(self.tokens, self.file, self.release)
        other.position = position
        return other

    @property
    def token(self) -> ExpandedToken:
        """The token under the cursor. There is one once `next` has been called."""
        return self.tokens[self.position]

    @property
    def value(self) -> str:
        """The text of the token under the cursor (Val)."""
        return self.tokens[self.position].text if 0 <= self.position < len(self.tokens) else ""

    def next(self) -> bool:
        """Move to the next token (Next)."""
        if self.position < len(self.tokens) - 1:
            self.position += 1
            return True
        return False

    def next_arg(self) -> bool:
        """Move to the next token if it is on the same line (NextArg)."""
        if 0 <= self.position < len(self.tokens) - 1:
            here, after = self.tokens[self.position], self.tokens[self.position + 1]
            if here.file == after.file and here.last_line == after.line:
                self.position += 1
                return True
        return False

    def next_block(self) -> bool:
        """Move to the next property, into the block first if need be (NextBlock).

        A block within the block opens on the line of the token before it; on a line of its own its
        brace ends the block, and begins the next stanza.
        """
        if self.nesting > 0:
            if not self.next():
                return False
            if self.value == "}":
                self.nesting -= 1
                return False
            if self.value != "{" or self.release not in NESTED_BLOCKS:
                return True
            self.position -= 1
        if not self.next_arg():
            return False
        if self.value != "{":
            self.position -= 1
            return False
        if not self.next() or self.value == "}":
            return False
        self.nesting += 1
        return True

    def remaining(self) -> list[ExpandedToken]:
        """Return the rest of the line, up to an opening brace (RemainingArgs)."""
        args = []
        while self.next_arg():
            if self.value == "{":
                self.position -= 1
                break
            args.append(self.token)
        return args

    def arg_error(self, help_text: str = "") -> Refused:
        """Return the error for a missing or surplus argument (ArgErr)."""
        if self.value == "{":
            return self.error("Unexpected token '{', expecting argument", help_text)
        message = f"Wrong argument count or unexpected line ending after '{self.value}'"
        return self.error(message, help_text)

    def error(self, message: str, help_text: str = "") -> Refused:
        """Return an error with file and line before it (Err, Errf)."""
        where = f"{self.token.file or self.file}:{self.token.line}"
        return Refused(f"{where} - Error during parsing: {message}", self.token, help_text)

    def syntax_error(self, expected: str) -> Refused:
        """Return the error for a token that does not belong (SyntaxErr)."""
        where = f"{self.token.file or self.file}:{self.token.line}"
        message = f"{where} - Syntax error: Unexpected token '{self.value}', expecting '{expected}'"
        return Refused(message, self.token)
