"""What is a secret, and what only stands for one."""

import pytest

from corefile.lint.engine import lint
from corefile.lint.rules.operations.secret_in_corefile import RULE

LINES = [
    "tsig {{\n secret key.example. {}\n }}",
    "etcd {{\n credentials coredns {}\n }}",
    "nomad service.nomad {{\n token {}\n }}",
    "azure group:example.org {{\n secret {}\n }}",
    "route53 example.org.:Z1 {{\n aws_access_key AKIA1 {}\n }}",
]
SECRETS = ["c2VjcmV0", "hunter2", '"Pass word"']
OPEN = [
    "{$SECRET}",
    "{%SECRET%}",
    "<secret>",
    "YOUR_SECRET",
    "xxxx",
    "***",
    "{{ .secret }}",
    "${S}",
]


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("secret", SECRETS)
def test_found(line: str, secret: str) -> None:
    (finding,) = lint(f". {{\n {line.format(secret)}\n}}\n", rules=[RULE])
    assert secret.strip('"') not in finding.message + finding.help


@pytest.mark.parametrize("line", LINES)
@pytest.mark.parametrize("secret", OPEN)
def test_silent(line: str, secret: str) -> None:
    assert not lint(f". {{\n {line.format(secret)}\n}}\n", rules=[RULE])
