import corefile
from corefile.coredns.model.config import configure
from corefile.coredns.model.flow import flow
from corefile.coredns.releases.builds import stock

TEXT = """\
example.org {
    forward . 192.0.2.53
    ads
    log
    reload
    hosts {
        192.0.2.1 www.example.org
        fallthrough a.example.org
    }
}
"""


def test_queries_pass_in_the_order_of_the_build() -> None:
    build = stock().with_external(["ads before hosts"])
    config = configure(corefile.expand(corefile.parse(TEXT)), build=build)
    assert not config.refusals
    steps = flow(config.servers[0], build)
    assert [(step.name, step.role) for step in steps] == [
        ("log", "observes"),
        ("ads", None),
        ("hosts", "answers"),
        ("forward", "answers"),
    ]


def test_what_a_step_keeps_and_passes_on() -> None:
    config = configure(corefile.expand(corefile.parse(TEXT)))
    hosts = next(step for step in flow(config.servers[0]) if step.name == "hosts")
    assert hosts.answers == ("example.org.",)
    assert hosts.keeps("www.example.org.")
    assert not hosts.keeps("x.a.example.org.")
    assert not hosts.keeps("example.net.")
    assert hosts.token.line == 6
