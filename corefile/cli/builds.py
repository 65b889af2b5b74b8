"""The CoreDNS that will read the files, as the options name it."""

from corefile.cli.options import Options

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.builds import Build

__all__ = ["chosen_build"]


def chosen_build(options: Options) -> "Build | None":
    """Give the CoreDNS that the options name; None for the newest release. Raises ValueError."""
    if not (
        options.coredns or options.kubernetes or options.external_plugins or options.plugin_cfg
    ):
        return None
    from corefile.cli.inputs import Unreadable, load  # noqa: PLC0415
    from corefile.coredns.builds import read_build, stock  # noqa: PLC0415
    from corefile.coredns.releases import NEWEST, for_kubernetes, parse_release  # noqa: PLC0415

    if options.coredns and options.kubernetes:
        raise ValueError("give --coredns or --kubernetes, not both")
    release = NEWEST
    if options.coredns:
        release = parse_release(options.coredns)
    elif options.kubernetes:
        release = for_kubernetes(options.kubernetes)
    build = stock(release)
    if options.plugin_cfg:
        try:
            build = read_build(load(options.plugin_cfg), release)
        except (Unreadable, ValueError) as error:
            raise ValueError(f"{options.plugin_cfg}: {error}") from None
    names = (name for text in options.external_plugins for name in text.split(","))
    return build.with_external(names)
