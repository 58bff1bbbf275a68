"""files.*: the three steps of an upload, and where a file is."""

from typing import Any

from bot.sandbox.api.call import Arguments
from bot.sandbox.api.places import destination
from bot.sandbox.shapes import file_shape
from bot.sandbox.trouble import ApiError
from bot.sandbox.workspace import Channel, File
from bot.sandbox.world import World

Json = dict[str, Any]


async def get_upload_url(world: World, args: Arguments) -> Json:
    """files.getUploadURLExternal: where to post the bytes. Raises ApiError."""
    name, length = str(args["filename"]), args.number("length", 0)
    if length < 1:
        raise ApiError("invalid_arguments", ["[ERROR] must be greater than 0 [json-pointer:/length]"])
    file_id = world.ids.new("F")
    world.uploads.announce(file_id, name, length)
    return {"upload_url": f"{world.base_url}upload/{file_id}", "file_id": file_id}


async def complete_upload(world: World, args: Arguments) -> Json:
    """files.completeUploadExternal: the files are kept now, and shared a moment later. Raises ApiError."""
    place = args.text("channel_id") or args.text("channels")
    channel = destination(world, place) if place else None
    thread_ts = args.text("thread_ts")
    if channel and thread_ts and thread_ts not in channel.messages:
        raise ApiError("thread_not_found")
    files = [_completed(world, each) for each in args["files"]]
    if channel:
        _share_later(world, channel, files, args.text("initial_comment") or "", thread_ts)
    return {"files": [file_shape(world, each) for each in files]}


async def info(world: World, args: Arguments) -> Json:
    """files.info. Raises ApiError ``file_not_found``."""
    file = world.workspace.files.get(str(args["file"]))
    if file is None:
        raise ApiError("file_not_found")
    world.uploads.polled(file.id)
    return {"file": file_shape(world, file)}


def _completed(world: World, entry: Json) -> File:
    file_id = str(entry.get("id"))
    name, content = world.uploads.complete(file_id)
    file = File(file_id, name, str(entry.get("title") or name), content, world.bot.id)
    world.workspace.add_file(file)
    return file


def _share_later(
    world: World, channel: Channel, files: list[File], comment: str, thread_ts: str | None
) -> None:
    """All files of one completion come in one message, by the first one's time."""

    def share() -> None:
        world.workspace.post(
            channel, world.bot.id, comment, files=tuple(files), thread_ts=thread_ts, by_app=True
        )

    for file in files[:1]:
        world.uploads.share_later(file.id, share)
