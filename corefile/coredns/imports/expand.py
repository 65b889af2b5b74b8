"""The configuration as CoreDNS reads it: imports, snippets and environment replaced.

This follows caddyfile/parse.go step for step over the tokens, because that is how CoreDNS's
oddities come out by themselves: an import is spliced in while reading, so that `{$X}` holding
`import` is not one, a snippet must be before its use, and a brace may come from a file.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType

from corefile.coredns.imports.environment import EndlessReplacement
from corefile.coredns.imports.expansion import (
    ExpandedDirective,
    ExpandedServer,
    ExpandedToken,
    Expansion,
    ExpansionError,
    ImportPath,
    OpenImport,
    OpenReason,
    brought,
)
from corefile.coredns.imports.files import (
    NOWHERE,
    BadPattern,
    Files,
    OutsideRoot,
    Reader,
    TooLarge,
    clean,
)
from corefile.coredns.imports.walk import MAX_SNIPPET_EXPANSIONS, ExpansionRefused, Walk
from corefile.syntax.lexer import cut
from corefile.syntax.tree import Corefile, Token
from corefile.text.records import replace
from corefile.text.source import Source
from corefile.vocabulary import MAX_WORDS

MAX_FILE_EXPANSIONS = 100_000
#: How deep a text is followed into itself where unknown names are not refused. From then on each
#: round is like the one before.
MAX_ROUNDS = 3
#: A limit of ours: a few lines of nested snippets could otherwise grow to fill any memory.
MAX_TOKENS = MAX_WORDS

NO_ENVIRONMENT: Mapping[str, str] = MappingProxyType({})


def expand(
    tree: Corefile,
    *,
    env: Mapping[str, str] | None = NO_ENVIRONMENT,
    read: Reader | None = Files(),  # noqa: B008 - immutable
    directives: Collection[str] | None = None,
    guarded: bool = True,
    reads_on: bool = False,
) -> Expansion:
    """Return the configuration as CoreDNS reads it.

    `env` is the environment; by default there is none, so that every reference becomes empty. With
    None the references stay as they are written.

    `read` follows imports of files: by default from disk, `Files(root)` from inside a folder only,
    `Memory(files)` from memory. With None such an import is left out and listed in `unresolved`.

    `directives` are the names CoreDNS knows; any other is refused. With None all names will do.

    `guarded` says whether a snippet that imports itself is refused where it is defined, as it is
    since 1.13.0; before, only its use did harm.

    `reads_on` says whether the text is read on after an import of a file that is not there, as if
    it was not followed. CoreDNS stops there, and the error is the same.
    """
    try:
        return Expander(tree, env, read, directives, guarded, reads_on).run()
    except EndlessReplacement as endless:
        message = (
            f"an environment variable refers to itself, CoreDNS never comes to an end: {endless}"
        )
        return Expansion((), ExpansionError(message, tree.source.name, 1, None, "limit"))


class Expander(Walk):
    """CoreDNS's parser, which splices imports in front of the cursor."""

    def __init__(
        self,
        tree: Corefile,
        env: Mapping[str, str] | None,
        read: Reader | None,
        directives: Collection[str] | None,
        guarded: bool = True,
        reads_on: bool = False,
    ) -> None:
        super().__init__(tree, env)
        self.read: Reader = NOWHERE if read is None else read
        self.directive_names = directives
        self.guarded = guarded
        self.reads_on = reads_on
        self.missing: list[ExpansionError] = []
        self.between: bool = True
        self.open_names: bool = False
        self.keys: list[tuple[str, ExpandedToken]] = []
        self.found: list[ExpandedDirective] = []
        self.eof: bool = False
        self.inside: str = ""
        self.snippets: dict[str, list[ExpandedToken]] = {}
        self.snippet_expansions: int = 0
        self.file_expansions: int = 0
        self.unresolved: list[OpenImport] = []
        self.unmatched: list[OpenImport] = []
        self.matches: dict[str, Sequence[str]] = {}
        self.too_large: set[str] = set()
        self.lexed: dict[str, tuple[Source, list[Token]]] = {}
        self.names: list[ExpandedToken] = []
        self.unkeyed: list[ExpandedToken] = []
        self.reached: dict[int, int] = {}

    def run(self) -> Expansion:
        """Read the whole text."""
        servers: list[ExpandedServer] = []
        errors = self.missing
        try:
            while self.next():
                self.keys, self.found = [], []
                known = len(self.unresolved)
                self.server()
                if self.keys:
                    keys, tokens = zip(*self.keys, strict=True)
                    unresolved = tuple(self.unresolved[known:])
                    servers.append(ExpandedServer(keys, tokens, tuple(self.found), unresolved))
        except ExpansionRefused as refused:
            errors.append(refused.error)
        return Expansion(
            tuple(servers),
            errors[0] if errors else None,
            self.env is None,
            tuple(self.unresolved),
            tuple(self.unmatched),
            tuple(self.lexed),
            tuple(self.names),
            tuple(self.unkeyed),
            tuple(errors[1:]),
        )

    def server(self) -> None:
        """Read a server block or a snippet (parse.go, begin)."""
        self.between = True
        self.addresses()
        self.between = False
        if self.eof:
            return
        name = self.snippet_name()
        if name is not None:
            self.snippet(name)
            return
        braces = self.value == "{"
        if braces and not self.keys:
            self.unkeyed.append(self.passed[-1])
        if not braces:
            self.back()
        self.directives()
        if braces and self.value != "}":
            raise self.unexpected("}")

    def addresses(self) -> None:
        """Read the keys (parse.go, addresses)."""
        expecting_another = False
        while True:
            key = self.replace(self.value)
            if key == "import" and self.is_new_line():
                self.import_()
                self.past_end: bool = not self.next()
                continue
            if key == "{":
                if expecting_another:
                    raise self.refuse(
                        "Expected another address but had '{' - check for extra comma"
                    )
                return
            if key:
                expecting_another = key.endswith(",")
                self.keys.append((key.removesuffix(","), self.passed[-1]))
            has_next = self.next()
            if expecting_another and not has_next:
                raise self.refuse("Unexpected EOF")
            if not has_next:
                self.eof = True
                return
            if not expecting_another and self.is_new_line():
                return

    def snippet_name(self) -> str | None:
        """Return the name if what was read is the key of a snippet (parse.go, isSnippet)."""
        if len(self.keys) == 1:
            key = self.keys[0][0]
            if key.startswith("(") and key.endswith(")"):
                return key[1:].removesuffix(")")
        return None

    def snippet(self, name: str) -> None:
        """Keep the tokens of a snippet (parse.go, begin and snippetTokens)."""
        if name in self.snippets:
            raise self.refuse(f"redeclaration of previously declared snippet {name}")
        if self.value != "{":
            raise self.unexpected("{")
        depth = 1
        tokens: list[ExpandedToken] = []
        while self.next():
            depth += {"{": 1, "}": -1}.get(self.value, 0)
            if depth == 0:
                break
            tokens.append(self.passed[-1])
        if depth:
            raise self.unexpected("}")
        if self.guarded:
            for before, token, after in zip([None, *tokens], tokens, tokens[1:], strict=False):
                at_line_start = before is None or (before.file, before.line) != (
                    token.file,
                    token.line,
                )
                if token.text == "import" and at_line_start and self.replace(after.text) == name:
                    raise self.too_deep("snippet")
        self.snippets[name] = tokens
        self.keys = []

    def directives(self) -> None:
        """Read the lines of a server block (parse.go, directives)."""
        while self.next():
            if self.value == "}":
                return
            if self.value == "import":
                self.import_()
            else:
                self.directive()

    def directive(self) -> None:
        """Read a plugin's line and its block (parse.go, directive)."""
        first = self.passed[-1]
        name = self.replace(self.value)
        self.names.append(first if name == first.text else replace(first, text=name))
        if self.directive_names is not None and name not in self.directive_names:
            raise self.refuse(f"Unknown directive '{name}'")
        tokens = [self.passed[-1]]
        nesting = 0
        self.inside = name
        while self.next():
            value = self.value
            if value == "{":
                nesting += 1
            elif nesting == 0 and self.is_new_line():
                self.back()
                break
            elif value == "}":
                if nesting == 0:
                    raise self.refuse("Unexpected '}' because no matching opening brace")
                nesting -= 1
            elif value == "import" and self.is_new_line():
                self.import_()
                continue
            tokens.append(self.replace_token())
        self.inside = ""
        self.found.append(ExpandedDirective(name, tuple(tokens)))
        if nesting:
            raise self.refuse("Unexpected EOF")

    def import_(self) -> None:
        """Replace `import` and its argument with what is imported (parse.go, doImport).

        The cursor is then on the token before, and the first that was imported is next.
        """
        if not self.next_arg():
            if self.value == "{":
                raise self.refuse("Unexpected token '{', expecting argument")
            raise self.refuse(
                f"Wrong argument count or unexpected line ending after '{self.value}'"
            )
        target = self.passed[-1]
        pattern = self.replace(target.text)
        if not pattern:
            raise self.refuse("Import requires a non-empty filepath")
        if self.next_arg():
            raise self.refuse("Import takes only one argument (glob pattern or file)")
        via = ImportPath(target.token, target.source, target.via)
        if pattern in self.snippets:
            if self.snippet_expansions >= MAX_SNIPPET_EXPANSIONS:
                raise self.too_deep("snippet")
            self.snippet_expansions += 1
            self.grow(self.snippets[pattern])
            imported = brought(self.snippets[pattern], via)
        else:
            if self.file_expansions >= MAX_FILE_EXPANSIONS:
                raise self.too_deep("file")
            self.file_expansions += 1
            if self.directive_names is None:
                self.go_round(via)
            imported = self.files(pattern, target, via)
        del self.passed[-2:]
        self.ahead.extend(reversed(imported))

    def grow(self, *imported: Sequence[object]) -> None:
        """Stop where there are too many words with those that are imported."""
        if len(self.passed) + len(self.ahead) + sum(map(len, imported)) > MAX_TOKENS:
            message = (
                f"the imports grow to more than {MAX_TOKENS:,} words; they are not followed further"
            )
            raise ExpansionRefused(ExpansionError(message, self.file, self.line, self.at, "limit"))

    def files(self, pattern: str, target: ExpandedToken, via: ImportPath) -> list[ExpandedToken]:
        """Return the tokens of the files that a pattern names."""
        path = pattern
        if not pattern.startswith("/"):
            folder = self.read.absolute(self.file).rpartition("/")[0]
            path = clean(f"{folder}/{pattern}")
        if path.count("*") > 1 or path.count("?") > 1 or ("[" in path and "]" in path):
            message = "Glob pattern may only contain one wildcard (*), but has others: "
            raise self.refuse(message + path)
        reason: OpenReason
        try:
            found = self.matches.get(path)
            if found is None:
                found = self.matches[path] = self.read.glob(path)
            if not found:
                if not any(character in path for character in "*?[]"):
                    self.not_found(pattern, target)
                    return []
                self.unmatched.append(OpenImport(target, "no match"))
            if path in self.too_large:
                raise TooLarge
            return self.all_files(found, via)
        except TooLarge:
            self.too_large.add(path)
            reason = "too large"
        except BadPattern as bad:
            raise self.refuse(f"Failed to use import pattern {pattern}: {bad}") from None
        except OutsideRoot:
            reason = "not read" if self.read is NOWHERE else "outside root"
        self.unresolved.append(OpenImport(target, reason, self.inside))
        return []

    def all_files(self, paths: Sequence[str], via: ImportPath) -> list[ExpandedToken]:
        """Return the tokens of files, one after the other."""
        tokens: list[ExpandedToken] = []
        for path in paths:
            imported = self.one_file(path, via)
            self.grow(tokens, imported)
            tokens += imported
        return tokens

    def not_found(self, pattern: str, target: ExpandedToken) -> None:
        """Stop at an import of a file that is not there, or keep the error and read on.

        A file between server blocks may define snippets, so that names are not known after it.
        """
        refused = self.refuse(f"File to import not found: {pattern}")
        if not self.reads_on:
            raise refused
        if not self.open_names:
            self.missing.append(refused.error)
        self.open_names = self.open_names or self.between
        self.unresolved.append(OpenImport(target, "not found", self.inside))

    def go_round(self, via: ImportPath) -> None:
        """Stop at the import that CoreDNS gives up at, without going round as often as it does."""
        before = self.reached.get(id(via.target), 0)
        now = self.reached[id(via.target)] = self.file_expansions
        if sum(outer.target is via.target for outer in via.chain()) <= MAX_ROUNDS:
            return
        if (MAX_FILE_EXPANSIONS + 1 - now) % (now - before) == 0:
            raise self.too_deep("file")

    def one_file(self, path: str, via: ImportPath) -> list[ExpandedToken]:
        """Return the tokens of one file (parse.go, doSingleImport)."""
        name = self.read.absolute(path)
        if path not in self.lexed:
            source = self.content(self.read, path)
            self.lexed[path] = source, cut(source.text)[0][:-1]
        source, tokens = self.lexed[path]
        return [ExpandedToken(token.value, token, source, name, via) for token in tokens]

    def content(self, reader: Reader, path: str) -> Source:
        """Return the text of a file."""
        try:
            return Source.decode(reader.read(path), path)
        except IsADirectoryError:
            raise self.refuse(f"Could not import {path}: is a directory") from None
        except TooLarge:
            raise
        except OSError as error:
            reason = (error.strerror or "cannot be read").lower()
            raise self.refuse(f"Could not import {path}: open {path}: {reason}") from None
