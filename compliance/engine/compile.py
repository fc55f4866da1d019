"""A pack to a compiled pack: lexicons to tags, patterns to `regex`, words to an index."""

from __future__ import annotations

from collections import defaultdict
from typing import Iterable, Iterator, Mapping

import regex

from compliance.engine import pattern as language
from compliance.engine.cards import compile_cards
from compliance.engine.circles import circles
from compliance.engine.compiled import PLANES, CompiledPack, CompiledPattern
from compliance.engine.layout import Layout, is_one_word
from compliance.engine.masks import Masks
from compliance.engine.nodes import Preparer
from compliance.engine.pattern import ANY_WORD, Choice, PatternError, Reference, Sequence
from compliance.engine.rows import Row, table
from compliance.engine.sieve import Sieve
from compliance.engine.tags import TAGS
from compliance.engine.tame import MOST, ways
from compliance.engine.vocabulary import Code, Vocabulary, variants
from compliance.errors import Diagnostic, Location, PackError
from compliance.model.rule import AllOf, AnyOf, Cue, Groups, Lexicon, Node, Not, Pack, Pattern, Rule, Seen, Trigger
from compliance.text.fold import FoldOptions


def compile_pack(pack: Pack) -> CompiledPack:
    """Compile a pack; raises PackError with every faulty pattern."""
    compiler = _Compiler(pack)
    compiled = compiler.run()
    if compiler.diagnostics:
        raise PackError(compiler.diagnostics)
    return compiled


def nodes_of(rule: Rule) -> Iterator[Node]:
    """Every top node of a rule: match, where, and its cues."""
    if rule.match is not None:
        yield rule.match
    yield from rule.where
    for cue in rule.cues:
        yield cue.match


def patterns_of(node: Node) -> Iterator[Pattern]:
    """Every pattern below a node."""
    if isinstance(node, Pattern):
        yield node
    elif isinstance(node, (AnyOf, AllOf)):
        for part in node.parts:
            yield from patterns_of(part)
    elif isinstance(node, (Not, Seen)):
        yield from patterns_of(node.part)


def anchors_of(node: Node | None) -> Iterator[Pattern]:
    """The patterns one of which must be in the unit itself for the node to hold there."""
    if isinstance(node, Pattern):
        yield node
    elif isinstance(node, AnyOf):
        for part in node.parts:
            yield from anchors_of(part)
    elif isinstance(node, AllOf):
        for part in node.parts:
            found = list(anchors_of(part))
            if found:
                yield from found
                return
    elif isinstance(node, Seen) and node.scope == "unit":
        yield from anchors_of(node.part)


def groups_of(node: Node) -> Iterator[Groups]:
    """Every Groups condition below a node."""
    if isinstance(node, Groups):
        yield node
    elif isinstance(node, (AnyOf, AllOf)):
        for part in node.parts:
            yield from groups_of(part)
    elif isinstance(node, (Not, Seen)):
        yield from groups_of(node.part)


