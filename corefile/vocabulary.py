"""Names that start-up needs before anything is loaded: this module imports nothing.

Help and the cache of files that have not changed need them, and so does what checks files: there is
one copy of each, here.
"""

# A plain name, so that type checkers see what follows and nothing is loaded for it.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    #: How grave a finding is: CoreDNS refuses the file; it accepts what is almost surely a mistake;
    #: worth knowing.
    Severity = Literal["error", "warning", "info"]
    #: What a CoreDNS is there for: a server of its own; the DNS of a Kubernetes cluster, as
    #: kubeadm, AKS or k3s set it up; the cache on each node of a cluster; a server that anybody
    #: can ask.
    Profile = Literal["plain", "kubernetes", "nodelocaldns", "aks", "k3s", "internet"]
    #: The kinds of marks in templates.
    Dialect = Literal["braces", "erb", "dollar", "underscores", "capitals", "ytt"]

__all__ = [
    "CLIENT",
    "CODE",
    "CODE_NAMES",
    "CONFIGURATION_FILES",
    "CUSTOM",
    "DEBUG",
    "FENCE",
    "HCL",
    "MANIFESTS",
    "MARKDOWN",
    "MARKUP",
    "MAX_BYTES",
    "MAX_INDENT",
    "MAX_WORDS",
    "NAMED",
    "PLAIN_BLOCK",
    "PLAIN_LINES",
    "PLAIN_LIST",
    "PROFILES",
    "PROMPT",
    "SEVERITIES",
    "STDIN",
    "TEMPLATES",
]

#: The severities of findings, the gravest first.
SEVERITIES: "tuple[Severity, ...]" = ("error", "warning", "info")

#: What a CoreDNS may be there for.
PROFILES: "tuple[Profile, ...]" = ("plain", "kubernetes", "nodelocaldns", "aks", "k3s", "internet")

#: The names of configuration files, the first that is there applies.
CONFIGURATION_FILES = (".corefile.toml", "corefile.toml", "pyproject.toml")

#: With this variable in the environment, a mistake in the program is shown with its traceback.
DEBUG = "COREFILE_DEBUG"

#: Standard input, where a file is named.
STDIN = "-"

#: The ends of the names of manifests, and of Markdown files.
MANIFESTS = (".yaml", ".yml", ".json", ".ign", ".bu", ".sls")
MARKDOWN = (".md", ".markdown", ".mdx")

#: The ends of the names of documentation in other languages.
MARKUP = (".adoc", ".asciidoc", ".rst")

#: The ends of the names of scripts and other code.
CODE = tuple(
    f".{end}"
    for end in (
        "bash c cpp cs css csv dockerfile go groovy html ini java js jsonnet jsx kt kts libsonnet"
        " lua makefile mjs nix php pl pp properties ps1 py rb rs scala service sh sql swift tex"
        " toml ts tsx xml zsh"
    ).split()
)
#: The ends of the names of code for Terraform and the like.
HCL = (".hcl", ".nomad", ".tf", ".tfvars", ".tofu")
#: How the names of other code begin.
CODE_NAMES = ("containerfile", "dockerfile", "jenkinsfile", "makefile", "vagrantfile")

#: How templates are named, and whose marks then apply wherever they are.
TEMPLATES: "dict[str, Dialect]" = {
    "base": "underscores",
    "envsubst": "dollar",
    "erb": "erb",
    "gotmpl": "braces",
    "in": "underscores",
    "j2": "braces",
    "jinja": "braces",
    "jinja2": "braces",
    "sed": "capitals",
    "template": "braces",
    "tftpl": "dollar",
    "tmpl": "braces",
    "tpl": "braces",
}

#: The ConfigMap whose keys the Corefiles of AKS, k3s and others import.
CUSTOM = "coredns-custom"

#: What begins a block of code in Markdown, reStructuredText or AsciiDoc that is meant to hold a
#: Corefile, whatever the case.
FENCE = r"(?:```|~~~|\bcode(?:-block)?::|\[source,)[ \t]*\{?\.?(?:corefile|coredns)\b"

