"""Ad-like texts of any size, made of the project's own samples and labelled corpus; the same seed gives the same bytes.

    python benchmarks/generate.py FOLDER --files 1000 --size 8000 --kind html
    python benchmarks/generate.py ads.jsonl --files 100000 --size 2000

Sentences of the corpus, half of which hold no claim, stand among paragraphs of the samples. Most get a
place, a name or a number that no other has: a text of 100 MB must not consist of 200 kB said again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_SYLLABLES = "ba ber cor dal den el fen gar hol in jor kel lin mar nor os pel quin ras sol tor ul ven wes yar zen".split()
_FRAMES = ("{0} Ask for {1} in {2}.", "In {2}: {0}", "{0} – {1}, {2}", "{0} ({2}, {3})", "{1} of {2} says: {0}", "{0} Call {3}-{4}.", "{0}", "{0}")
_ADVERTS = ("e-mail", "price-page", "social-post")
_SOBER = "trial stud evidence prove approv warn charged fda institut universit transplant research mice rats placebo animal unknown court scientist".split()
"""what makes a text read like a sober page, which is judged as a whole: these are to be adverts"""
_OPENING = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>.hero{{display:flex;padding:2rem}} .card > h3{{color:#246}} nav a:hover{{opacity:.8}}</style>
<script>window.dataLayer=window.dataLayer||[];function track(e){{dataLayer.push({{event:e,at:Date.now()}})}}</script></head>
<body class="page landing"><nav aria-label="Main"><ul><li><a href="/">Home</a></li><li><a href="/team">Team</a></li></ul></nav><main id="content">
"""
_CLOSING = '</main><footer class="footer"><p>&copy; 2026 <a href="/privacy">Privacy</a></p></footer></body></html>\n'


@lru_cache(maxsize=1)
def sentences() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The sentences of the corpus that hold a claim, and those that hold none together with the paragraphs of the samples."""
    claims: list[str] = []
    calm: list[str] = []
    for file in sorted((ROOT / "tests" / "corpus").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            case = json.loads(line)
            words = " ".join(case["text"].split())
            if case["expect"] or not any(each in words.lower() for each in _SOBER):
                (claims if case["expect"] else calm).append(words)
    for file in (ROOT / "samples" / f"{name}.txt" for name in _ADVERTS):
        calm += [" ".join(each.split()) for each in file.read_text(encoding="utf-8").split("\n\n") if each.strip()]
    return tuple(claims), tuple(calm)


def paragraphs(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Kinds (h2, p, li) and texts without end: one sentence in six comes from the claims, as in a wordy advert."""
    claims, calm = sentences()

    def sentence() -> str:
        text = chance.choice(claims if chance.random() < 1 / 6 else calm)
        names = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))).capitalize() for _ in range(2)]
        return chance.choice(_FRAMES).format(text, *names, chance.randint(100, 999), chance.randint(1000, 9999))

    yield "p", "Book your consultation today: our clinic offers stem cell therapy at the best price, and places are limited. Call now!"
    while True:
        yield "h2", sentence()[:60].rstrip(" ,.;:–(")
        for _ in range(chance.randint(2, 4)):
            yield "p", " ".join(sentence() for _ in range(chance.randint(2, 5)))
        for _ in range(chance.choice((0, 0, 3, 5))):
            yield "li", sentence()


def text(size: int, seed: int) -> str:
    """An advert of about `size` bytes as plain text."""
    parts: list[str] = []
    length = 0
    for kind, words in paragraphs(random.Random(seed)):  # noqa: S311 - a text to measure with
        parts.append(f"• {words}\n" if kind == "li" else f"{words}\n\n")
        length += len(parts[-1].encode())
        if length >= size:
            break
    return _cut("".join(parts), size)


def html(size: int, seed: int) -> str:
    """A page of about `size` bytes, of which markup is about a third."""
    parts = [_OPENING.format(title=f"Clinic {seed}")]
    length = len(parts[0]) + len(_CLOSING)
    for number, (kind, words) in enumerate(paragraphs(random.Random(seed))):  # noqa: S311 - as above
        body = escape(words, quote=False)
        marked = f'<div class="card card--{number % 7}" data-id="{number}"><{kind} class="t t-{kind}">{body}</{kind}></div>\n'
        parts.append(marked.replace(" – ", " <em>&ndash;</em> "))
        length += len(parts[-1].encode())
        if length >= size:
            break
    return "".join(parts) + _CLOSING


def _cut(whole: str, size: int) -> str:
    return whole.encode()[:size].decode("utf-8", "ignore")


def write_files(folder: Path, count: int, size: int, kind: str, seed: int = 1) -> list[Path]:
    """`count` adverts of about `size` bytes as files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    make = html if kind == "html" else text
    paths = [folder / f"ad-{number:06}.{kind}" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(make(size, seed * 1_000_003 + number), encoding="utf-8", newline="")
    return paths


def write_shard(path: Path, count: int, size: int, seed: int = 1) -> None:
    """`count` adverts as one shard of JSON Lines for `compliance bulk`."""
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write(json.dumps({"id": f"ad-{number:08}", "text": text(size, seed * 1_000_003 + number)}, ensure_ascii=False) + "\n")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", type=Path, help="a folder, or a file that ends in .jsonl")
    parser.add_argument("--files", type=int, default=100)
    parser.add_argument("--size", type=int, default=8_000, help="bytes of an advert")
    parser.add_argument("--kind", choices=("txt", "html"), default="txt")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.target.suffix == ".jsonl":
        write_shard(options.target, options.files, options.size, options.seed)
    else:
        write_files(options.target, options.files, options.size, options.kind, options.seed)


if __name__ == "__main__":
    main()
