"""What the rules go by: which of them run, how grave they are, and the CoreDNS they judge for."""

from collections.abc import Callable, Mapping
from functools import cached_property

from corefile.coredns.releases.builds import Build
from corefile.lint.finding import Finding, Severity
from corefile.lint.registry import default_rules, rules_of
from corefile.lint.rule import AnyRule, FileRule, OptionValue, Rule, of_stage
from corefile.lint.site import Profile, Site
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field
from corefile.text.source import Source
from corefile.text.typed import Any

__all__ = ["InText", "Settings"]

#: How many texts are remembered, and of how many characters at most.
_MOST, _LONGEST = 256, 10_000


@dataclass(frozen=True, slots=True)
class InText:
    """What is found in a text of a file."""

    #: The text, which the findings are in.
    source: Source
    findings: tuple[Finding, ...]
    #: How many imports were not followed.
    not_followed: int


@dataclass(frozen=True)
class Settings(Brief):
    """What the rules go by. Without arguments: the default rules, for the newest CoreDNS."""

    #: The rules that run.
    rules: tuple[Rule, ...] = field(default_factory=default_rules)
    #: Severities other than the rules' own, by code.
    severities: Mapping[str, Severity] = field(default_factory=dict)
    #: Values of rules' options, by code and name of the option.
    options: Mapping[tuple[str, str], OptionValue] = field(default_factory=dict)
    #: The CoreDNS that decides; None for the newest release.
    build: Build | None = None
    #: Where the CoreDNS runs.
    site: Site = Site()
    #: Whether slips of the hand are looked for, which explain what is found because of them.
    explain_slips: bool = True
    #: Older ones that read the same files. A mistake for one of them is a mistake.
    older_builds: tuple[Build, ...] = ()
    #: The rules that extensions bring, whether they run or not: comments may name them.
    other_rules: tuple[Rule, ...] = ()

    def once(self, source: Source, find: Callable[[], InText]) -> InText:
        """Return what is found in a text that nothing around it matters to, looked for only once.

        In the ConfigMaps of many clusters the same text comes again and again.
        """
        if len(source.text) > _LONGEST:
            return find()
        found = self._found.get(source)
        if found is None:
            if len(self._found) >= _MOST:
                self._found.clear()
            found = self._found[source] = find()
        return found

    @cached_property
    def _found(self) -> dict[Source, InText]:
        """What was found in the last texts."""
        return {}

    @cached_property
    def file_rules(self) -> tuple[FileRule, ...]:
        """The rules about a file that run: those of `rules`, and those that always run."""
        always = (rule for rule in rules_of(FileRule) if rule.always)
        return tuple(dict.fromkeys((*of_stage(self.rules, FileRule), *always)))

    def rules_for(self, profile: Profile, stage: type[AnyRule]) -> tuple[AnyRule, ...]:
        """Return the rules of a stage that make sense in a profile; of all stages for `Rule`."""
        found = self._chosen.get((profile, stage))
        if found is None:
            rules = of_stage(self.rules, stage)
            found = tuple(rule for rule in rules if not rule.profiles or profile in rule.profiles)
            self._chosen[profile, stage] = found
        return found

    @cached_property
    def _chosen(self) -> dict[tuple[Profile, type[Rule]], tuple[Any, ...]]:
        """The rules of each stage in each profile that was asked for."""
        return {}
