"""The shelves of the cache: what is on them, damaged ones, and several runs at once."""

import os
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.cli import cache
from corefile.cli.cache import Cache, opened
from corefile.cli.options import Options
from tests.cli.cached import CLEAN, WARNING, World


def test_nothing_of_a_file_is_kept(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    assert set(shelf.read_text("ascii")) <= set("0123456789abcdef -\n")
    assert shelf.stat().st_mode & 0o077 == 0 or shelf.parent.stat().st_mode & 0o077 == 0


def test_what_was_found_is_for_the_user_alone(world: World) -> None:
    world.write("Corefile", WARNING)
    world.run()
    (shelf,) = world.shelves()
    assert os.name == "nt" or shelf.stat().st_mode & 0o777 == 0o600


@given(data=st.data())
def test_a_damaged_shelf_is_as_good_as_none(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.MonkeyPatch.context() as monkeypatch:
        world = World(tmp_path_factory.mktemp("world"), monkeypatch)
        world.write("Corefile", CLEAN)
        world.run()
        (shelf,) = world.shelves()
        whole = shelf.read_bytes()
        start = data.draw(st.integers(0, len(whole) - 1))
        end = data.draw(st.integers(start + 1, len(whole)))
        damaged = whole[:start] + data.draw(st.binary()) + whole[end:]
        shelf.write_bytes(damaged)
        assert world.run() == (["Corefile"] if damaged != whole else [])
        assert world.run() == []


def test_a_shelf_that_was_made_up_is_as_good_as_none(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    for text in (b"", b"\n", b"a b c\n\n", b"\xff\n\n", b"x 0\nzz\n", b"x 0\n\na b c\n", b"x"):
        shelf.write_bytes(cache.digest(text).encode() + b"\n" + text)
        assert world.run() == ["Corefile"], text


@pytest.mark.parametrize("column", [1, 2])
@pytest.mark.parametrize("number", ["-1", "1.0", "null", "+1", "1_0", "9" * 5_000])
def test_a_number_that_was_made_up_is_as_good_as_none(
    world: World, column: int, number: str
) -> None:
    world.write("Corefile", CLEAN)
    world.run("Corefile")
    (shelf,) = world.shelves()
    *head, row = shelf.read_text("ascii").split("\n")[1:]
    fields = row.split(" ")
    fields[column] = number
    text = "\n".join((*head, " ".join(fields))).encode()
    shelf.write_bytes(cache.digest(text).encode() + b"\n" + text)
    assert world.run("Corefile") == ["Corefile"]


@pytest.mark.parametrize("record", ["x", "1", "[1]", "[[]]", "[[[1],[9,0,0],[],0,0]]", "[" * 9999])
@pytest.mark.parametrize("args", [(), ("Corefile", "new")], ids=["all known", "others new"])
def test_a_record_that_was_made_up_is_as_good_as_none(
    world: World, record: str, args: tuple[str, ...]
) -> None:
    world.write("Corefile", WARNING)
    world.run("Corefile")
    world.write("new/Corefile" if args else "unseen", CLEAN)
    (shelf,) = world.shelves()
    head, names, row = shelf.read_text("ascii").split("\n")[1:]
    text = "\n".join((head, names, " ".join((*row.split(" ")[:3], record)))).encode()
    shelf.write_bytes(cache.digest(text).encode() + b"\n" + text)
    assert "Corefile" in world.run(*args)
    assert world.status == 1


@pytest.mark.parametrize("place", ["a file", "a folder in the way", "relative"])
def test_without_a_place_for_it_everything_is_checked(
    world: World, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    world.write("Corefile", CLEAN)
    if place == "a file":
        world.home.write_text("")
    elif place == "a folder in the way":
        (name,) = (world.run(), world.shelves())[1]
        name.unlink()
        name.mkdir()
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", "home")
        monkeypatch.setenv("HOME", "here")
        monkeypatch.setenv("USERPROFILE", "here")
    before = world.shelves()
    for _ in range(2):
        assert world.run() == ["Corefile"]
        assert world.status == 0
    assert world.shelves() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_the_place_of_a_shelf_gives_way(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.run()
    (shelf,) = world.shelves()
    shelf.unlink()
    os.mkfifo(shelf)
    for looked in (["Corefile"], []):
        assert world.run() == looked
        assert world.shelves() == [shelf]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may write anywhere")
def test_a_home_that_is_read_only_does_no_harm(world: World) -> None:
    world.write("Corefile", CLEAN)
    world.home.mkdir(mode=0o500)
    for _ in range(2):
        assert world.run() == ["Corefile"]


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", ".cache/corefile"),
        ("darwin", "Library/Caches/corefile"),
        ("win32", "AppData/Local/corefile"),
    ],
)
def test_the_folder_is_where_the_platform_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, folder: str
) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.setattr(sys, "platform", platform)
    assert Path(cache.folder()) == tmp_path / folder


def test_a_working_directory_that_is_gone_does_no_harm(world: World) -> None:
    path = str(world.write("Corefile", CLEAN))
    gone = world.project / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert opened(Options()) is None
    assert world.run("--isolated", path) == [path]


def filled(place: Path, *names: str) -> Cache:
    """Return a cache with some files that were added in this run."""
    made = Cache(str(place), "1.0", Options())
    for name in names:
        made.add(name, b"", (), (1, 0, ""), (), "")
    return made


def known(place: Path, *names: str) -> set[str]:
    made = Cache(str(place), "1.0", Options())
    return {name for name in names if made.key(name, b"", ()) in made.shelf("a").files}


def test_runs_at_the_same_time_keep_what_the_others_found(tmp_path: Path) -> None:
    one, two = filled(tmp_path, "a", "b"), filled(tmp_path, "b", "c")
    one.save()
    two.save()
    assert known(tmp_path, "a", "b", "c", "d") == {"a", "b", "c"}


def test_runs_that_write_at_the_same_time_leave_a_shelf_that_is_whole(tmp_path: Path) -> None:
    caches = [filled(tmp_path, *(f"{n}-{m}" for m in range(50))) for n in range(8)]
    threads = [threading.Thread(target=each.save) for each in caches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sizes = {len(known(tmp_path, *(f"{n}-{m}" for m in range(50)))) for n in range(8)}
    assert sizes <= {0, 50}


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_FILES", 3)
    filled(tmp_path, "a", "b").save()
    filled(tmp_path, "c", "d").save()
    assert known(tmp_path, "a", "b", "c", "d") == {"b", "c", "d"}


def test_a_folder_in_the_cache_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a folder").mkdir()
    os.utime(tmp_path / "a folder", (1, 1))
    monkeypatch.setattr(cache, "_MOST_SHELVES", 1)
    filled(tmp_path, "a").save()
    assert known(tmp_path, "a") == {"a"}


def test_the_oldest_shelves_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_MOST_SHELVES", 3)
    for number in range(5):
        made = Cache(str(tmp_path), str(number), Options())
        made.add("a", b"", (), (1, 0, ""), (), "")
        made.save()
        path = Path(made.shelf("a").path)
        os.utime(path, (number, number))
    names = [Path(Cache(str(tmp_path), str(n), Options()).shelf("a").path) for n in range(5)]
    assert [path.exists() for path in names] == [False, False, True, True, True]


def test_two_ways_to_cut_a_text_have_two_digests() -> None:
    assert cache.digest(b"a", b"bc") != cache.digest(b"ab", b"c")
    assert cache.digest(b"") != cache.digest()
