"""A small stand-in for boto3 and its S3 client, over a dictionary."""

from __future__ import annotations

import io
import sys
import types

import pytest


class Body(io.BytesIO):
    """Like botocore's, a body that is read once and cannot be rewound."""

    def seek(self, offset: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("seek")


class FakeS3:
    """The methods of boto3's client that are used, over a dictionary."""

    class exceptions:
        class NoSuchKey(Exception):
            """There is no such object."""

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], bytes] = {}
        self.asked: list[tuple[tuple[str, ...], dict[str, str | None]]] = []

    def put_object(self, *, Bucket: str, Key: str, Body: io.BytesIO) -> None:
        self.objects[Bucket, Key] = Body.read()

    def get_object(self, *, Bucket: str, Key: str) -> dict[str, io.BytesIO]:
        if (Bucket, Key) not in self.objects:
            raise self.exceptions.NoSuchKey
        return {"Body": Body(self.objects[Bucket, Key])}

    def delete_object(self, *, Bucket: str, Key: str) -> None:
        self.objects.pop((Bucket, Key), None)


def install(monkeypatch: pytest.MonkeyPatch) -> FakeS3:
    """Put the stand-in where `import boto3` finds it; its `asked` tells how clients were made."""
    fake, module = FakeS3(), types.ModuleType("boto3")

    def client(*names: str, **options: str | None) -> FakeS3:
        fake.asked.append((names, options))
        return fake

    module.client = client
    monkeypatch.setitem(sys.modules, "boto3", module)
    return fake
