"""Take Corefiles from one release of CoreDNS to another (docs/upgrading.md)."""

from corefile.lint.named_builds import release_of
from corefile.migrating.files import FileMigration, MigratedCorefile, migrate_files
from corefile.migrating.migration import Migration, migrate
from corefile.migrating.notice import DONE, KINDS, Notice, NoticeKind

__all__ = [
    "DONE",
    "KINDS",
    "FileMigration",
    "MigratedCorefile",
    "Migration",
    "Notice",
    "NoticeKind",
    "migrate",
    "migrate_files",
    "release_of",
]
