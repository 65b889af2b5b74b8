"""The way to an API server, as Kubernetes' Go client checks it (k8s.io/client-go).

What is checked of the text alone: tools/clientcmd/validation.go and rest/url_utils.go.
"""

from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.go.url import escaped_path, parse_request_uri, parse_url


def connection_fault(
    host: str, certificate: str = "", key: str = "", authority: str = "", *, strict: bool = True
) -> str:
    """Return what is said against a URL and the files for it; "" where nothing is.

    Without any of them the client looks for the cluster it runs in. `strict` is as for `parse_url`.
    """
    faults = []
    if certificate and not key:
        method = "to use the clientCert authentication method."
        faults.append(f"client-key-data or client-key must be specified for  {method}")
    files = [("client-cert", certificate), ("client-key", key)] if certificate else []
    faults += (unreadable(what, path) for what, path in files if "\0" in path)
    if not host and authority:
        faults.append("default cluster has no server defined")
    if "\0" in authority:
        faults.append(unreadable("certificate-authority", authority))
    if not host and not authority and faults:
        faults.append("cluster has no server defined")
    if faults:
        shown = faults[0] if len(faults) == 1 else f"[{', '.join(faults)}]"
        return f"invalid configuration: {shown}"
    if host:
        try:
            check_host(host, strict)
        except Invalid as invalid:
            fault = quote(str(invalid))
            return f"failed to create kubernetes notification controller: {fault}"
    return ""


def unreadable(what: str, path: str) -> str:
    """Return what is said of a file that no machine can have by its name."""
    return f"unable to read {what} {path} for  due to open {path}: invalid argument"


def check_host(host: str, strict: bool) -> None:
    """Check a URL, or a host with or without a port (DefaultServerURL). Raises Invalid."""
    base = without_query(host, strict)
    if is_complete(base, strict):
        return
    if parse_url(f"http://{base}", strict=strict).path not in ("", "/"):
        raise Invalid(f"host must be a URL or a host:port pair: {quote(base)}")


def is_complete(text: str, strict: bool) -> bool:
    """Tell whether text is a URL with scheme and host."""
    try:
        url = parse_url(text, strict=strict)
    except Invalid:
        return False
    return bool(url.scheme and url.host)


def without_query(host: str, strict: bool) -> str:
    """Return a URL that has a path without what follows the path."""
    try:
        url = parse_request_uri(host, strict=strict)
    except Invalid:
        return host
    if url.opaque or len(url.path) <= 1:
        return host
    before = host.partition("?")[0].removesuffix(url.path)
    return url.scheme + before[len(url.scheme) :] + escaped_path(url.path)
