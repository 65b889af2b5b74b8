"""What is said of a name that CoreDNS does not know."""

import pytest

from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.externals import EXTERNALS, external_plugin
from corefile.lint.engine import lint
from corefile.lint.rules.reading.unknown_directive import RULE
from corefile.text.records import replace


@pytest.mark.parametrize(
    ("line", "advice"),
    [
        ("forwrad . 192.0.2.1", "did you mean `forward`?"),
        ("proxy . 192.0.2.1", "`proxy` went away with CoreDNS 1.5.0: write `forward`"),
        # Not a slip, though one letter makes another plugin of it.
        (
            "fanout . 192.0.2.1",
            "`fanout` is an external plugin (github.com/networkservicemesh/fanout): if your build"
            " has it, check with `--external-plugins fanout`",
        ),
        (
            "k8s_gateway a.example",
            "`k8s_gateway` is an external plugin (github.com/k8s-gateway/k8s_gateway): if your"
            " build has it, check with `--external-plugins 'k8s_gateway before kubernetes'`",
        ),
        (
            "mine",
            "correct the name, or remove the line; if your build has such a plugin, check with"
            " `--external-plugins mine`",
        ),
        ("$mine", "begin the line with a plugin's name, or remove it"),
    ],
)
def test_what_to_write_instead(line: str, advice: str) -> None:
    assert [each.help for each in lint(f". {{\n    {line}\n}}\n", rules=[RULE])] == [advice]


def test_a_plugin_that_the_build_was_made_without() -> None:
    plugins = tuple(name for name in stock().plugins if name != "loop")
    build = replace(stock(), plugins=plugins)
    (found,) = lint(". {\n    loop\n}\n", rules=[RULE], build=build)
    assert found.message.startswith(f"your build of CoreDNS {build.release} has no plugin `loop`")
    assert found.help == "remove the line, or build with the plugin"


@pytest.mark.parametrize("line", ["k8s_gateway a.example", "mine a.example"])
def test_the_rest_is_judged_as_if_the_build_had_an_external_plugin(line: str) -> None:
    plugins = f"{line}\n kubernetes cluster.local\n autopath @kubernetes\n forward . 192.0.2.1"
    names = [each.rule.name for each in lint(f". {{\n {plugins}\n}}\n") if each.severity != "info"]
    assert names == ["unknown-directive", "autopath-without-pods-verified"]


@pytest.mark.parametrize(
    "lines", ["omada {\nsite {$S}\n}", "netbox {\nurl {$U}\ntoken {$T}\n}", "k8s_gateway a.example"]
)
def test_an_external_plugin_whose_place_is_known_may_be_behind_another(lines: str) -> None:
    text = f". {{\n{lines}\ntemplate ANY ANY {{\nrcode NXDOMAIN\n}}\n}}\n"
    known = external_plugin(lines.split(maxsplit=1)[0])
    assert known is not None
    build = stock("1.15.0").with_external([known.declaration])
    assert [each.rule.name for each in lint(text, build=build)] == ["unreachable-plugin"]


@pytest.mark.parametrize(("key", "is_plugin"), [("log", True), ("mdns", True), ("local", False)])
def test_a_key_that_is_a_plugin_is_said_to_be_a_zone(key: str, is_plugin: bool) -> None:
    (found, *_) = lint(f"{key} {{\n    mine\n}}\n", rules=[RULE])
    assert (f"`{key}` is read as a zone" in found.help) is is_plugin


def test_nothing_is_said_of_what_an_external_plugin_takes() -> None:
    (found,) = lint(". {\n fanout . 192.0.2.1 {\n  nonsense\n }\n}\n")
    assert found.rule is RULE


def test_external_plugins_can_be_declared() -> None:
    declared = [known.declaration for name in EXTERNALS if (known := external_plugin(name))]
    assert len(declared) == len(EXTERNALS)
    assert set(stock().with_external(declared).plugins) >= EXTERNALS.keys()
