"""Where the contents of files are kept, each under its SHA-256: a folder, or a bucket by the S3 protocol.

The same content is kept once, whoever attached it. Nothing here knows what a file is or who may see it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from hashlib import file_digest
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import urlsplit

from app.settings import Settings


class Blobs(Protocol):
    """Contents by SHA-256 (64 hexadecimal digits)."""

    def keep(self, sha256: str, content: IO[bytes]) -> None:
        """Store the content, from its beginning; storing it again changes nothing."""

    def open(self, sha256: str) -> IO[bytes]:
        """The content, to be read once and closed. Raises `FileNotFoundError`."""

    def forget(self, sha256: str) -> None:
        """Remove the content; nothing happens if there is none."""


def blobs_of(settings: Settings) -> Blobs:
    """The store of evidence that the settings name."""
    if not settings.evidence_store:
        return FolderBlobs(settings.data_dir / "evidence")
    address = urlsplit(settings.evidence_store)
    return S3Blobs(_s3_client(settings), address.netloc, address.path.strip("/"))


def pending_uploads(settings: Settings) -> Blobs:
    """Where files wait that an officer added and nobody has loaded yet, beside the evidence.

    Each is kept under a name of its own, so that forgetting one takes nothing from another council.
    """
    return _beside_evidence(settings, "uploads")


def made_reports(settings: Settings) -> Blobs:
    """Where reports wait to be downloaded that a worker made, each under a name of its own."""
    return _beside_evidence(settings, "made-reports")


def _beside_evidence(settings: Settings, name: str) -> Blobs:
    if not settings.evidence_store:
        return FolderBlobs(settings.data_dir / name)
    address = urlsplit(settings.evidence_store)
    prefix = "/".join(filter(None, [address.path.strip("/"), name]))
    return S3Blobs(_s3_client(settings), address.netloc, prefix)


def digest(content: IO[bytes]) -> str:
    """The SHA-256 of a content, which is left at its beginning."""
    content.seek(0)
    found = file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]  # reads and seeks: enough
    content.seek(0)
    return found


class FolderBlobs:
    """Files in a folder, spread over subfolders by the first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def keep(self, sha256: str, content: IO[bytes]) -> None:
        """Store the content; it has its own name only when all of it is there."""
        path = self._path(sha256)
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        content.seek(0)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix="part-", delete=False) as part:
            try:
                shutil.copyfileobj(content, part)
                part.flush()
                os.fsync(part.fileno())
                os.replace(part.name, path)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise

    def open(self, sha256: str) -> IO[bytes]:
        """The file, opened for reading."""
        return self._path(sha256).open("rb")

    def forget(self, sha256: str) -> None:
        """Remove the file."""
        self._path(sha256).unlink(missing_ok=True)


class S3Blobs:
    """Objects of one bucket, by the S3 protocol; `client` is boto3's, or has its four methods used here."""

    def __init__(self, client: Any, bucket: str, prefix: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix

    def _key(self, sha256: str) -> str:
        return f"{self._prefix}/{sha256}" if self._prefix else sha256

    def keep(self, sha256: str, content: IO[bytes]) -> None:
        """Put the object; the same key has the same content, so putting it again is harmless."""
        content.seek(0)
        self._client.put_object(Bucket=self._bucket, Key=self._key(sha256), Body=content)

    def open(self, sha256: str) -> IO[bytes]:
        """The object's content as a stream."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._key(sha256))
        except self._client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(sha256) from error
        body: IO[bytes] = found["Body"]
        return body

    def forget(self, sha256: str) -> None:
        """Delete the object; S3 says nothing when there is none."""
        self._client.delete_object(Bucket=self._bucket, Key=self._key(sha256))


def _s3_client(settings: Settings) -> Any:
    """boto3's client. Credentials and region come from boto3's own places (environment, role, profile)."""
    try:
        import boto3
    except ImportError as error:
        raise RuntimeError(
            "FAIRHAND_EVIDENCE_STORE needs the package boto3: install the extra `s3`"
        ) from error
    return boto3.client("s3", endpoint_url=settings.s3_endpoint_url or None)
