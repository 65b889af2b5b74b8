"""What older releases of CoreDNS say to the cases of tests/coredns/plugins.

`python -m tests.oracle.older.record` asks each of them and writes its answers down, for which it
needs Linux and Go; `python -m tests.oracle.older.report` shows where the library says otherwise.
"""

#: The releases that are asked. Kubernetes 1.24 ships the first, 1.26, 1.28 and 1.32 the next ones.
RELEASES = ("1.8.6", "1.9.3", "1.10.1", "1.11.3", "1.12.4", "1.13.2", "1.14.7")
