"""Captions of films (.srt, .vtt): what is said, put together to sentences, with the time at which it is on screen."""

from __future__ import annotations

import re
from hashlib import sha256

from compliance.documents.decode import decode
from compliance.documents.limits import Budget, damaged, textless
from compliance.model.document import Block, BlockKind, Document, Locator
from compliance.model.span import MapBuilder

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_CUE = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*$", re.MULTILINE)
_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_PIECE = re.compile(r"<[^<>\n]{0,200}>|\{\\[^{}\n]{0,100}\}|[^<{]+|[<{]")
_SPEAKER = re.compile(r"\s*(?:-|–|>>)\s*")
_ENDS = re.compile(r"[.!?…][\"'”’)]*$")
_PAUSE_SECONDS = 4.0


def read(data: bytes, path: str, budget: Budget) -> Document:
    """Captions as a Document whose source is the file's own text; raises UnreadableDocument."""
    source, encoding, notes = decode(data, path)
    budget.check_time(path)
    cues = list(_CUE.finditer(source))
    if not cues:
        raise damaged(path, "no line says from when to when a caption is shown")
    builder = MapBuilder()
    blocks: list[Block] = []
    locators: list[Locator] = []
    start = 0
    last_end = 0.0
    for number, cue in enumerate(cues):
        begin, end = _seconds(cue, 1), _seconds(cue, 5)
        upto = cues[number + 1].start() if number + 1 < len(cues) else len(source)
        for left, right in _lines(source, cue.end(), upto, is_last=number + 1 == len(cues)):
            is_new = begin - last_end > _PAUSE_SECONDS or bool(_SPEAKER.match(source, left, right))
            if len(builder) > start and (is_new or _ENDS.search(_tail(builder))):
                blocks.append(Block(start, len(builder), BlockKind.PARAGRAPH))
                builder.add("\n\n", left, left)
                start = len(builder)
            elif len(builder) > start:
                builder.add(" ", left, left)
            found = _SPEAKER.match(source, left, right)
            for piece in _PIECE.finditer(source, found.end() if found else left, right):
                if not (piece[0][0] in "<{" and len(piece[0]) > 1):
                    builder.add(piece[0], piece.start(), piece.end())
            last_end = end
        locators.append(Locator(cue.start(), upto, {"caption": number + 1, "from": _clock(begin), "to": _clock(end)}))
    if len(builder) > start:
        blocks.append(Block(start, len(builder), BlockKind.PARAGRAPH))
    if not blocks:
        raise textless(path, "its captions hold no text", "check that the captions were exported")
    content, back = builder.build()
    kept = [_bare(content, each) for each in blocks]
    return Document(
        path=path, sha256=sha256(data).hexdigest(), media_type="text/vtt" if source.lstrip("\ufeff").startswith("WEBVTT") else "application/x-subrip",
        encoding=encoding, source=source, content=content, blocks=tuple(each for each in kept if each.end > each.start), to_source=back, notes=notes,
        locators=tuple(locators),
    )  # fmt: skip


def _lines(source: str, start: int, end: int, is_last: bool) -> list[tuple[int, int]]:
    """The lines of a cue: up to the first empty line, without the number of the next cue."""
    out: list[tuple[int, int]] = []
    for found in _LINE.finditer(source, start, end):
        if found[0] in ("\r\n", "\r", "\n"):
            continue
        if out and re.search(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)", source[out[-1][1] : found.start()]):
            return out
        if found[0].strip():
            out.append((found.start() + len(found[0]) - len(found[0].lstrip()), found.end() - len(found[0]) + len(found[0].rstrip())))
    if not is_last and len(out) > 1 and source[out[-1][0] : out[-1][1]].isdigit():
        out.pop()
    return out


def _tail(builder: MapBuilder) -> str:
    return builder.last_character()


def _bare(content: str, block: Block) -> Block:
    text = content[block.start : block.end]
    return block._replace(start=block.start + len(text) - len(text.lstrip()), end=block.end - len(text) + len(text.rstrip()))


def _seconds(cue: re.Match[str], group: int) -> float:
    hours, minutes, seconds, parts = (cue[group + each] or "0" for each in range(4))
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{parts}")


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 3600:02}:{int(seconds) // 60 % 60:02}:{seconds % 60:06.3f}"
