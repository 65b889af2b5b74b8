"""What is copied from a terminal: read, judged at its own places, and edited where that lasts."""

from textwrap import indent
from time import process_time

import pytest

from corefile.documents import Unwritable, read
from corefile.documents.writing import write_back
from corefile.lint.document import lint_document
from corefile.text.edits import Edit, apply_edits

#: With a slip in the name of `whoami`.
TEXT = ". {\n    wohami\n}\n"
MANIFEST = (
    f"apiVersion: v1\ndata:\n  Corefile: |\n{indent(TEXT, '    ')}"
    "kind: ConfigMap\nmetadata:\n  name: coredns\n"
)
ESCAPED = TEXT.replace("\n", "\\n")
HEAD = "Name:         coredns\nNamespace:    kube-system\nLabels:       <none>\n"
DESCRIBED = f"{HEAD}\nData\n====\nCorefile:\n----\n{TEXT}\n\nBinaryData\n====\n\nEvents:  <none>\n"
CUSTOM = HEAD.replace("coredns", "coredns-custom")

#: What users call the file, what is in it, and where the Corefile then is.
DESCRIPTIONS = [
    ("-", DESCRIBED, "described ConfigMap kube-system/coredns, key Corefile"),
    ("dns.txt", f"$ kubectl describe cm coredns -n kube-system\n{DESCRIBED}$ ls\n", "described"),
    ("dns.txt", f"[root@one ~]# kubectl describe cm coredns\n{DESCRIBED}", "described"),
    (
        "dns.txt",
        f"kubectl describe cm coredns\nme@one:~# k describe cm coredns\n{DESCRIBED}",
        "key",
    ),
    # Others print no empty lines, or a part of it was left out.
    ("dns.txt", f"{CUSTOM}Data\n====\nBinaryData\n====\nk describe cm coredns\n{DESCRIBED}", "key"),
    (
        "dns.txt",
        f"kc describe cm coredns\n...\nCorefile:\n----\n{TEXT}",
        "described ConfigMap, key",
    ),
    ("dns.txt", f"{CUSTOM}\nData\n====\na.server:\n----\n{TEXT}\nEvents: <none>\n", "key a.server"),
    (
        "dns.md",
        f"```\n$ kubectl describe cm coredns\n\nCorefile:\n---\n{TEXT}```\n",
        "code block 1",
    ),
    ("dns.md", f"1. ```bash\n{indent(DESCRIBED, '   ')}   ```\n", "code block 1"),
]

SESSIONS = [
    ("dns.txt", f"$ kubectl get cm coredns -o yaml\n{MANIFEST}$ ls\nx\n", "output 1, ConfigMap"),
    (
        "dns.yaml",
        f"[a@b ~]$ kubectl get cm/coredns -oyaml\n{MANIFEST}",
        "output 1, ConfigMap coredns",
    ),
    ("dns.txt", f"node ~ ➜  k get configmap coredns -o yaml\n{MANIFEST}", "key Corefile"),
    ("dns.txt", f"$ ls\nCorefile\n\n$ cat Corefile\n{TEXT}$ ls\n", "output 1"),
    (
        "dns.yaml",
        f"$ cat <<EOF | kubectl apply -f -\n{MANIFEST}EOF\n",
        "here-document 1, ConfigMap",
    ),
    ("dns.txt", f"root@one:/etc# cat >Corefile <<'EOF'\n{TEXT}EOF\n", "here-document 1"),
    ("dns.txt", f"$ cat >Corefile <<EOF\n{indent(TEXT, '> ')}> EOF\n", "here-document 1"),
    ("dns.md", f"```shell\n# kubectl edit cm coredns\n\n{MANIFEST}```\n", "code block 1, output 1"),
    # What is not shown of it is no YAML.
    (
        "dns.md",
        f"```shell\n$ kubectl edit cm coredns\n......\n Corefile: |\n{indent(TEXT, '    ')}```\n",
        "code block 1, output 1",
    ),
    ("dns.md", f"```yaml\n$ kubectl get cm coredns -o yaml\n{MANIFEST}```\n", "code block 1"),
    (
        "dns.md",
        f'```sh\nssh one "kubectl apply -f - <<EOF\n{MANIFEST}EOF"\n```\n',
        "here-document 1",
    ),
    (
        "dns.sh",
        f"""kubectl patch cm coredns -p '{{"data":{{"Corefile":"{ESCAPED}"}}}}'\n""",
        "quoted text on line 1, key data.Corefile",
    ),
    (
        "dns.sh",
        f"set -e\nkubectl patch cm coredns --patch='\n{MANIFEST}'\n",
        "quoted text on line 2, ConfigMap coredns",
    ),
    (
        "dns.sh",
        f"kubectl create configmap coredns-custom --from-literal=a.server='{TEXT}'\n",
        "quoted text on line 1",
    ),
    (
        "dns.md",
        f"```console\n$ k create cm a --from-literal 'a.server={TEXT}'\n```\n",
        "quoted text on line 1",
    ),
    ("dns.txt", f"bash-5.1$ ls\n k get ConfigMap coredns -o yaml\n{MANIFEST}", "output 1"),
    ("dns.txt", f"Hello, all\n\n{MANIFEST}\nThanks a lot\n", "manifest 1, ConfigMap coredns"),
    ("dns.txt", f"What is wrong here?\n{indent(MANIFEST, '    ')}\nIt fails.\n", "manifest 1"),
    ("-", f"We have this:\nkind: Pod\n\nand this:\n\n{MANIFEST}", "manifest 2, ConfigMap"),
    ("dns.mdx", f"```yaml\n{MANIFEST}```\n", "code block 1"),
    (
        "play.yml",
        f"- shell: |\n{indent(f'kubectl apply -f - <<EOF{chr(10)}{MANIFEST}EOF', '    ')}\n",
        "here-document 1, ConfigMap coredns, key Corefile in shell",
    ),
    (
        "user-data",
        f"#cloud-config\na:\n- |\n{indent(f'cat >/etc/Corefile <<EOF{chr(10)}{TEXT}EOF', '  ')}\n",
        "here-document 1 in a",
    ),
    ("k.yaml", f"patches:\n- |-\n{indent(MANIFEST, '  ')}", "ConfigMap coredns, key Corefile in"),
]

