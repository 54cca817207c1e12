"""Built sites in an S3-compatible bucket: objects a version, a list of them written last, and one pointer object.

<prefix>/<site>/v/<version>/…, <prefix>/<site>/v/<version>.json and <prefix>/<site>/current.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mappop.sites.store import VersionTaken, check_names, content_type, inner_path

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONNECT, READ = 5, 15  # seconds
TRIES = 3
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class StoreUnreachable(OSError):
    """The bucket did not answer, or refused us."""


class BucketStore:
    """As `FolderStore`. A version is there once its list is: a put that was cut short shows nothing."""

    def __init__(self, client: S3Client, bucket: str, prefix: str = "") -> None:
        self._client, self._bucket = client, bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""

    def put(self, site_id: str, version: str, files: Mapping[str, bytes]) -> None:
        """Keep a version whole or not at all. Twice the same is once; other content raises VersionTaken."""
        kept = {inner_path(path): content for path, content in files.items()}
        listed = {path: hashlib.sha256(content).hexdigest() for path, content in kept.items()}
        folder = self._version(site_id, version)
        known = self._get(f"{folder}.json")
        if known is not None:
            if json.loads(known) != listed:
                raise VersionTaken(f"version {version} is there already, with other files")
            return
        for path, content in kept.items():
            self._put(f"{folder}/{path}", content)
        self._put(f"{folder}.json", json.dumps(listed, sort_keys=True).encode())

    def switch(self, site_id: str, version: str) -> None:
        """Point the world at a version that was put before; a roll-back is the same call."""
        if self._get(f"{self._version(site_id, version)}.json") is None:
            raise LookupError(f"{site_id} has no version {version}")
        self._put(f"{self._prefix}{site_id}/current", version.encode("ascii"))

    def current(self, site_id: str) -> str | None:
        try:
            check_names(site_id)
            version = (self._get(f"{self._prefix}{site_id}/current") or b"").decode("ascii")
            check_names(site_id, version)
        except ValueError:
            return None
        return version

    def read(self, site_id: str, path: str, version: str | None = None) -> tuple[bytes, str] | None:
        """Content and content type of one file; of the current version, or of a named one for a preview."""
        try:
            shown = version or self.current(site_id)
            if shown is None:
                return None
            inner = inner_path(path.lstrip("/") + ("index.html" if path.endswith("/") or not path else ""))
            found = self._get(f"{self._version(site_id, shown)}/{inner}")
        except ValueError:
            return None
        return None if found is None else (found, content_type(inner))

    def versions(self, site_id: str) -> tuple[str, ...]:
        """Oldest first."""
        check_names(site_id)
        folder = f"{self._prefix}{site_id}/v/"
        with self._answers():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=folder, Delimiter="/"
            )
            lists = [found for page in pages for found in page.get("Contents", ()) if found["Key"].endswith(".json")]
        lists.sort(key=lambda found: (found["LastModified"], found["Key"]))
        return tuple(found["Key"].removeprefix(folder).removesuffix(".json") for found in lists)

    def files(self, site_id: str, version: str) -> tuple[str, ...]:
        """The paths of everything in a version, in order."""
        listed = self._get(f"{self._version(site_id, version)}.json")
        return tuple(sorted(json.loads(listed))) if listed is not None else ()

    def remove(self, site_id: str, version: str) -> None:
        """Forget a version that the world does not see; twice is once. Raises ValueError for the one that it sees."""
        folder = self._version(site_id, version)
        if self.current(site_id) == version:
            raise ValueError(f"the world sees {version} of {site_id}")
        with self._answers():
            self._client.delete_object(Bucket=self._bucket, Key=f"{folder}.json")  # first: then it is there no more
            pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=f"{folder}/")
            for found in (found for page in pages for found in page.get("Contents", ())):
                self._client.delete_object(Bucket=self._bucket, Key=found["Key"])

    def _version(self, site_id: str, version: str) -> str:
        check_names(site_id, version)
        return f"{self._prefix}{site_id}/v/{version}"

    def _put(self, key: str, content: bytes) -> None:
        with self._answers():
            self._client.put_object(Bucket=self._bucket, Key=key, Body=content, ContentType=content_type(key))

    def _get(self, key: str) -> bytes | None:
        from botocore.exceptions import ClientError

        with self._answers():
            try:
                return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
            except ClientError as fault:
                if fault.response.get("Error", {}).get("Code") in _GONE:
                    return None
                raise

    @contextmanager
    def _answers(self) -> Iterator[None]:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError) as fault:
            raise StoreUnreachable(f"bucket {self._bucket}: {fault}"[:300]) from fault


def open_bucket(url: str) -> tuple[BucketStore, str]:
    """The store at `s3://bucket/prefix`, and the address it is reached at.

    Keys, region and another provider's address come from the environment, as boto3 reads it (AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3). Raises ImportError without the extra `s3`.
    """
    import boto3
    from botocore.config import Config

    parts = urlsplit(url)
    limits = Config(
        connect_timeout=CONNECT, read_timeout=READ, retries={"total_max_attempts": TRIES, "mode": "standard"}
    )
    client = boto3.client("s3", config=limits)
    return BucketStore(client, parts.netloc, parts.path), client.meta.endpoint_url