class _Compiler:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.diagnostics: list[Diagnostic] = []
        self.codes: dict[str, Code] = {}
        self.parsed: dict[str, Sequence | None] = {}
        self.patterns: dict[str, CompiledPattern] = {}
        self.rows: dict[str, tuple[Row, ...]] = {}
        self.capture = frozenset(pack.settings.get("capture", ()))
        self.common = frozenset("w:" + word for word in pack.settings.get("function_words", {}).get(pack.language, ()))
        """the language's commonest words, poor keys of an index"""
        self.options = FoldOptions(frozenset(_capitals(pack)), frozenset(pack.settings.get("keep_accents", ())))
        self._layout = Layout(self._meaning, self.common)
        self._macros: dict[str, Sequence] = {}
        self._macro_keys: dict[str, list[frozenset[str]]] = {}
        self._open: list[str] = []

    def run(self) -> CompiledPack:
        for lexicon in self.pack.lexicons.values():
            for text in lexicon.patterns:
                self._lexicon_pattern(text, lexicon.places.get(text, lexicon.at))
        self._break_circles()
        for rule in self.pack.rules:
            for node in nodes_of(rule):
                for found in patterns_of(node):
                    self._pattern(found.text, found.at)
                for group in groups_of(node):
                    self._group_codes(group.lexicon, group.at if group.at.path else rule.at)
            if rule.kind == "list" and rule.options.get("lexicon") in self.pack.lexicons:
                self._group_codes(rule.options["lexicon"], rule.at)
            if "topic" in rule.options:
                self._pattern(str(rule.options["topic"]), rule.at)
            if "offer" in rule.options.get("claim_needed", ()):
                self._pattern(str(rule.options["claim_needed"]["offer"]), rule.at)
        if self.pack.settings.get("topic_pattern"):
            self._pattern(self.pack.settings["topic_pattern"], Location("pack settings"))
        for story in self.pack.settings.get("story", {}).values():
            self._pattern(story["goes_on"], Location("pack settings"))
            self._pattern(story["ends"], Location("pack settings"))
        for trigger in self.pack.triggers:
            self._pattern(trigger.pattern.text, trigger.pattern.at)
        for found in self.pack.unbuilt:
            self._pattern(found.text, found.at)
        return self._assemble()

    def _error(self, at: Location, code: str, problem: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(at, code, problem, hint))

    # -- patterns

    def _parse(self, text: str, at: Location) -> Sequence | None:
        if text not in self.parsed:
            try:
                self.parsed[text] = language.parse(text)
            except PatternError as error:
                self.parsed[text] = None
                self._error(at.character(error.column), "R003", f"{error.problem} in {text!r}", error.hint)
        return self.parsed[text]

    def _lexicon_pattern(self, text: str, at: Location) -> None:
        """Check a lexicon's pattern where it stands: used in another, its faults would be reported at that one's place."""
        tree = self._parse(text, at)
        for item in language.items_of(tree) if tree else ():
            if isinstance(item, Reference):
                try:
                    self._lexicon(item)
                except PatternError as error:
                    self._error(at.character(error.column), "R004", error.problem, error.hint)
                    self.parsed[text] = None

    def _break_circles(self) -> None:
        for circle in list(circles(self.pack.lexicons, self.parsed)):
            at = circle.lexicon.places.get(circle.pattern, circle.lexicon.at).character(circle.reference.column)
            self._error(at, "R004", f"lexicon {circle.reference.name!r} refers to itself", "break the circle: " + " → ".join(circle.way))
            self.parsed[circle.pattern] = None

    def _pattern(self, text: str, at: Location) -> None:
        if text in self.patterns:
            return
        tree = self._parse(text, at)
        if tree is None:
            return
        self._at, self._text = at, text
        try:
            starts = language.first_words(tree, self._starts)
            source = language.to_regex(tree, self._resolve, at_word=starts is not None)
            needs = language.required(tree, self._keys, self.common)
            self.rows[text] = self._layout.rows(tree)
        except PatternError as error:
            self._error(at.character(error.column), "R004", error.problem, error.hint)
            return
        count = self._ways(tree)
        try:
            if "/" in text and count > MOST:  # a tame part has been read already, and stands for itself
                regex.compile(source)
        except regex.error as error:
            self._error(at, "R003", f"the raw part of {text!r} is no valid regex: {error}", "see the `regex` module's syntax")
            return
        best = sorted(dict.fromkeys(needs), key=lambda group: (language.cost(group, self.common), sorted(group)))[:PLANES]
        self.patterns[text] = CompiledPattern(text, source, tuple(best), at, starts, count > MOST)

    def _lexicon(self, reference: Reference) -> tuple[Lexicon, str]:
        name, _, group = reference.name.partition(".")
        lexicon = self.pack.lexicons.get(name)
        if lexicon is None:
            raise PatternError(reference.column, f"unknown lexicon {name!r}", _closest(name, self.pack.lexicons))
        if group and group not in lexicon.groups:
            raise PatternError(reference.column, f"lexicon {name!r} has no group {group!r}", _closest(group, lexicon.groups))
        return lexicon, group

    def code(self, name: str) -> Code:
        """The tag characters of a lexicon or of lexicon.group, handed out on first use."""
        if name not in self.codes:
            first = 0xE000 + 2 * len(self.codes)
            self.codes[name] = Code(chr(first), chr(first + 1))
        return self.codes[name]

    def _group_codes(self, name: str, at: Location) -> None:
        lexicon = self.pack.lexicons.get(name)
        if lexicon is None:
            self._error(at, "R004", f"unknown lexicon {name!r}", _closest(name, self.pack.lexicons))
            return
        for group in lexicon.groups:
            self.code(f"{name}.{group}")

    def _resolve(self, reference: Reference) -> Sequence | str:
        lexicon, group = self._lexicon(reference)
        has_terms = bool(lexicon.groups or lexicon.token_patterns)
        if has_terms and not (lexicon.patterns and not group):
            return self._tag_regex(reference.name, lexicon)
        if reference.name not in self._macros:
            if reference.name in self._open:
                raise PatternError(
                    reference.column, f"lexicon {reference.name!r} refers to itself", "break the circle: " + " → ".join([*self._open, reference.name])
                )
            self._open.append(reference.name)
            options = [tree for text in lexicon.patterns if (tree := self._parse(text, lexicon.places.get(text, lexicon.at))) is not None]
            if has_terms:
                options.append(Sequence((language.Raw(self._tag_regex(reference.name, lexicon)),)))
            for option in options:
                language.to_regex(option, self._resolve)
            self._open.pop()
            self._macros[reference.name] = Sequence((Choice(tuple(options)),))
        return self._macros[reference.name]

    def _meaning(self, reference: Reference) -> tuple[str, str, Iterable[Sequence]]:
        """What a lexicon name stands for to the sieve: its codes, and its patterns."""
        lexicon, group = self._lexicon(reference)
        begin, inside = self.code(reference.name) if lexicon.groups or lexicon.token_patterns else ("", "")
        if group or not lexicon.patterns:
            return begin, inside, ()
        return begin, inside, (tree for text in lexicon.patterns if (tree := self._parse(text, lexicon.places.get(text, lexicon.at))) is not None)

    def _ways(self, tree: Sequence) -> int:
        """How many ways of repeating their parts its raw parts may have to try, see `tame`."""
        found = 1
        for item in language.items_of(tree):
            if isinstance(item, language.Raw):
                found *= ways(item.regex)
            elif isinstance(item, Reference):
                found *= sum(map(self._ways, self._meaning(item)[2])) or 1
        return found

    def _tag_regex(self, name: str, lexicon: Lexicon) -> str:
        begin, inside = self.code(name)
        first = rf"{begin}{TAGS}*+(?:\d+(?:[.,]\d+)*+|[\w']++|%)"
        body = rf"{first}(?:\.?[ ]?{TAGS}*?{inside}{TAGS}*+(?:[\w']++|%))*+"
        return f"(?P<{lexicon.name}>{body})" if lexicon.name in self.capture else f"(?:{body})"

    def _keys(self, reference: Reference) -> list[frozenset[str]]:
        if reference.name not in self._macro_keys:
            lexicon, group = self._lexicon(reference)
            own = {f"l:{self.code(reference.name).begin}"} if lexicon.groups or lexicon.token_patterns else set()
            best: set[str] | None = set(own)
            for text in () if group else lexicon.patterns:
                tree = self._parse(text, lexicon.places.get(text, lexicon.at))
                found = language.smallest(language.required(tree, self._keys, self.common), self.common) if tree else None
                best = None if best is None or found is None else best | found
            self._macro_keys[reference.name] = [frozenset(best)] if best else []
        return self._macro_keys[reference.name]

    def _starts(self, reference: Reference) -> frozenset[str] | None:
        lexicon, group = self._lexicon(reference)
        found = frozenset({f"l:{self.code(reference.name).begin}"} if lexicon.groups or lexicon.token_patterns else ())
        for text in () if group else lexicon.patterns:
            tree = self._parse(text, lexicon.at)
            own = language.starts(tree, self._starts) if tree else None
            if own is None:
                return None
            found |= own
        return found

    # -- assembling

    def _assemble(self) -> CompiledPack:
        patterns = tuple(self.patterns.values())
        ids = {each.text: number for number, each in enumerate(patterns)}
        size = len(patterns)
        features: dict[str, int] = defaultdict(int)
        beginnings: dict[str, int] = defaultdict(int)
        base = 0
        for number, each in enumerate(patterns):
            for feature in each.starts or ():
                beginnings[feature] |= 1 << number
            for plane in range(PLANES):
                bit = 1 << (plane * size + number)
                if plane < len(each.groups):
                    for feature in each.groups[plane]:
                        features[feature] |= bit
                else:
                    base |= bit
        preparer = Preparer(ids)
        sieve = table(self.rows[each.text] for each in patterns)
        rules_by_pattern: dict[int, list[int]] = defaultdict(list)
        sentence_rules = tuple(rule for rule in self.pack.rules if rule.kind in ("sentence", "score", "sign") and rule.status != "deprecated")
        for index, rule in enumerate(sentence_rules):
            tops: list[Node] = [rule.match] if rule.match is not None else []
            tops += [cue.match for cue in rule.cues if cue.anchor]
            for number in sorted({ids[found.text] for top in tops for found in anchors_of(top) if found.text in ids}):
                rules_by_pattern[number].append(index)
        trigger_of: dict[int, list[Trigger]] = defaultdict(list)
        for trigger in self.pack.triggers:
            if trigger.pattern.text in ids:
                trigger_of[ids[trigger.pattern.text]].append(trigger)
        return CompiledPack(
            pack=self.pack,
            patterns=patterns,
            ids=ids,
            vocabulary=self._vocabulary(features, beginnings, base, frozenset((*sieve.accepts, *sieve.stays))),
            sieve=Sieve(sieve),
            codes=self.codes,
            fold_options=self.options,
            sentence_rules=sentence_rules,
            whole_rules=tuple(rule for rule in self.pack.rules if rule.kind in ("disclosure", "list") and rule.status != "deprecated"),
            stance_rules=tuple(rule for rule in self.pack.rules if rule.kind == "stance"),
            cards=compile_cards(self.pack.rules),
            rules_by_pattern={key: tuple(value) for key, value in rules_by_pattern.items()},
            anchor_mask=sum(1 << number for number in rules_by_pattern),
            trigger_of={key: tuple(value) for key, value in trigger_of.items()},
            trigger_mask=sum(1 << number for number in trigger_of),
            group_codes={
                name: {group: self.codes[f"{name}.{group}"].begin for group in lexicon.groups if f"{name}.{group}" in self.codes}
                for name, lexicon in self.pack.lexicons.items()
            },
            ready={rule.id: preparer.rule(rule) for rule in self.pack.rules},
            sure=sum(1 << number for number, each in enumerate(patterns) if (tree := self.parsed[each.text]) and is_one_word(tree, self._meaning)),
        )

    def _vocabulary(self, features: Mapping[str, int], beginnings: Mapping[str, int], base: int, known: frozenset[str]) -> Vocabulary:
        singles: dict[str, set[str]] = defaultdict(set)
        multis: dict[str, dict[tuple[str, ...], set[str]]] = defaultdict(lambda: defaultdict(set))
        prefixes: dict[str, set[str]] = defaultdict(set)
        token_patterns: list[tuple[str, str]] = []
        for lexicon in self.pack.lexicons.values():
            whole = self.codes.get(lexicon.name)
            for group, terms in lexicon.groups.items():
                own = self.codes.get(f"{lexicon.name}.{group}")
                codes = {code.begin for code in (whole, own) if code}
                if not codes:
                    continue
                for term in terms:
                    for words in variants(term, lexicon.inflect, self.options):
                        if len(words) > 1:
                            multis[words[0]][words[1:]] |= codes
                        elif words[0].endswith("*"):
                            prefixes[words[0][:-1]] |= codes
                        else:
                            singles[words[0]] |= codes
            if whole:
                token_patterns += [(source, whole.begin) for source in lexicon.token_patterns]
        return Vocabulary(
            {word: "".join(sorted(codes)) for word, codes in singles.items()},
            {
                first: "\n".join(" ".join(("".join(sorted(codes)), *rest)) for rest, codes in sorted(rests.items(), key=lambda pair: (-len(pair[0]), pair[0])))
                for first, rests in multis.items()
            },
            {stem: "".join(sorted(codes)) for stem, codes in prefixes.items()},
            token_patterns,
            Masks.of(features),
            Masks.of(beginnings),
            base,
            known,
        )


def _capitals(pack: Pack) -> Iterable[str]:
    """Acronyms that are another word in small letters ("MS"); one that is listed in both ways needs no telling apart."""
    listed = {term for lexicon in pack.lexicons.values() for terms in lexicon.groups.values() for term in terms}
    for term in listed:
        if term.isupper() and 1 < len(term) <= 6 and term.isalnum() and not term.isdigit() and term.lower() not in listed:
            yield term


def _closest(name: str, names: Iterable[str]) -> str:
    from difflib import get_close_matches

    known = sorted(names)
    near = get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known[:12])}"


__all__ = ["ANY_WORD", "CompiledPack", "CompiledPattern", "Cue", "compile_pack"]
