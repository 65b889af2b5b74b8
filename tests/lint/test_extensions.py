"""Rules and descriptions of plugins that installed packages bring."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile import expand, parse
from corefile.coredns.model.config import configure, plugin_class
from corefile.coredns.releases.builds import stock
from corefile.documents import read
from corefile.lint import (
    ConfigurationError,
    UnknownRule,
    all_rules,
    build_of,
    find_rule,
    known_rules,
    lint_document,
    load_configuration,
    load_extension,
    settings_of,
)
from corefile.reference.links import rule_uri
from corefile.reference.plugins import page, plugin_names
from corefile.testing import found_in, problems_of
from tests.lint.extension import PLUGIN, RULE, install, install_template, packages

RULES, PLUGINS = "corefile.rules", "corefile.plugins"
ONE = {RULES: {"one": "acme:RULE"}}


@pytest.fixture(autouse=True)
def site(tmp_path: Path) -> Iterator[Path]:
    with packages(tmp_path / "site") as folder:
        yield folder


def configuration(folder: Path, text: str, name: str = ".corefile.toml") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def codes(path: str, text: str) -> list[str]:
    settings = settings_of(load_configuration(path))
    checked = lint_document(read(text, "Corefile"), settings=settings)
    return [item.finding.rule.code for item in checked.findings]


PUBLIC = (
    ". {\n    audit /x\n    forward . 8.8.8.8\n    cache\n    errors\n    loop\n    reload\n}\n"
)


def test_a_named_package_brings_rules_and_plugins(site: Path, tmp_path: Path) -> None:
    install_template(site)
    path = configuration(tmp_path, 'extensions = ["corefile-acme"]\n')
    assert codes(path, PUBLIC) == ["ACME001"]
    said = load_configuration(path)
    assert [rule.code for rule in said.known_rules] == [*(r.code for r in all_rules()), "ACME001"]
    build = build_of(said)
    assert build is not None
    assert build.plugins[build.plugins.index("audit") + 1] == "cache"
    assert not build.unplaced
    # All that knows rules and plugins by name knows them now.
    rule = find_rule("no-public-upstream")
    assert load_extension("corefile.ACME") is load_extension("corefile-acme")
    assert (rule, known_rules()[-1]) == (find_rule("acme001"), rule)
    assert rule_uri(rule) == "https://docs.acme.example/dns/no-public-upstream"
    assert problems_of(rule) == []
    assert "audit" in plugin_names()
    assert "which `corefile-acme` describes. It comes before `cache`." in page("audit")
    assert "## Changes" not in page("audit")


def test_what_is_not_named_is_not_there(site: Path, tmp_path: Path) -> None:
    install_template(site)
    assert codes(configuration(tmp_path, ""), PUBLIC) == ["CF004"]
    assert "corefile_acme" not in sys.modules
    with pytest.raises(UnknownRule):
        find_rule("ACME001")
    with pytest.raises(ConfigurationError, match="1: `select`: there is no rule `ACME001`"):
        load_configuration(configuration(tmp_path, 'select = ["ACME001"]\n', "corefile.toml"))


def test_a_package_that_another_configuration_names_changes_nothing_here(
    site: Path, tmp_path: Path
) -> None:
    install_template(site)
    (tmp_path / "b").mkdir()
    with_it = configuration(tmp_path, 'extensions = ["corefile-acme"]\n')
    without = configuration(tmp_path / "b", 'external-plugins = ["audit"]\n')
    text = PUBLIC.replace("    loop\n", "    loop # corefile: ignore[ACME001]\n")
    assert codes(with_it, PUBLIC) == ["ACME001"]
    assert codes(without, PUBLIC) == []
    assert codes(with_it, text) == ["ACME001", "CF011"]
    assert codes(without, text) == ["CF012"]
    with pytest.raises(ConfigurationError):
        load_configuration(configuration(tmp_path / "b", 'select = ["ACME"]\n', "corefile.toml"))


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ('select = ["ACME"]', ["ACME001"]),
        ('select = ["ACME0"]', ["ACME001"]),
        ('select = ["no-public-upstream"]', ["ACME001"]),
        ('select = ["CF"]', []),
        ('select = ["all"]\nignore = ["CF"]', ["ACME001"]),
        ('ignore = ["ACME001"]', []),
        ('rules.ACME001.addresses = ["192.0.2.1"]', []),
    ],
)
def test_settings_name_such_rules(
    site: Path, tmp_path: Path, settings: str, found: list[str]
) -> None:
    install_template(site)
    path = configuration(tmp_path, f'extensions = ["Corefile_Acme"]\n{settings}\n')
    assert codes(path, PUBLIC) == found


def test_severities_options_and_comments(site: Path, tmp_path: Path) -> None:
    install_template(site)
    said = 'severity.ACME001 = "error"\nextensions = ["corefile-acme"]\n'
    settings = settings_of(load_configuration(configuration(tmp_path, said)))
    (item,) = lint_document(read(PUBLIC, "Corefile"), settings=settings).findings
    assert (item.finding.severity, item.fix is not None) == ("error", True)
    quiet = PUBLIC.replace("8.8.8.8\n", "8.8.8.8 # corefile: ignore[ACME001] a test\n")
    assert lint_document(read(quiet, "Corefile"), settings=settings).findings == ()


def test_extensions_of_a_file_that_is_extended_stay(site: Path, tmp_path: Path) -> None:
    install_template(site)
    install(site, "acme-more", ONE, {"acme.py": RULE.replace("ACME001", "MORE001")})
    base = 'extensions = ["corefile-acme"]\nselect = ["ACME001"]\n'
    configuration(tmp_path, base, "base.toml")
    own = 'extend = "base.toml"\nextensions = ["acme-more"]\nextend-select = ["MORE"]\n'
    said = load_configuration(configuration(tmp_path, own))
    assert said.extensions == ("corefile-acme", "acme-more")
    assert [rule.code for rule in settings_of(said).rules] == ["ACME001", "MORE001"]


@pytest.mark.parametrize(
    ("place", "external", "before"),
    [
        ("before cache", "", "cache"),
        ("after hosts", "", "route53"),
        ("", "", None),
        ("before nothing", "", None),
        ("before cache", "audit after hosts", "route53"),
    ],
)
def test_where_a_plugin_comes(
    site: Path, tmp_path: Path, place: str, external: str, before: str | None
) -> None:
    plugin = f'{PLUGIN}    place: ClassVar[str] = "{place}"\n'
    install(site, "acme", {PLUGINS: {"audit": "acme:Audit"}}, {"acme.py": plugin})
    more = f'external-plugins = ["{external}"]\n' if external else ""
    build = build_of(load_configuration(configuration(tmp_path, f'extensions = ["acme"]\n{more}')))
    assert build is not None
    at = build.plugins.index("audit")
    assert build.plugins[at + 1 : at + 2] == ((before,) if before else ())
    assert ("audit" in build.unplaced) is (before is None)


@pytest.mark.parametrize(
    ("listed", "order"),
    [
        ("cache:cache\naudit:acme/audit\n", ("cache", "audit")),
        ("cache:cache\n", ("cache",)),
        ("  dns.cache\n  dns.log\n  dns.audit\n", ("log", "audit", "cache")),
    ],
)
def test_a_build_has_the_plugins_that_it_lists(
    site: Path, tmp_path: Path, listed: str, order: tuple[str, ...]
) -> None:
    install_template(site)
    (tmp_path / "plugin.cfg").write_text(listed)
    said = 'extensions = ["corefile-acme"]\nplugin-cfg = "plugin.cfg"\n'
    build = build_of(load_configuration(configuration(tmp_path, said)))
    assert build is not None
    assert build.plugins == order


def test_plugins_may_come_beside_each_other() -> None:
    places = {"b": "after a", "a": "before cache", "c": "before b", "log": "after cache"}
    build = stock().with_placed(places)
    at = build.plugins.index("cache")
    assert build.plugins[at - 3 : at] == ("a", "c", "b")
    assert build.plugins.index("log") < at, "a plugin that is there stays"
    round_about = stock().with_placed({"a": "after b", "b": "after a"})
    assert round_about.plugins[-2:] == ("a", "b")


def test_a_description_is_read_as_those_of_coredns_are(site: Path, tmp_path: Path) -> None:
    install_template(site)
    load_extension("corefile-acme")
    kind = plugin_class("audit")
    assert kind is not None
    build = stock().with_placed({"audit": kind.place})
    text = ". {\n    audit /x {\n        sample 0\n        except EXAMPLE.org\n    }\n}\n"
    config = configure(expand(parse(text)), build=build)
    (refused,) = config.refusals
    assert refused.message == "plugin/audit: sample has to be from 1 to 100, not 0"
    config = configure(expand(parse(text.replace(" 0", " 7"))), build=build)
    (audit,) = config.servers[0].all(kind)
    assert audit.zone_names == ("example.org.",)


def test_examples_of_a_rule_have_the_plugins_of_extensions(site: Path) -> None:
    rule = RULE.replace("    whoami", "    audit /x").replace("ACME001", "MORE001")
    rule = rule.replace("for line in server.directives", "for line in server.plugins")
    rule = rule.replace('line.name == "whoami"', "type(line).__name__ == 'Audit'")
    rule = rule.replace("line.tokens[0]", "line.token")
    install(site, "acme", ONE, {"acme.py": rule})
    (own,) = load_extension("acme").rules
    assert problems_of(own) != []
    install_template(site)
    load_extension("corefile-acme")
    found_in.cache_clear()
    assert problems_of(own) == []


BROKEN = {
    "the package `acme` is not installed where this program is": ({}, {}),
    "`acme` has no entry points `corefile.rules` or `corefile.plugins`": (
        {"console_scripts": {"x": "acme:RULE"}},
        {"acme.py": "1 / 0"},
    ),
    "`one` of `acme` cannot be imported: ZeroDivisionError: division by zero": (
        ONE,
        {"acme.py": "1 / 0"},
    ),
    "`one` of `acme` cannot be imported: SystemExit: 3": (
        ONE,
        {"acme.py": "raise SystemExit(3)"},
    ),
    "`one` of `acme` cannot be imported: SyntaxError: invalid syntax": (ONE, {"acme.py": "x y"}),
    "`one` of `acme` cannot be imported: AttributeError: module 'acme' has no attribute 'RULE'": (
        ONE,
        {"acme.py": ""},
    ),
    "`one` of `acme` is not a rule: acme:RULE has to be a `CorefileRule`": (
        ONE,
        {"acme.py": "RULE = 1"},
    ),
    "the rule `says-who-it-is` (CF201) of `acme` is called as another one is: `CF201`": (
        ONE,
        {"acme.py": RULE.replace("ACME001", "CF201")},
    ),
    "(ACME001) of `acme` is called as another one is: `missing-errors`": (
        ONE,
        {"acme.py": RULE.replace("says-who-it-is", "missing-errors")},
    ),
    "of `acme` is called as another one is: `ACME001`": (
        {RULES: {"one": "acme:RULE", "two": "acme2:RULE"}},
        {"acme.py": RULE, "acme2.py": RULE.replace("says-who-it-is", "says-more-than-it-is")},
    ),
    "needs a code such as ACME001": (ONE, {"acme.py": RULE.replace("ACME001", "CF999")}),
    "needs a name of two words or more": (ONE, {"acme.py": RULE.replace("says-who-it-is", "Who")}),
    "has the severity 'fatal': there are error, warning, info": (
        ONE,
        {"acme.py": RULE.replace('"warning"', '"fatal"')},
    ),
    "has no page: write it as the docstring of the module": (
        ONE,
        {"acme.py": "text = " + RULE},
    ),
    "needs a `check` that is a function at the top of a module": (
        ONE,
        {"acme.py": RULE.replace('"warning", check)', '"warning", lambda ctx: check(ctx))')},
    ),
    "`audit` of `acme` does not describe a plugin: it is not a class of `Plugin`": (
        {PLUGINS: {"audit": "acme:RULE"}},
        {"acme.py": RULE},
    ),
    "the class `Audit` of `acme` does not say its `role`": (
        {PLUGINS: {"audit": "acme:Audit"}},
        {"acme.py": PLUGIN.replace('    role: ClassVar[Role] = "observes"\n', "")},
    ),
    "the class `Audit` of `acme` has the place 'cache': write `before forward`": (
        {PLUGINS: {"audit": "acme:Audit"}},
        {"acme.py": PLUGIN + '    place: ClassVar[str] = "cache"\n'},
    ),
    "the class `Audit` of `acme` has a name that no plugin has: 'Audit'": (
        {PLUGINS: {"audit": "acme:Audit"}},
        {"acme.py": PLUGIN.replace('"audit"', '"Audit"')},
    ),
    "the class `Audit` of `acme` describes `forward`, a plugin of CoreDNS itself": (
        {PLUGINS: {"audit": "acme:Audit"}},
        {"acme.py": PLUGIN.replace('"audit"', '"forward"')},
    ),
    "describes `federation`, a plugin of CoreDNS itself": (
        {PLUGINS: {"audit": "acme:Audit"}},
        {"acme.py": PLUGIN.replace('"audit"', '"federation"')},
    ),
    "describes `audit`, which `acme` does too": (
        {PLUGINS: {"audit": "acme:Audit", "b": "acme2:Audit"}},
        {"acme.py": PLUGIN, "acme2.py": PLUGIN},
    ),
}


@pytest.mark.parametrize("words", BROKEN)
def test_what_cannot_be_used_is_refused_in_a_line(site: Path, tmp_path: Path, words: str) -> None:
    points, modules = BROKEN[words]
    if points:
        install(site, "acme", points, modules)
    path = configuration(tmp_path, 'ignore = []\nextensions = ["acme"]\n')
    with pytest.raises(ConfigurationError) as caught:
        load_configuration(path)
    message = str(caught.value)
    assert message.startswith(f"{path}:2: `extensions`: ")
    assert words in message
    assert "\n" not in message
    # Nothing of it is known then.
    assert known_rules() == all_rules()
    assert plugin_class("audit") is None


def test_two_packages_may_not_clash(site: Path, tmp_path: Path) -> None:
    install(site, "acme", {**ONE, PLUGINS: {"audit": "acme_plugin:Audit"}},
            {"acme.py": RULE, "acme_plugin.py": PLUGIN})  # fmt: skip
    install(site, "acme-two", ONE, {"acme_two.py": ""})
    install(site, "acme-rule", {RULES: {"x": "acme3:RULE"}}, {"acme3.py": RULE})
    install(site, "acme-plugin", {PLUGINS: {"x": "acme4:Audit"}}, {"acme4.py": PLUGIN})
    for name, words in (
        ("acme-rule", "is called as another one is: `ACME001`"),
        ("acme-plugin", "describes `audit`, which `acme` does too"),
    ):
        path = configuration(tmp_path, f'extensions = ["acme", "{name}"]\n', f"{name}.toml")
        with pytest.raises(ConfigurationError, match=words):
            load_configuration(path)


@pytest.mark.parametrize("value", ['"acme"', "[1]", '[""]', '["../acme"]', '["a b"]', '["a;b"]'])
def test_what_is_not_a_list_of_packages(tmp_path: Path, value: str) -> None:
    path = configuration(tmp_path, f"extensions = {value}\n")
    with pytest.raises(ConfigurationError, match=r":1: `extensions` must be a list of"):
        load_configuration(path)


def test_nothing_is_imported_from_the_working_directory(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python may have put it first among the places of modules."""
    here = tmp_path / "repository"
    here.mkdir()
    install(here, "acme-bad", ONE, {"acme.py": "raise SystemExit('from the repository')"})
    install(site, "acme-good", ONE, {"acme.py": RULE})
    monkeypatch.chdir(here)
    for place in ("", ".", str(here)):
        monkeypatch.setattr(sys, "path", [place, *sys.path])
    path = configuration(here, 'extensions = ["acme-good"]\n')
    assert codes(path, ". {\n    whoami\n}\n") == ["ACME001"]
    assert sys.path[0] == str(here)
    with pytest.raises(ConfigurationError, match="`acme-bad` is not installed"):
        load_configuration(configuration(here, 'extensions = ["acme-bad"]\n', "corefile.toml"))


def test_a_working_directory_that_is_installed_is_one_of_packages(
    site: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So it is with `pip install --editable .`: a file among the packages names the folder."""
    monkeypatch.chdir(site)
    install(site, "acme", ONE, {"acme.py": RULE})
    assert codes(configuration(tmp_path, 'extensions = ["acme"]\n'), ". {\n    whoami\n}\n") == [
        "ACME001"
    ]
