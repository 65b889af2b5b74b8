"""Run the examples on a rule's page, as the tests of this project do.

A test of a rule of one's own is one line, whatever runs the tests:

    assert problems_of(RULE) == []
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from corefile.coredns.catalogue.lookup import other_plugins
from corefile.coredns.imports.files import Memory
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import NEWEST
from corefile.documents import read
from corefile.lint.document import lint_document
from corefile.lint.finding import Finding
from corefile.lint.fixing import fix_document
from corefile.lint.registry import all_rules
from corefile.lint.rule import Rule
from corefile.lint.settings import Settings
from corefile.lint.site import PROFILES, Profile, Site
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

__all__ = ["Example", "examples_of", "findings_in", "problems_of"]

_BLOCK = regex(r"^```(corefile|yaml)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILE_NAMES = {"corefile": "Corefile", "yaml": "configmap.yaml"}

_CODE = regex(r"[A-Z]{2,}[0-9]{3,}", re.ASCII)
_NAME = regex(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", re.ASCII)
_SENTENCE = regex(r"\S.*\.")


@dataclass(frozen=True, slots=True)
class Example(Brief):
    """An example on a rule's page: a block of code under `## Bad` or `## Good`.

    The block is a Corefile where its language is `corefile`, and a manifest where it is `yaml`.
    After the language, `profile=aks` and `coredns=1.8.0` say what the rules are to assume.
    """

    #: Whether the rule has to find something in it.
    bad: bool
    #: What its file would be called.
    name: str
    #: The text.
    text: str
    #: What the CoreDNS is there for; None where the example shows it.
    profile: Profile | None
    #: The release of CoreDNS.
    release: str

    @property
    def settings(self) -> Settings:
        """What the example asks the rules to assume, with the rules that are on by default.

        The build has the plugins that loaded extensions describe.
        """
        return Settings(
            build=stock(self.release).with_placed(other_plugins()), site=Site(self.profile)
        )


def examples_of(rule: Rule) -> tuple[Example, ...]:
    """Return the examples on a rule's page, the bad ones first.

    Raises ValueError for words after a language that are not a profile or a release.
    """
    return (*section(rule, "Bad"), *section(rule, "Good"))


#: What is found in each example.
Found = Mapping[Example, Sequence[Finding]]


def section(rule: Rule, title: str) -> Iterator[Example]:
    """Yield the examples below a heading."""
    _, _, rest = rule.documentation.partition(f"\n## {title}\n")
    text, _, _ = rest.partition("\n## ")
    for language, words, code in _BLOCK.findall(text):
        said = dict(word.partition("=")[::2] for word in words.split())
        named = said.pop("profile", None)
        profile = next((known for known in PROFILES if known == named), None)
        release = said.pop("coredns", str(NEWEST))
        if said or profile != named:
            raise ValueError(f"{rule.name}: an example says `{words.strip()}`")
        yield Example(title == "Bad", _FILE_NAMES[language], code, profile, release)


def findings_in(example: Example, rule: Rule) -> list[Finding]:
    """Return what a rule finds in an example, where all rules of this package run too."""
    own = () if rule in all_rules() else (rule,)
    return [finding for finding in found_in(example, own) if finding.rule == rule]


@lru_cache(maxsize=2048)
def found_in(example: Example, own: tuple[Rule, ...]) -> tuple[Finding, ...]:
    """Return what all rules find in an example, those of this package and others."""
    settings = replace(example.settings, rules=(*all_rules(), *own))
    document = read(example.text, example.name)
    found = lint_document(document, read=Memory({}), settings=settings).findings
    return tuple(item.finding for item in found)


def problems_of(rule: Rule) -> list[str]:
    """Return what is wrong with a rule and its page, in words; nothing for a sound one.

    The page has to begin with a sentence, and needs an example under `## Bad` in which the rule
    finds something, and one under `## Good` in which it finds nothing. The rule has to say truly
    whether it `fixes`, and its fixes have to take away what it found.
    """
    try:
        examples = examples_of(rule)
    except ValueError as error:
        return [str(error)]
    found = {example: findings_in(example, rule) for example in examples}
    return [*in_names(rule), *in_page(rule, found), *in_fixes(rule, found)]


def in_names(rule: Rule) -> Iterator[str]:
    """Yield what is wrong with what a rule is called."""
    if not _CODE.fullmatch(rule.code):
        yield f"the code `{rule.code}` is not capital letters and at least three digits: `ACME001`"
    if not _NAME.fullmatch(rule.name):
        yield f"the name `{rule.name}` is not two or more words in kebab-case: `no-public-upstream`"


def in_page(rule: Rule, found: Found) -> Iterator[str]:
    """Yield what is wrong with a rule's page."""
    if not _SENTENCE.fullmatch(rule.summary):
        yield "the docstring of the module does not begin with a sentence of one line"
    for bad, title in ((True, "Bad"), (False, "Good")):
        if all(example.bad is not bad for example in found):
            yield f"there is no example under `## {title}`"
    for example, findings in found.items():
        if bool(findings) is not example.bad:
            what = findings[0].message if findings else "nothing is found"
            yield f"in a {'bad' if example.bad else 'good'} example {what}:\n{example.text}"


def in_fixes(rule: Rule, found: Found) -> Iterator[str]:
    """Yield what is wrong with a rule's fixes."""
    fixed = [example for example, findings in found.items() if any(each.fix for each in findings)]
    if bool(fixed) is not rule.fixes:
        yield f"`fixes` is {rule.fixes}, and {'some' if fixed else 'no'} findings have a fix"
    for example in fixed:
        if not is_fixed(example, rule):
            yield f"its fix leaves what it finds in an example:\n{example.text}"


def is_fixed(example: Example, rule: Rule) -> bool:
    """Tell whether the fixes of a rule, the unsafe ones too, can be made and take effect."""
    settings = replace(example.settings, rules=(rule,))
    document = read(example.text, example.name)
    done = fix_document(document, read=Memory({}), settings=settings, unsafe=True)
    return not done.refused and not any(item.fix for item in done.checked.findings)