#: Programs, with manifests in strings of several lines.
PROGRAMS = [
    ("main.go", f"package main\n\nconst text = `\n{MANIFEST}`\n", "string 1, ConfigMap coredns"),
    ("main.py", f'text = """\n{MANIFEST}"""\n', "string 1, ConfigMap coredns"),
    ("main.py", f'text = """\\\n{TEXT}"""\n'.replace("text", "corefile"), "string 1"),
    ("index.ts", f"const corefile = `{TEXT}`;\n", "string 1"),
    ("a.nix", f"{{\n  text = ''\n{indent(MANIFEST, '    ')}  '';\n}}\n", "string 1, ConfigMap"),
    ("a.ps1", f'$corefile = @"\n{TEXT}"@\n', "string 1"),
]


@pytest.mark.parametrize(("name", "text", "title"), DESCRIPTIONS)
def test_descriptions_are_judged_and_not_edited(name: str, text: str, title: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert title in corefile.origin.title
    assert found(name, text) == [place_of("wohami", text)]
    with pytest.raises(Unwritable, match="kubectl describe"):
        write_back(document, corefile, [Edit(0, 0, "# x\n")])


@pytest.mark.parametrize(("name", "text", "title"), [*SESSIONS, *PROGRAMS])
def test_it_is_read_judged_and_edited(name: str, text: str, title: str) -> None:
    document = read(text, name)
    (corefile,) = document.corefiles
    assert title in corefile.origin.title
    assert found(name, text) == [place_of("wohami", text)]
    at = corefile.text.index("wohami")
    written = write_back(document, corefile, [Edit(at, at + 6, "log\n    whoami")])
    after = read(apply_edits(text, written.edits), name).corefiles
    assert [each.text for each in after] == [corefile.text.replace("wohami", "log\n    whoami")]


@pytest.mark.parametrize(
    ("name", "severity"),
    [("-", "info"), ("dns.txt", "info"), ("dns.yaml", "error"), ("Corefile", "error")],
)
def test_it_is_said_that_it_is_a_description(name: str, severity: str) -> None:
    findings = [item.finding for item in lint_document(read(DESCRIBED, name)).findings]
    (told,) = (each for each in findings if each.rule.name == "not-a-corefile")
    assert (told.severity, "kubectl get" in told.help) == (severity, True)


def test_commands_are_not_yaml() -> None:
    text = f"$ kubectl get cm coredns -o yaml\n{MANIFEST}"
    findings = lint_document(read(text, "dns.yaml")).findings
    (told,) = (each for each in findings if each.finding.rule.name == "unreadable-document")
    assert told.place.first.line == 1
    assert not read(text, "dns.txt").problems


@pytest.mark.parametrize(
    ("name", "text"),
    [
        # A command in a comment is not copied with its output.
        ("dns.yaml", f"# kubectl get cm coredns -o yaml\n{MANIFEST}"),
        ("Corefile", f"# kubectl describe cm coredns\n{TEXT}"),
        ("Corefile", ". {\n    whoami # cat <<EOF\n}\n"),
        ("Corefile", "a.example b.example\nwhoami\n# apiVersion: v1\n"),
    ],
)
def test_what_is_not_copied_from_a_terminal(name: str, text: str) -> None:
    (corefile,) = read(text, name).corefiles
    assert type(corefile.origin).__name__ in ("ConfigMapKey", "PlainFile")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "main.py",
            'f"""\nserver {{\n  listen {x};\n}}\n"""\nx = """\nserver {\n  listen 80;\n}\n"""\n',
        ),
        ("main.go", "x := `one line` + `\nserver {\n}\n`\n"),
        ("main.go", f"x := `{TEXT}` + y\n"),
        ("main.go", f"x := y + `{TEXT}`\n"),
        ("main.py", f'x = """{TEXT}""" % y\n'),
        ("a.sh", "echo 'it''s {' '{' # don't\n"),
    ],
)
def test_other_strings_hold_none(name: str, text: str) -> None:
    assert read(text, name).corefiles == ()


