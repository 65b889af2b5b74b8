"""What the rules go by: which of them run, how grave they are, and the CoreDNS they judge for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from corefile.coredns.releases.builds import Build
from corefile.lint.finding import Severity
from corefile.lint.registry import default_rules, rules_of
from corefile.lint.rule import FileRule, OptionValue, Rule, of_stage
from corefile.lint.site import Profile, Site
from corefile.text.brief import Brief

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True)
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

    @property
    def file_rules(self) -> tuple[FileRule, ...]:
        """The rules about a file that run: those of `rules`, and those that always run."""
        always = (rule for rule in rules_of(FileRule) if rule.always)
        return tuple(dict.fromkeys((*of_stage(self.rules, FileRule), *always)))

    def rules_for(self, profile: Profile) -> tuple[Rule, ...]:
        """Return the rules that make sense in a profile."""
        return tuple(rule for rule in self.rules if not rule.profiles or profile in rule.profiles)
