"""The benchmarks' texts and packs: the same for the same seed, and of the size that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest

from compliance import screen_text
from compliance.engine.compile import compile_pack
from compliance.engine.compiled import CompiledPack

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


@pytest.fixture
def generate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The generator, imported as the benchmarks import it."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    for name in ("generate", "variants"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import generate

    return generate


@pytest.mark.parametrize("size", [1_000, 8_000, 300_000])
def test_texts_have_their_size_and_depend_on_the_seed_alone(generate: ModuleType, size: int) -> None:
    assert abs(len(generate.text(size, 1).encode()) - size) < 10
    assert size <= len(generate.html(size, 1).encode()) < size + 4_000
    assert generate.html(size, 2) == generate.html(size, 2) != generate.html(size, 3)


def test_long_texts_do_not_say_the_same_again(generate: ModuleType) -> None:
    lines = [line for line in generate.text(300_000, 1).splitlines() if line]
    assert len(set(lines)) > 0.95 * len(lines)


def test_texts_read_as_adverts_and_hold_claims(generate: ModuleType, core: CompiledPack) -> None:
    reports = [screen_text(generate.text(3_000, seed), packs=core) for seed in range(6)]
    assert sum(bool(each.findings) for each in reports) >= 3


def test_packs_of_any_number_of_rules_compile(generate: ModuleType, core: CompiledPack) -> None:
    from variants import with_rules

    assert len(with_rules(core.pack, 10).rules) == 10
    more = with_rules(core.pack, len(core.pack.rules) + 40)
    added = more.rules[len(core.pack.rules) :]
    assert len({each.id for each in more.rules}) == len(more.rules)
    small = compile_pack(more.__class__(**{name: getattr(more, name) for name in more.__dataclass_fields__} | {"rules": added}))
    assert len(small.patterns) > len(added)
