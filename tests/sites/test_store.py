"""Kept sites: whole versions, one pointer, nothing outside the folder."""

import threading

import pytest

from mappop.sites.store import FolderStore, VersionTaken

FILES = {"index.html": b"<h1>one</h1>", "es/index.html": b"<h1>uno</h1>", "contact.vcf": b"BEGIN:VCARD"}


@pytest.fixture
def store(tmp_path):
    return FolderStore(tmp_path / "sites")


def test_a_site_is_seen_only_after_the_switch(store):
    store.put("joe", "r1", FILES)
    assert store.current("joe") is None and store.read("joe", "/") is None
    store.switch("joe", "r1")
    assert store.current("joe") == "r1"
    assert store.read("joe", "/") == (b"<h1>one</h1>", "text/html; charset=utf-8")
    assert store.read("joe", "es/") == (b"<h1>uno</h1>", "text/html; charset=utf-8")
    assert store.read("joe", "/contact.vcf") == (b"BEGIN:VCARD", "text/vcard; charset=utf-8")


def test_a_roll_back_is_another_switch(store):
    store.put("joe", "r1", FILES)
    store.put("joe", "r2", FILES | {"index.html": b"<h1>two</h1>"})
    store.switch("joe", "r2")
    store.switch("joe", "r1")
    assert store.read("joe", "")[0] == b"<h1>one</h1>"
    assert store.versions("joe") == ("r1", "r2")


def test_a_version_that_was_never_put_cannot_be_shown(store):
    store.put("joe", "r1", FILES)
    with pytest.raises(LookupError):
        store.switch("joe", "r9")
    assert store.current("joe") is None


def test_a_preview_reads_a_version_that_the_world_does_not_see(store):
    store.put("joe", "r1", FILES)
    assert store.read("joe", "/", version="r1")[0] == b"<h1>one</h1>"
    assert store.read("joe", "/", version="../r1") is None


def test_putting_twice_the_same_is_once_and_other_content_is_refused(store):
    store.put("joe", "r1", FILES)
    store.put("joe", "r1", FILES)
    with pytest.raises(VersionTaken):
        store.put("joe", "r1", FILES | {"index.html": b"other"})
    assert store.versions("joe") == ("r1",)
    assert store.read("joe", "/", version="r1")[0] == b"<h1>one</h1>"


def test_publishes_at_once_never_mix(store):
    """Each version's files name their version: whatever is current, all of it is of one kind."""
    names = [f"r{n}" for n in range(12)]

    def publish(name):
        store.put("joe", name, {f"{letter}.txt": name.encode() for letter in "abcdef"})
        store.switch("joe", name)

    threads = [threading.Thread(target=publish, args=(name,)) for name in names for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    current = store.current("joe")
    assert {store.read("joe", f"{letter}.txt")[0].decode() for letter in "abcdef"} == {current}
    assert sorted(store.versions("joe")) == sorted(names)


@pytest.mark.parametrize(
    "path",
    ["../secret.txt", "es/../../../secret.txt", "/etc/passwd", "..", "es\\..\\x", "a\x00b", ".current", "//x", "es",
     "%2e%2e/secret.txt", "a/" * 50 + "b", "link.txt"],
)  # fmt: skip
def test_nothing_outside_the_version_is_read(store, tmp_path, path):
    (tmp_path / "secret.txt").write_text("secret")
    store.put("joe", "r1", FILES)
    store.switch("joe", "r1")
    (store.root / "joe" / "v" / "r1" / "link.txt").symlink_to(tmp_path / "secret.txt")
    assert store.read("joe", path) is None


@pytest.mark.parametrize("site_id", ["..", "", "a/b", "Joe", "joe-", "x" * 64])
def test_ids_that_are_no_host_names_have_no_site(store, site_id):
    assert store.read(site_id, "/") is None
    with pytest.raises(ValueError):
        store.put(site_id, "r1", FILES)


def test_files_that_would_land_elsewhere_are_refused(store):
    for path in ("../x", "/x", "a//b", ".htaccess"):
        with pytest.raises(ValueError):
            store.put("joe", "r1", {path: b"x"})
    assert store.versions("joe") == ()
