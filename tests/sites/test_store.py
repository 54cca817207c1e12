"""Kept sites, in a folder or in a bucket: whole versions, one pointer, nothing outside the version."""

import threading

import boto3
import pytest
from moto.server import ThreadedMotoServer

from mappop.bootstrap import App
from mappop.settings import SettingsError, load
from mappop.sites.bucket_store import BucketStore, StoreUnreachable
from mappop.sites.store import FolderStore, VersionTaken

FILES = {"index.html": b"<h1>one</h1>", "es/index.html": b"<h1>uno</h1>", "contact.vcf": b"BEGIN:VCARD"}


@pytest.fixture(scope="module")
def bucket_server():
    """An S3-compatible server on the loopback."""
    server = ThreadedMotoServer("127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def client(bucket_server):
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    made = boto3.client("s3", endpoint_url=bucket_server, **keys)
    made.create_bucket(Bucket="sites")
    yield made
    for found in made.list_objects_v2(Bucket="sites").get("Contents", ()):
        made.delete_object(Bucket="sites", Key=found["Key"])


@pytest.fixture(params=["folder", "bucket"])
def store(request, tmp_path):
    if request.param == "folder":
        return FolderStore(tmp_path / "sites")
    return BucketStore(request.getfixturevalue("client"), "sites", "/customers/")


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


def test_a_version_is_forgotten_whole_but_never_the_one_that_the_world_sees(store):
    for version in ("r1", "r10", "r2"):
        store.put("joe", version, FILES)
    store.switch("joe", "r2")
    for _ in range(2):
        store.remove("joe", "r1")
    assert set(store.versions("joe")) == {"r10", "r2"} and store.files("joe", "r1") == ()
    assert store.read("joe", "/", version="r1") is None and len(store.files("joe", "r10")) == len(FILES)
    with pytest.raises(ValueError, match="the world sees r2"):
        store.remove("joe", "r2")
    with pytest.raises(LookupError):
        store.switch("joe", "r1")
    store.put("joe", "r1", FILES)
    store.switch("joe", "r1")


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
    if isinstance(store, FolderStore):
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


def test_a_put_that_was_cut_short_is_no_version_and_can_be_made_again(client, monkeypatch):
    store, put = BucketStore(client, "sites"), client.put_object
    monkeypatch.setattr(client, "put_object", lambda **said: put(**said) if "index" in said["Key"] else 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store.put("joe", "r1", FILES)
    monkeypatch.undo()
    with pytest.raises(LookupError):
        store.switch("joe", "r1")
    assert store.versions("joe") == ()
    store.put("joe", "r1", FILES)
    store.switch("joe", "r1")
    assert store.read("joe", "/contact.vcf") == (b"BEGIN:VCARD", "text/vcard; charset=utf-8")


def test_a_bucket_says_what_its_objects_are(client):
    BucketStore(client, "sites", "a").put("joe", "r1", FILES)
    kept = client.head_object(Bucket="sites", Key="a/joe/v/r1/es/index.html")
    assert kept["ContentType"] == "text/html; charset=utf-8"


def test_a_bucket_that_is_not_there_is_told_and_not_taken_for_an_empty_site(client):
    with pytest.raises(StoreUnreachable, match="bucket nowhere"):
        BucketStore(client, "nowhere").put("joe", "r1", FILES)


def _app(tmp_path, monkeypatch, endpoint, allowed):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", endpoint)
    said = {"MAPPOP_HOME": str(tmp_path), "MAPPOP_SITE_STORE": "s3://sites/all", "MAPPOP_SANDBOX_HOSTS": allowed}
    return App(load(said))


def test_a_bucket_is_a_setting(tmp_path, monkeypatch, client, bucket_server):
    store = _app(tmp_path, monkeypatch, bucket_server, bucket_server.removeprefix("http://")).site_store
    store.put("joe", "r1", FILES)
    store.switch("joe", "r1")
    assert store.current("joe") == "r1" and store.read("joe", "/") == (b"<h1>one</h1>", "text/html; charset=utf-8")


def test_a_sandbox_keeps_no_sites_outside_of_its_machine(tmp_path, monkeypatch):
    with pytest.raises(SettingsError, match="MAPPOP_SANDBOX_HOSTS"):
        _ = _app(tmp_path, monkeypatch, "https://s3.example.com", "127.0.0.1:9").site_store