#: In Markdown, a line that opens a server block: a zone or a port, and a brace. A plugin that
#: nearly all Corefiles have is next to it, or on one of the next lines.
PLAIN_BLOCK = (
    r"^[ \t>]*[^\s{}()=;>.:]{0,100}[.:)][^{}()=;\n]{0,200}\{[ \t]*"
    r"(?:\r?\n(?:[^\n]*\n){0,8}?[ \t>+]*)?"
    r"(?:any|auto|cache|errors|file|forward|health|hosts|import|kubernetes|log|prometheus|proxy"
    r"|reload|rewrite|template|whoami|view|etcd|acl|bind|chaos|debug|erratic|loadbalance|minimal"
    r"|secondary|route53|ready|k8s_external|autopath|dns64|dnssec|geoip|grpc|tls|transfer|trace)\b"
)

#: In Markdown, a line of a plugin that no other program has: what makes lines without their server
#: block a part of a Corefile.
PLAIN_LINES = (
    r"^[ \t>]*(?:(?:forward|proxy)[ \t]+[^\s\[|]+[ \t]+(?:\d|/etc/|\[[0-9a-f:]|tls://|<|\$)"
    r"|kubernetes[ \t]+[\w-]+\.[\w.-]+[ \t{]|template[ \t]+(?:IN|ANY)[ \t]+[A-Z]+\b"
    r"|rewrite[ \t]+(?:(?:stop|continue)[ \t]+)?(?:name|cname)[ \t][^\n|]*\w\.\w"
    r"|rewrite[ \t]+(?:stop|continue)[ \t]*\{[ \t]*\r?\n[ \t>]*(?:name|answer|ttl|type)[ \t]"
    r"|hosts[ \t][^\n{}=()]*\{[ \t]*\r?\n(?:[ \t>]*(?:#[^\n]*)?\r?\n)*[ \t>]*(?:\d{1,3}\.){3}\d"
    r"|(?:acl|cache|dns64|errors|etcd|health|log)[ \t][^\n{}=()]*\{[ \t]*\r?\n[ \t>]*"
    r"(?:(?:class|consolidate|denial|lameduck|prefetch|serve_stale|servfail|stubzones|success"
    r"|translate_all)\b|(?:allow|block|drop|filter)[ \t]+(?:net|type)\b))"
)

#: In Markdown, a plugin in a list of those for the chart of CoreDNS.
PLAIN_LIST = (
    r"^[ \t>]*-[ \t]+name:[ \t]*[\"']?\w+[\"']?[ \t]*\r?\n"
    r"[ \t>]*(?:parameters:[ \t]+[^\s\[{]|configBlock:)"
)

#: A key of YAML, or the path of a file, that is called like a Corefile or a part of one, and has a
#: text.
NAMED = (
    r"(?i)core[-_]?(?:file|dns[\w.-]{0,20}?(?:conf|ya?ml))[\w.-]{0,40}"
    r"[\\\"']{0,3}[ \t]*(?:[:=,{}]|<<|\r?\n)"
    r"|\.(?:server|override)[\"']?[ \t]*+(?::[ \t]+[|>]|=|\r?\n)"
)

#: What asks Kubernetes, as it begins a command.
CLIENT = r"(?:sudo[ \t]+)?(?:(?:microk8s|k3s|minikube)[ \t]+)?(?:[\w./-]*kubectl|oc|kc?)"

#: The prompt of a shell, which nothing else begins a line with.
PROMPT = (
    r"(?:(?:\([\w.-]{1,60}\)[ \t]+)?(?:\[[^\]\n]{1,60}\][$#]"
    r"|[\w.-]{1,60}@[\w.-]{1,60}(?::[^\n$#]{0,60}[$#]|[ \t][^\s$#%]{0,60}[ \t]?[$#%])"
    r"|[~/][\w./-]{0,60}[ \t][$#%]|(?:[a-z]{0,3}sh-[\d.]{1,9})[$#]"
    r"|(?:[\w.-]{1,60}[ \t]?)?(?:[$%]|~?[ \t]?[\u279c\u276f\u03bb])"
    r"|\u279c[ \t]+[^\s|]{1,60}(?:[ \t]+git:\([^)\n]{1,60}\))?(?:[ \t]+\u2717)?"
    r")[ \t]+|(?:PS[ \t]?)?(?:[A-Z]:[\\/][^\n<>|]{0,100}|(?<=PS))>[ \t]*)(?=[\w./])"
)

#: The widest indentation, in spaces.
MAX_INDENT = 16

#: No Corefile is as large as this, in bytes; a file that is, is not read.
MAX_BYTES = 16 * 1024 * 1024

#: Nor has one so many words: more would take minutes and fill the memory.
MAX_WORDS = 1_000_000
