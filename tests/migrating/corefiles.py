"""Corefiles as people wrote them for old releases, of lines that each release reads in its way."""

from hypothesis import strategies as st

from corefile.coredns.releases.release import NEWEST, RELEASES, Release, named

#: From the first release that kubeadm installed; without those that have no image.
SUPPORTED = [each for each in RELEASES if each >= named("1.1.3") and each != named("1.2.3")]
ADDRESSES = ("10.0.0.1", "10.0.0.2:5353", "/etc/resolv.conf")
COMMENTS = ("", "", " # {n}", " #{n}")
#: The properties of plugins, without those that old releases do not have.
PROPERTIES = {
    "kubernetes cluster.local in-addr.arpa": (
        "upstream",
        "upstream 10.0.0.9",
        "resyncperiod 60s",
        "pods insecure",
        "ttl 30",
        "transfer to 10.0.0.7",
        "fallthrough in-addr.arpa",
        "endpoint http://a:80 http://b:80",
    ),
    "proxy . 10.0.0.1 10.0.0.2": (
        "policy first",
        "policy least_conn",
        "policy round_robin",
        "except a.example",
        "max_fails 0",
        "max_fails 3",
        "fail_timeout 5s",
        "health_check /health:8080",
        "spray",
        "protocol dns",
        "protocol dns force_tcp",
    ),
    "forward . 10.0.0.1": ("max_fails 3", "policy sequential", "force_tcp"),
    "cache 30": ("success 100", "denial 50 10"),
    "file /db.a a.example": ("upstream", "transfer to *", "no_reload"),
    "secondary b.example": ("transfer from 10.0.0.1", "transfer to 10.0.0.2", "upstream"),
    "hosts": ("10.0.0.5 c.example", "fallthrough"),
    "rewrite name old.example new.example": (),
    "autopath @kubernetes": (),
    "health": (),
    "errors": (),
    "log": (),
    "prometheus": (),
    "loadbalance": (),
    "reload": (),
}


@st.composite
def stanza(draw: st.DrawFn, line: str) -> list[str]:
    """Return the lines of a plugin with some properties, and comments."""
    found = (
        draw(st.lists(st.sampled_from(PROPERTIES[line]), unique=True, max_size=4))
        if (PROPERTIES[line])
        else []
    )
    if line.startswith("secondary") and not any("from" in each for each in found):
        found = ["transfer from 10.0.0.1", *found]
    inside = []
    for each in found:
        if draw(st.booleans()):
            inside.append("    # above {n}")
        inside.append(f"    {each}{draw(st.sampled_from(COMMENTS))}")
    head = f"{line} {{" if inside else line
    tail = draw(st.sampled_from(COMMENTS))
    return [f"{head}{tail}", *inside, *(["}"] if inside else [])]


@st.composite
def corefiles(draw: st.DrawFn) -> str:
    """Return a Corefile of one or two server blocks."""
    text = ""
    for key in draw(st.sampled_from([[".:53"], [".:53", "a.example:53"], [".:53", "b.c:5353"]])):
        chosen = draw(st.lists(st.sampled_from(sorted(PROPERTIES)), unique=True, max_size=6))
        if any(each.startswith("proxy") for each in chosen):
            chosen = [each for each in chosen if not each.startswith("forward")]
        lines = []
        for each in chosen:
            if draw(st.booleans()):
                lines.append("# free {n}")
            lines += draw(stanza(each))
        text += f"{key} {{\n" + "".join(f"    {line}\n" for line in lines) + "}\n"
    number = iter(range(1000))
    while "{n}" in text:
        text = text.replace("{n}", str(next(number)), 1)
    return text


def releases(count: int) -> st.SearchStrategy[list[Release]]:
    """Return so many releases, the older ones first; with two the newest is often the last."""
    some = st.lists(st.sampled_from(SUPPORTED), min_size=count, max_size=count).map(sorted)
    if count > 2:
        return some
    return st.one_of(some, some.map(lambda found: [found[0], NEWEST]))
