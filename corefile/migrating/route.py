"""From which CoreDNS to which a Corefile goes."""

from collections.abc import Iterator

from corefile.coredns.catalogue.changes import changes_between
from corefile.coredns.releases.builds import Build
from corefile.coredns.releases.changes import Change
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Route"]


@dataclass(frozen=True, slots=True)
class Route(Brief):
    """From which CoreDNS to which a Corefile goes, and what is wanted besides."""

    #: The CoreDNS that runs it.
    old: Build
    #: The CoreDNS that is to run it.
    new: Build
    #: Whether what is deprecated is replaced too, though it still works.
    deprecated: bool = False

    @property
    def is_upwards(self) -> bool:
        """Whether the new release is the newer one."""
        return self.old.release < self.new.release

    def changes(self, plugin: str) -> tuple[Change, ...]:
        """Return the changes of a plugin on the way, oldest first."""
        return changes_between(plugin, self.old.release, self.new.release)

    def replacements(self, plugin: str, what: str) -> Iterator[Change]:
        """Yield the changes after which something is to be written in another way, newest first."""
        for change in reversed(self.changes(plugin)):
            if change.what == what and change.instead and self.is_due(change):
                yield change

    def is_due(self, change: Change) -> bool:
        """Tell whether the new release has a change that asks for other words."""
        return (self.deprecated or change.kind != "deprecated") and self.arrives_at(change)

    def arrives_at(self, change: Change) -> bool:
        """Tell whether the new release has a change that the old one had not."""
        return change.applies(self.new.release)
