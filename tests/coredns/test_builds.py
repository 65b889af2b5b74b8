import pytest

from corefile.coredns.releases.builds import BuildError, read_build, stock


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("ads before cache", "ads", "cache"),
        ("ads after forward", "forward", "ads"),
        ("ads", "nomad", "ads"),
        ("forward before cache", "forward", "cache"),
    ],
)
def test_external_plugins_have_a_place(name: str, before: str, after: str) -> None:
    plugins = stock().with_external([name]).plugins
    assert plugins.index(before) < plugins.index(after)
    assert len(set(plugins)) == len(plugins)


@pytest.mark.parametrize("name", ["", "a b", "ads before", "ads before nosuch", "ads under cache"])
def test_what_is_no_external_plugin(name: str) -> None:
    with pytest.raises(BuildError):
        stock().with_external([name])


def test_reads_plugin_cfg_in_its_order() -> None:
    text = "# comment\nlog:log\nads:github.com/c/ads\n\ncache:cache # last\n"
    assert read_build(text).plugins == ("log", "ads", "cache")


def test_reads_what_coredns_prints_in_the_order_of_the_release() -> None:
    text = "Server types:\n  dns\n\nOther plugins:\n  dns.ads\n  dns.forward\n  dns.cache\n  on\n"
    assert read_build(text).plugins == ("cache", "forward", "ads")


def test_names_alone() -> None:
    build = read_build("ads\n\ncache\r\n  forward\nhost_name\non\n", "1.12.1")
    assert build.plugins == ("cache", "forward", "on", "ads", "host_name")
    assert build.unplaced == {"ads", "host_name"}
    for text in ("cache me\n", "cache\nads.example\n", "ads\nothers\n"):
        with pytest.raises(BuildError):
            read_build(text)


def test_refuses_other_texts() -> None:
    with pytest.raises(BuildError, match="neither"):
        read_build("hello\n")


def test_where_a_plugin_is_may_not_be_known() -> None:
    assert stock().unplaced == frozenset()
    assert stock().with_external(["ads", "blocks after forward"]).unplaced == {"ads"}
    assert stock().with_external(["ads"]).with_external(["ads before cache"]).unplaced == set()
    assert read_build("Server types:\n  dns\n\n  dns.ads\n  dns.forward\n").unplaced == {"ads"}
    assert read_build("ads:github.com/c/ads\n").unplaced == set()
