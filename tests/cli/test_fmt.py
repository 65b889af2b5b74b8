"""`corefile-fmt`: what it rewrites, what it prints, how it ends."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from corefile.version import __version__
from tests.cli.programs import ROOT, corefile, fmt, fmt_process
from tests.cli.test_bad_input import clear
from tests.cli.test_lint import CONFIG_MAP, write

UGLY = ".   {\n  whoami\n}\n\n\n"
NICE = ". {\n    whoami\n}\n"
BAD = ".   {\n    whoami }\n"


def test_in_place(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", UGLY)
    ran = fmt("Corefile", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "Corefile\n", "")
    assert path.read_text() == NICE
    assert [*tmp_path.iterdir()] == [path]


def test_what_is_formatted_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", NICE)
    os.utime(path, ns=(1, 1))
    before = path.stat()
    ran = fmt("Corefile", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (1, before.st_ino)


@pytest.mark.parametrize("mode", ["--check", "--diff"])
def test_to_look_writes_nothing(tmp_path: Path, mode: str) -> None:
    path = write(tmp_path, "Corefile", UGLY)
    write(tmp_path, "nice.corefile", NICE)
    ran = fmt(mode, cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "")
    assert path.read_text() == UGLY
    assert ran.out.startswith({"--check": "Corefile\n", "--diff": "--- a/Corefile\n"}[mode])
    path.write_text(NICE)
    ran = fmt(mode, cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "", "")


def test_git_takes_the_diff(tmp_path: Path) -> None:
    texts = {"a b/Corefile": UGLY, "dns/x.corefile": ". {\r\n log \xff\r\n}", "Corefile": "  \n"}
    for name, text in texts.items():
        write(tmp_path, name, text.encode("latin-1"))
    script = f'"{sys.executable}" -m corefile.cli.fmt --diff | git apply --whitespace=nowarn'
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environ, check=True)
    assert (tmp_path / "a b/Corefile").read_bytes() == NICE.encode()
    assert (tmp_path / "dns/x.corefile").read_bytes() == b". {\r\n    log \xff\r\n}\r\n"
    assert fmt("--check", cwd=tmp_path).status == 0


def test_standard_input() -> None:
    ran = fmt("-", stdin=UGLY.encode())
    assert (ran.status, ran.out, ran.err) == (0, NICE, "")
    ran = fmt("-", stdin=NICE.encode())
    assert (ran.status, ran.out, ran.err) == (0, NICE, "")
    ran = fmt("--check", "-", stdin=UGLY.encode())
    assert (ran.status, ran.out, ran.err) == (1, "-\n", "")


@pytest.mark.parametrize(
    "env", [{}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONUTF8": "0", "LC_ALL": "C"}]
)
def test_bytes_come_out_as_they_were(env: dict[str, str]) -> None:
    text = b"\xef\xbb\xbf# \xff\xc3\xa9 \x1b[31m\r\n. {\r\n    log \xf0\x9f\x98\x80\r\n}\r\n"
    done = subprocess.run(
        [sys.executable, "-m", "corefile.cli.fmt", "-"],
        input=text,
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        check=True,
    )
    assert done.stdout == text


def test_mistakes_are_left_as_they_are(tmp_path: Path) -> None:
    bad = write(tmp_path, "bad.corefile", BAD)
    good = write(tmp_path, "good.corefile", UGLY)
    for mode, out in (((), "good.corefile\n"), (("--check",), "")):
        ran = fmt(*mode, cwd=tmp_path)
        assert (ran.status, ran.out) == (3, out)
        assert ran.err == (
            "corefile-fmt: error: bad.corefile:2:12: `}` is on the line of `whoami`, "
            "where it closes nothing; left as it is\n"
        )
    assert (bad.read_text(), good.read_text()) == (BAD, NICE)


def test_a_lost_brace_is_left_lost(tmp_path: Path) -> None:
    text = ". {\n  forward . 192.0.2.1 {\n    tls\n  cache 30\n  errors\n}\n"
    path = write(tmp_path, "Corefile", text)
    ran = fmt(cwd=tmp_path)
    assert (ran.status, ran.out, path.read_text()) == (3, "", text)
    assert ran.err == (
        "corefile-fmt: error: Corefile:4:3: `cache` is not a property of `forward`: "
        "a `}` is missing above it, or on the wrong line; left as it is\n"
    )


def test_mistakes_on_standard_input_come_out_as_they_are() -> None:
    ran = fmt("-", stdin=BAD.encode())
    assert (ran.status, ran.out) == (3, BAD)
    assert ran.err.startswith("corefile-fmt: error: -:2:12: ")


def test_manifests_are_formatted_in_their_place(tmp_path: Path) -> None:
    nice = CONFIG_MAP.replace(" }\n", "\n    }\n")
    path = write(tmp_path, "a.yaml", nice.replace("    . {", "    .   {"))
    assert (fmt("--check", cwd=tmp_path).status, fmt("-", stdin=path.read_bytes()).out) == (1, nice)
    ran = fmt(cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "a.yaml\n", "")
    assert path.read_text() == nice


def test_a_style_that_cannot_hold_another_layout_is_left_as_it_is(tmp_path: Path) -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile:\n    .   {\n\n    log\n\n    }\n"
    for name in ("a.yaml", "b.yaml"):
        write(tmp_path, name, text)
    ran = fmt("--check", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "")
    assert ran.err.startswith("corefile-fmt: note: a.yaml and 1 more: ")
    assert ran.err.count("\n") == 1


def test_templates_that_cannot_be_formatted_are_left_as_they_are(tmp_path: Path) -> None:
    texts = {
        "Corefile.j2": ". {\n  {% if x %}\n  log\n  {% endif %}\n}\n",
        "Corefile.tmpl": ". {\n  log {{ x }}\n",
        "_helpers.tpl": '{{ define "x" }}\nCorefile: |-\n  . {\n  }\n{{ end }}\n',
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    done = fmt("--check", *(str(tmp_path / name) for name in texts))
    assert (done.status, done.out) == (0, "")
    assert done.err.count("\n") == 1
    assert "Corefile.j2 and 2 more: what a template renders to is not known" in done.err
    (tmp_path / "Corefile").write_text(". {\n  log\n")
    assert fmt("--check", str(tmp_path / "Corefile")).status == 3


def test_a_folder_without_a_corefile(tmp_path: Path) -> None:
    write(tmp_path, "values.yaml", "a: 1\n")
    ran = fmt(cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "corefile-fmt: warning: no Corefile found in .\n")
    ran = fmt("values.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "corefile-fmt: warning: no Corefile in values.yaml\n")
    ran = fmt("--force-exclude", "values.yaml", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", b"\0")
    nice = write(tmp_path, "x.corefile", UGLY)
    ran = fmt("Corefile", "missing", "x.corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (3, "x.corefile\n")
    assert ran.err.splitlines() == [
        "corefile-fmt: error: Corefile: a binary file, not text",
        "corefile-fmt: error: missing: No such file or directory",
    ]
    assert nice.read_text() == NICE


def test_links_are_followed_and_permissions_stay(tmp_path: Path) -> None:
    real = write(tmp_path, "real/Corefile", UGLY)
    real.chmod(0o640)
    (tmp_path / "Corefile").symlink_to("real/Corefile")
    ran = fmt(".", "real", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "Corefile\n", "")
    assert (tmp_path / "Corefile").is_symlink()
    assert real.read_text() == NICE
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o755, 0o444)])
def test_what_may_not_be_written(tmp_path: Path, folder: int, file: int) -> None:
    inner = tmp_path / "inner"
    path = write(inner, "Corefile", UGLY)
    path.chmod(file)
    inner.chmod(folder)
    try:
        ran = fmt(path)
    finally:
        inner.chmod(0o755)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err == f"corefile-fmt: error: {path}: cannot be written: Permission denied\n"
    assert path.read_text() == UGLY
    assert [*inner.iterdir()] == [path]


def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["bash", "-c", f"printf '. {{\\n}}' > '{pipe}'"]):
        ran = fmt(pipe)
    assert ran.status == 3
    assert ran.err == f"corefile-fmt: error: {pipe}: cannot be written: not an ordinary file\n"
    assert pipe.is_fifo()


def test_what_is_excluded_is_left_out_where_it_is_named_too(tmp_path: Path) -> None:
    write(tmp_path, ".corefile.toml", "exclude = ['vendor/']\n")
    path = write(tmp_path, "vendor/Corefile", UGLY)
    other = write(tmp_path, "Corefile", UGLY)
    ran = fmt("--force-exclude", "vendor/Corefile", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out, ran.err) == (0, "Corefile\n", "")
    assert (path.read_text(), other.read_text()) == (UGLY, NICE)
    assert fmt("vendor/Corefile", cwd=tmp_path).status == 0
    assert path.read_text() == NICE
    write(tmp_path, ".corefile.toml", "exclude = 'vendor/'\n")
    assert fmt("--force-exclude", "Corefile", cwd=tmp_path).status == 2


def test_indent(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", UGLY)
    assert fmt("--indent", "2", "Corefile", cwd=tmp_path).status == 0
    assert path.read_text() == ". {\n  whoami\n}\n"


@pytest.mark.parametrize(
    "args",
    [["--indent", "17"], ["--indent", "-1"], ["--indent", "x"], ["--check", "--diff"], ["-x"]],
)
def test_wrong_usage(args: list[str]) -> None:
    ran = fmt(*args)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("usage: corefile-fmt ")


def test_help_and_version() -> None:
    ran = fmt("--help")
    assert ran.status == 0
    assert "exit status:" in ran.out
    assert fmt("--version").out == f"corefile-fmt {__version__}\n"


def test_the_command_of_corefile(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", UGLY)
    assert "  fmt " in corefile("--help").out
    ran = corefile("fmt", "--check", path)
    assert (ran.status, ran.out) == (1, f"{path}\n")


def test_a_name_full_of_tricks(tmp_path: Path) -> None:
    write(tmp_path, "a\x1b[31m\nb.corefile", UGLY)
    write(tmp_path, os.fsdecode(b"\xff.corefile"), BAD)
    ran = fmt_process("--check", cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert ran.status == 3
    assert "\x1b" not in ran.err
    clear(ran)


#: How many server blocks make a program write more than a pipe holds.
MORE_THAN_A_PIPE_HOLDS = {"--diff": 1_500, "-": 4_000}


@pytest.mark.parametrize(
    "mode",
    ["--check", *(pytest.param(mode, marks=pytest.mark.slow) for mode in MORE_THAN_A_PIPE_HOLDS)],
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "| true", ">/dev/full"])
def test_streams_that_fail(tmp_path: Path, closed: str, mode: str) -> None:
    write(tmp_path, "Corefile", UGLY * MORE_THAN_A_PIPE_HOLDS.get(mode, 1))
    file = "< Corefile" if mode == "-" else "Corefile"
    program = f'"{sys.executable}" -m corefile.cli.fmt {mode} {file} {closed}'
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    if closed == ">/dev/full":
        assert done.returncode == 3
        assert done.stderr == b"corefile-fmt: error: standard output: No space left on device\n"
    elif (closed, mode) == ("<&-", "-"):
        assert done.returncode == 3
        assert done.stderr.startswith(
            b"corefile-fmt: error: -: nothing came through standard input:"
        )
    else:
        assert done.stderr == b""


def test_standard_input_goes_by_another_name(tmp_path: Path) -> None:
    manifest = "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n    whoami\n    }\n"
    nice = manifest.replace("    whoami", "        whoami")
    for words in (["--stdin-filename", "cm.yaml"], ["--stdin-filename", "cm.yaml", "-"]):
        ran = fmt(*words, cwd=tmp_path, stdin=manifest.encode())
        assert (ran.status, ran.out, ran.err) == (0, nice, "")
    ran = fmt("--stdin-filename", "cm.yaml", "--diff", stdin=manifest.encode())
    assert ran.out.startswith("--- a/cm.yaml\n")
    ran = fmt("--stdin-filename", "b.corefile", stdin=BAD.encode())
    assert (ran.status, ran.out) == (3, BAD)
    assert ran.err.startswith("corefile-fmt: error: b.corefile:2:12: ")


def test_options_leave_files_out(tmp_path: Path) -> None:
    for name in ("Corefile", "a/Corefile", "b/Corefile", "c/Corefile"):
        write(tmp_path, name, UGLY)
    write(tmp_path, "here.toml", 'exclude = ["b"]\n')
    write(tmp_path, ".corefile.toml", 'exclude = ["c"]\n')
    ran = fmt("--check", "--exclude", "a", cwd=tmp_path)
    assert ran.out == "Corefile\nb/Corefile\n"
    ran = fmt("--check", "--exclude", "a", "--config", "here.toml", cwd=tmp_path)
    assert ran.out == "Corefile\nc/Corefile\n"
    assert fmt("--check", "--isolated", cwd=tmp_path).out.count("\n") == 4
    named = ["--exclude", "a", "a/Corefile"]
    assert fmt("--check", *named, cwd=tmp_path).out == "a/Corefile\n"
    assert fmt("--check", "--force-exclude", *named, cwd=tmp_path).out == ""
    # What an editor puts through comes out as it went in.
    left_out = ["--force-exclude", "--exclude", "a", "--stdin-filename", "a/Corefile"]
    ran = fmt(*left_out, cwd=tmp_path, stdin=UGLY.encode())
    assert (ran.status, ran.out, ran.err) == (0, UGLY, "")


def test_a_configuration_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", UGLY)
    ran = fmt("--config", "no.toml", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.err) == (
        2,
        "corefile-fmt: error: no.toml: No such file or directory\n",
    )
    assert (tmp_path / "Corefile").read_text() == UGLY
