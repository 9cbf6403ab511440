"""Contents by SHA-256, in a folder and by the S3 protocol."""

from __future__ import annotations

import io
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from app.settings import Settings
from app.store import blobs
from support.fake_s3 import FakeS3, install


def _settings(tmp_path: Path, **more: str) -> Settings:
    return Settings(
        mode="embedded",
        secret_key="k" * 32,
        database_url="sqlite://",
        base_url="http://localhost",
        data_dir=tmp_path,
        **more,
    )


@pytest.fixture(params=["folder", "s3", "s3 with prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> blobs.Blobs:
    if request.param == "folder":
        return blobs.FolderBlobs(tmp_path / "evidence")
    return blobs.S3Blobs(FakeS3(), "evidence", "fairhand/1" if "prefix" in request.param else "")


def test_content_comes_back_until_it_is_forgotten(store: blobs.Blobs) -> None:
    content = b"a document" * 10_000
    name = sha256(content).hexdigest()
    stream = io.BytesIO(content)
    assert blobs.digest(stream) == name
    for _turn in range(2):
        stream.seek(7)
        store.keep(name, stream)
    with store.open(name) as kept:
        assert kept.read() == content
    for _turn in range(2):
        store.forget(name)
    with pytest.raises(FileNotFoundError):
        store.open(name)


def test_half_a_file_never_has_a_whole_ones_name(tmp_path: Path) -> None:
    class Breaks(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the connection was lost")
            return super().read(4)

    store = blobs.FolderBlobs(tmp_path)
    with pytest.raises(OSError, match="lost"):
        store.keep("ab" * 32, Breaks(b"content"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_the_settings_choose_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(blobs.blobs_of(_settings(tmp_path)), blobs.FolderBlobs)
    fake = install(monkeypatch)
    there = _settings(
        tmp_path, evidence_store="s3://council/evidence/", s3_endpoint_url="https://objects.council.example"
    )
    blobs.blobs_of(there).keep("ab" * 32, io.BytesIO(b"text"))
    assert fake.asked == [(("s3",), {"endpoint_url": "https://objects.council.example"})]
    assert fake.objects == {("council", "evidence/" + "ab" * 32): b"text"}


def test_without_the_package_the_way_to_mend_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)
    with pytest.raises(RuntimeError, match="extra `s3`"):
        blobs.blobs_of(_settings(tmp_path, evidence_store="s3://council"))


def test_added_files_wait_beside_the_evidence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "ab" * 32
    waiting = blobs.pending_uploads(_settings(tmp_path))
    waiting.keep(name, io.BytesIO(b"a,b"))
    assert (tmp_path / "uploads" / "ab" / name).read_bytes() == b"a,b"
    with pytest.raises(FileNotFoundError):
        blobs.blobs_of(_settings(tmp_path)).open(name)
    client = FakeS3()
    monkeypatch.setattr(blobs, "_s3_client", lambda settings: client)
    in_bucket = _settings(tmp_path, evidence_store="s3://bucket/fairhand")
    blobs.pending_uploads(in_bucket).keep(name, io.BytesIO(b"a,b"))
    assert blobs.pending_uploads(in_bucket).open(name).read() == b"a,b"
    with pytest.raises(FileNotFoundError):
        blobs.blobs_of(in_bucket).open(name)
