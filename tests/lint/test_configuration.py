"""What a project says about its Corefiles."""

import re
from pathlib import Path

import pytest

from corefile.coredns.releases.release import for_kubernetes
from corefile.lint.configuration import (
    Configuration,
    ConfigurationError,
    find_configuration,
    load_configuration,
)
from corefile.lint.workspace import is_excluded, settings_of, silent_rules

ALL = """\
select = ["CF2", "forward-loop-to-self"]
extend-select = ["CF302"]
ignore = ["CF203"]
exclude = ["vendor/"]
baseline = "known.json"
kubernetes = "1.31"
external-plugins = ["mine before forward"]
profile = "aks"
cluster-zones = ["Cluster.Example", "10.96.0.0/16"]
cluster-addresses = ["10.96.0.10"]

[per-file-ignores]
"tests/**" = ["CF201"]

[severity]
CF301 = "info"
"""


def load(folder: Path, text: str, name: str = ".corefile.toml") -> Configuration:
    path = folder / name
    path.write_text(text)
    return load_configuration(str(path))


def test_everything(tmp_path: Path) -> None:
    said = load(tmp_path, ALL)
    settings = settings_of(said)
    assert [rule.code for rule in settings.rules if rule.code[:3] != "CF2"] == ["CF301", "CF302"]
    assert {"CF201", "CF202"} <= {rule.code for rule in settings.rules}
    assert "CF203" not in {rule.code for rule in settings.rules}
    assert settings.severities == {"CF301": "info"}
    assert settings.site.profile == "aks"
    assert settings.site.cluster_zones == ("cluster.example.", "96.10.in-addr.arpa.")
    assert settings.site.addresses == ("10.96.0.10",)
    assert settings.build is not None
    assert settings.build.release == for_kubernetes("1.31")
    assert settings.build.plugins.index("mine") + 1 == settings.build.plugins.index("forward")
    assert said.baseline == str(tmp_path / "known.json")
    assert is_excluded(said, str(tmp_path / "vendor" / "Corefile"))
    assert not is_excluded(said, str(tmp_path / "Corefile"))
    assert silent_rules(said, str(tmp_path / "tests" / "Corefile")) == ("CF201",)
    assert silent_rules(said, str(tmp_path / "Corefile")) == ()


WRONG = [
    ("selekt = []", "there is no setting `selekt`: did you mean `select`?"),
    ("zzz = []", "there is no setting `zzz`"),
    ("select = 'CF2'", "`select` must be a list of strings"),
    ("select = [1]", "`select` must be a list of strings"),
    (
        "ignore = ['host-missing-fallthrough']",
        "`ignore`: there is no rule `host-missing-fallthrough`: "
        "did you mean `hosts-missing-fallthrough`?",
    ),
    ("ignore = ['2']", "`ignore`: there is no rule `2`"),
    ("ignore = ['']", "`ignore`: there is no rule ``"),
    ("baseline = 1", "`baseline` must be a string"),
    ("severity = 'error'", "`severity` must be a table"),
    (
        "severity = { CF301 = 'fatal' }",
        "`severity` must be 'error' or 'warning' or 'info' for `CF301`",
    ),
    (
        "profile = 'aws'",
        "`profile` must be one of 'plain', 'kubernetes', 'nodelocaldns', 'aks', 'k3s', 'internet'",
    ),
    ("cluster-zones = ['a..b']", "`cluster-zones` must be a list of zones, which `a..b` is not"),
    (
        "cluster-addresses = ['10.0.0.256']",
        "`cluster-addresses` must be a list of IP addresses, which `10.0.0.256` is not",
    ),
    (
        "[rules.CF301]\nx = 1",
        "`rules` has no option `x` for `forward-loop-to-self`: "
        "`forward-loop-to-self` has no options",
    ),
    ("extend = 3", "`extend` must be a string"),
    ('extend = "a\\u0000b"', "`extend` must be the name of a file"),
    ('plugin-cfg = "a\\u0000b"', "`plugin-cfg` must be the name of a file"),
    ("coredns = '0.9'", "`coredns`: `0.9` is older than "),
    ("kubernetes = '0.1'", "`kubernetes`: `0.1` is not a version of Kubernetes from "),
    ("extend = 'nowhere.toml'", "nowhere.toml: No such file or directory"),
    ("extend = '.corefile.toml'", "`extend` goes round in a circle"),
    ("select = [", ": not TOML: there is a mistake at its end"),
    ("select = []\nignore = x", ":2:10: not TOML: there is a mistake here"),
    ("select = []\nselect = []\n", ":2:"),
    ("select = 1" + "0" * 5_000, ": not TOML"),
    ("select = " + "[" * 50_000, ": "),
]


@pytest.mark.parametrize(("text", "message"), WRONG)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as raised:
        load(tmp_path, text)
    assert message in str(raised.value)
    assert str(raised.value).startswith(str(tmp_path))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("coredns = '1.0'\nkubernetes = '1.31'", "give `coredns` or `kubernetes`, not both"),
        ("coredns = '0.9.9'", "`0.9.9` is older than"),
        ("plugin-cfg = 'plugin.cfg'", "plugin.cfg: No such file or directory"),
        ("external-plugins = ['a b c']", "`a b c` is not `NAME`"),
    ],
)
def test_a_build_that_there_is_not(tmp_path: Path, said: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        settings_of(load(tmp_path, said))


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text("[tool.corefile]\n")
    (tmp_path / "a" / "pyproject.toml").write_text("[project]\nname = 'corefile-user'\n")
    assert find_configuration(str(below)) == str(tmp_path / "pyproject.toml")


def test_no_file_is_looked_for_above_a_repository(tmp_path: Path) -> None:
    below = tmp_path / "repository" / "folder"
    (below.parent / ".git").mkdir(parents=True)
    below.mkdir()
    (tmp_path / ".corefile.toml").write_text("")
    assert find_configuration(str(below)) == ""


def test_the_files_of_a_folder_have_an_order(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "corefile.toml", ".corefile.toml"):
        (tmp_path / name).write_text("[tool.corefile]\n")
    assert find_configuration(str(tmp_path)) == str(tmp_path / ".corefile.toml")


def test_a_table_in_pyproject(tmp_path: Path) -> None:
    said = load(tmp_path, "[tool.corefile]\nignore = ['CF302']\n", "pyproject.toml")
    assert said.ignore == ("CF302",)
    (tmp_path / "b").mkdir()
    with pytest.raises(ConfigurationError, match=r"`tool\.corefile` must be a table"):
        load(tmp_path / "b", "[tool]\ncorefile = 3\n", "pyproject.toml")


def test_a_file_extends_another(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("ignore = ['CF302']\nprofile = 'plain'\n")
    said = load(tmp_path, "extend = 'base.toml'\nprofile = 'k3s'\n")
    assert (said.ignore, said.profile) == (("CF302",), "k3s")
