"""Cuts the text of a record into tokens (miekg/dns, scan.go: zlexer).

What is found wrong, and the line and column in the message, follow from the order in which the
library reads bytes, so this follows it byte by byte. A character stands for a byte here.
"""

from corefile.text.records import dataclass, replace
from corefile.text.typed import Final

# What a token is.
EOF, STRING, BLANK, QUOTE, NEWLINE, TYPE, OWNER, CLASS = range(8)
DIR_ORIGIN, DIR_TTL, DIR_INCLUDE, DIR_GENERATE = range(8, 12)
DIRECTIVES = {
    "$TTL": DIR_TTL,
    "$ORIGIN": DIR_ORIGIN,
    "$INCLUDE": DIR_INCLUDE,
    "$GENERATE": DIR_GENERATE,
}

#: The numbers of the types whose names the library reads; those it spells in lower case it never
#: finds, because it compares in upper case.
TYPES: Final = {
    name: int(number)
    for name, number in (
        pair.split("=")
        for pair in (
            "A=1 NS=2 MD=3 MF=4 CNAME=5 SOA=6 MB=7 MG=8 MR=9 NULL=10 PTR=12 HINFO=13 MINFO=14 "
            "MX=15 TXT=16 RP=17 AFSDB=18 X25=19 ISDN=20 RT=21 NSAP-PTR=23 SIG=24 KEY=25 PX=26 "
            "GPOS=27 AAAA=28 LOC=29 NXT=30 EID=31 NIMLOC=32 SRV=33 ATMA=34 NAPTR=35 KX=36 CERT=37 "
            "DNAME=39 OPT=41 APL=42 DS=43 SSHFP=44 IPSECKEY=45 RRSIG=46 NSEC=47 DNSKEY=48 DHCID=49 "
            "NSEC3=50 NSEC3PARAM=51 TLSA=52 SMIMEA=53 HIP=55 NINFO=56 RKEY=57 TALINK=58 CDS=59 "
            "CDNSKEY=60 OPENPGPKEY=61 CSYNC=62 ZONEMD=63 SVCB=64 HTTPS=65 SPF=99 UINFO=100 UID=101 "
            "GID=102 UNSPEC=103 NID=104 L32=105 L64=106 LP=107 EUI48=108 EUI64=109 NXNAME=128 "
            "TKEY=249 TSIG=250 IXFR=251 AXFR=252 MAILB=253 MAILA=254 ANY=255 URI=256 CAA=257 "
            "AVC=258 AMTRELAY=260 RESINFO=261 TA=32768 DLV=32769"
        ).split()
    )
}
CLASSES: Final = {"IN": 1, "CS": 2, "CH": 3, "HS": 4, "NONE": 254, "ANY": 255}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text."""

    text: str = ""
    kind: int = EOF
    #: The number of the type or class that it names.
    number: int = 0
    line: int = 0
    column: int = 0
    #: Whether the text says what is wrong.
    bad: bool = False


END: Final = Token()


def upper(text: str) -> str:
    """Return a word as the names of types, classes and directives are compared."""
    return text.upper() if text.isascii() else text


def numbered(text: str, prefix: int) -> int | None:
    """Return the number in a word such as `TYPE65` or `CLASS1`, None where there is none."""
    digits = text[prefix:]
    if not digits.isdecimal() or not digits.isascii() or len(digits.lstrip("0")) > 5:
        return None
    number = int(digits)
    return number if number < 1 << 16 else None


class Lexer:
    """Returns one token after the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.place: int = 0
        self.line: int = 1
        self.column: int = 0
        self.after_newline: bool = False
        #: The token in the making; what it was before shows where the library leaves it so.
        self.token: Token = END
        self.waiting: list[Token] = []
        self.braces: int = 0
        self.quoted: bool = False
        self.blank: bool = False
        self.comment: bool = False
        self.typed: bool = False
        self.first: bool = True
        self.word: list[str] = []
        self.escaped: bool = False
        self.commented: bool = False
        self.pending_comment: bool = False

    def peek(self) -> Token:
        """Return the next token and leave it there."""
        if self.waiting:
            return self.waiting[0]
        token = self.next()
        if token is not END:
            self.waiting.insert(0, token)
        return token

    def next(self) -> Token:
        """Return the next token, `END` after the last and after one that is wrong."""
        if self.waiting:
            return self.waiting.pop(0)
        if self.token.bad:
            return END
        self.word = []
        self.escaped = False
        self.commented, self.pending_comment = self.pending_comment, False
        while self.place < len(self.text):
            found = self.take(self.read())
            if found is not None:
                return found
        return self.rest()

    def read(self) -> str:
        """Read a byte."""
        character = self.text[self.place]
        self.place += 1
        if self.after_newline:
            self.line, self.column, self.after_newline = self.line + 1, 0, False
        if character == "\n":
            self.after_newline = True
        else:
            self.column += 1
        return character

    def take(self, character: str) -> Token | None:
        """Make a byte part of something; return the token that it ends."""
        if self.comment and character != "\n":
            if character != "\r":
                self.commented = True
            return None
        if character in " \t;()" and (self.escaped or self.quoted):
            self.keep(character)
            return None
        work = _WORK.get(character)
        if work is not None:
            return work(self, character)
        self.keep(character)
        self.blank = False
        return None

    def keep(self, character: str) -> None:
        """Add a byte to the word."""
        self.word.append(character)
        self.escaped = False

    def emit(self, kind: int, text: str) -> Token:
        """Make the token one of some kind."""
        self.token = Token(text, kind, self.token.number, self.line, self.column)
        return self.token

    def wrong(self, message: str) -> Token:
        """Return a token that says what is wrong; it keeps the kind of the one before."""
        before = self.token
        self.token = Token(message, before.kind, before.number, self.line, self.column, bad=True)
        return self.token

    def then(self, word: Token | None, token: Token) -> Token:
        """Return a word, and a token after it."""
        if word is None:
            return token
        self.waiting.append(token)
        return word

    def finished(self) -> Token | None:
        """Return the word as a string, None where it is empty."""
        return self.emit(STRING, "".join(self.word)) if self.word else None

    def space(self, character: str) -> Token | None:
        """End a word."""
        word = None
        if self.word:
            text = "".join(self.word)
            if self.first:
                word = self.emit(DIRECTIVES.get(upper(text), OWNER), text)
            else:
                self.emit(STRING, text)
                word = self.token if self.typed else self.type_or_class(text)
                if word.bad:
                    return word
        self.first = False
        if not self.blank:
            self.blank = True
            return self.then(word, self.emit(BLANK, " "))
        return word

    def type_or_class(self, text: str) -> Token:
        """Return a word that may name a type or a class, or, as ANY does, both."""
        name = upper(text)
        for kind, names, prefix, message in (
            (TYPE, TYPES, "TYPE", "unknown RR type"),
            (CLASS, CLASSES, "CLASS", "unknown class"),
        ):
            number = names.get(name)
            if number is None and name.startswith(prefix):
                number = numbered(text, len(prefix))
                if number is None:
                    return self.wrong(message)
            if number is not None:
                self.token = replace(self.token, kind=kind, number=number)
                self.typed = self.typed or kind == TYPE
        return self.token

    def semicolon(self, character: str) -> Token | None:
        """Begin a comment, and end a word."""
        self.comment = self.commented = True
        self.pending_comment = False
        if not self.word:
            return None
        self.pending_comment = True
        return self.finished()

    def carriage_return(self, character: str) -> None:
        """Leave it out but in quotes."""
        self.escaped = False
        if self.quoted:
            self.keep(character)

    def newline(self, character: str) -> Token | None:
        """End a line, unless quotes or parentheses go on."""
        self.escaped = False
        if self.quoted:
            self.keep(character)
            return None
        if self.comment:
            self.comment = self.typed = False
            if self.braces == 0:
                self.first = True
                return self.emit(NEWLINE, "\n")
            self.pending_comment = self.commented
            return None
        if self.braces:
            return None
        word = self.finished()
        if word is not None and not self.typed:
            number = TYPES.get(upper(word.text))
            if number is not None:
                word = self.token = replace(word, kind=TYPE, number=number)
        self.pending_comment = self.typed = False
        self.first = True
        return self.then(word, self.emit(NEWLINE, "\n"))

    def backslash(self, character: str) -> None:
        """Begin an escape, or end one."""
        escaped = self.escaped
        self.word.append(character)
        self.escaped = not escaped

    def quote(self, character: str) -> Token | None:
        """Begin or end quotes."""
        if self.escaped:
            self.keep(character)
            return None
        self.blank = False
        word = self.finished()
        self.quoted = not self.quoted
        return self.then(word, self.emit(QUOTE, '"'))

    def parenthesis(self, character: str) -> Token | None:
        """Count a parenthesis."""
        self.braces += 1 if character == "(" else -1
        return self.wrong("extra closing brace") if self.braces < 0 else None

    def rest(self) -> Token:
        """Return what is left at the end of the text."""
        word = self.finished()
        self.word = []
        if word is not None and not self.commented:
            return word
        if self.commented:
            self.commented = False
            return self.then(word, self.emit(NEWLINE, "\n"))
        if self.braces:
            return self.wrong("unbalanced brace")
        return END


_WORK = {
    " ": Lexer.space,
    "\t": Lexer.space,
    ";": Lexer.semicolon,
    "\r": Lexer.carriage_return,
    "\n": Lexer.newline,
    "\\": Lexer.backslash,
    '"': Lexer.quote,
    "(": Lexer.parenthesis,
    ")": Lexer.parenthesis,
}