def test_what_kubectl_applied_before_is_not_read_again() -> None:
    applied = f'{{"data":{{"Corefile":"{ESCAPED}"}},"kind":"ConfigMap"}}'
    key = "kubectl.kubernetes.io/last-applied-configuration"
    text = f"{MANIFEST}  annotations:\n    {key}: |\n      {applied}\n"
    assert found("dns.yaml", text) == [place_of("wohami", text)]


def found(name: str, text: str) -> list[tuple[int, int]]:
    """Return the places of the names that are no plugins."""
    return [
        (item.place.first.line, item.place.first.column)
        for item in lint_document(read(text, name)).findings
        if item.finding.rule.name == "unknown-directive"
    ]


def place_of(word: str, text: str) -> tuple[int, int]:
    """Return the place of the first of a word."""
    before = text.partition(word)[0]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("dns.txt", "Corefile:\n----\n"),
        ("dns.txt", f"{HEAD}Corefile:\n----\n"),
        ("a.ps1", "@'\n"),
    ],
)
def test_what_never_ends_is_searched_for_once(name: str, line: str) -> None:
    """Six times the text takes some six times as long, and not 36: a ratio in one run."""

    def seconds(size: int) -> float:
        text = f"kubectl describe cm coredns\n{line * (size // len(line))}"
        begin = process_time()
        read(text, name)
        return process_time() - begin

    read("", name)
    assert min(seconds(60_000) / seconds(10_000) for _ in range(3)) < 18


def test_a_command_without_a_prompt_ends_what_another_prints() -> None:
    text = "$ kubectl version\n" + f"  kubectl get cm coredns -o yaml\n{MANIFEST}" * 3
    assert [each.text for each in read(text, "dns.txt").corefiles] == [TEXT] * 3


#: A prompt with a command that prints a Corefile, and the next prompt.
PROMPTS = [
    ("$ cat Corefile", "$ ls"),
    ("/ # cat /etc/coredns/Corefile", "/ # exit"),
    ("~ $ sudo cat Corefile", "~ $ ls"),
    ("(venv) a@b:~$ cat Corefile", "(venv) a@b:~$ ls"),
    ("a@b ~ % cat Corefile", "a@b ~ % ls"),
    ("sh-4.4# head -n 20 Corefile", "sh-4.4# ls"),
    ("➜  ~ git:(main) ✗ cat Corefile", "➜  ~ git:(main) ✗ ls"),
    ("PS C:\\dns> type C:\\dns\\Corefile", "PS C:\\dns> dir"),
    ("C:\\dns>more Corefile", "C:\\dns>dir"),
    ("PS> Get-Content -Raw 'Corefile'", "PS> dir"),
    ("$ docker exec dns cat /Corefile", "$ ls"),
    ("$ kubectl get cm coredns -o jsonpath='{.data.Corefile}'", "$ kubectl get pods"),
]


@pytest.mark.parametrize("name", ["session.txt", "a.md"])
@pytest.mark.parametrize(("command", "after"), PROMPTS)
def test_prompts(command: str, after: str, name: str) -> None:
    text = f"{command}\n{TEXT}{after}\n"
    (corefile,) = read(text if name != "a.md" else f"```\n{text}```\n", name).corefiles
    assert corefile.text == TEXT
