"""Folders of YAML to one `Pack`: read, validate, build; every fault is reported."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from compliance.errors import Diagnostic, Location, PackError
from compliance.model.finding import Severity
from compliance.model.rule import (
    AllOf,
    AnyOf,
    Category,
    ContextPolicy,
    Cue,
    Groups,
    Lexicon,
    Node,
    Not,
    Pack,
    Pattern,
    Provision,
    Rule,
    Seen,
    Trigger,
    UnitIs,
)
from compliance.packs.files import LAYOUT, builtin_folder, closest, rule_files
from compliance.packs.law import KINDS as LAW_KINDS
from compliance.packs.law import LawBuilder, parts, strangers, unwritten
from compliance.packs.read import Source, read_yaml
from compliance.packs.refused import patterns_of_rule, patterns_of_triggers
from compliance.packs.schema import is_valid, validate

CONDITION_KEYS = ("any", "all", "not", "seen", "groups", "unit", "stance", "place", "section", "sense")


def sources(folders: Sequence[Path]) -> list[Source]:
    """Every YAML file of the folders (or single files), parsed, in a stable order."""
    out: list[Source] = []
    for folder in folders:
        files = rule_files(folder)
        if not files:
            problem = "no such file or folder" if not folder.exists() else "no YAML file in it"
            out.append(Source(str(folder), diagnostics=[Diagnostic(Location(str(folder)), "P001", problem, "name a folder of rule files or one .yaml file")]))
        for file in files:
            name = str(file)
            try:
                text = file.read_text(encoding="utf-8-sig")
            except UnicodeDecodeError as error:
                out.append(
                    Source(
                        name, diagnostics=[Diagnostic(_place_of_byte(file, error.start), "Y006", f"not UTF-8 (byte {error.start})", "save the file as UTF-8")]
                    )
                )
                continue
            except OSError as error:
                out.append(
                    Source(name, diagnostics=[Diagnostic(Location(name), "P001", f"cannot be read: {error.strerror}", "check the path and its permissions")])
                )
                continue
            out.append(read_yaml(text, name))
    return out


def _place_of_byte(file: Path, number: int) -> Location:
    lines = file.read_bytes()[:number].splitlines(keepends=True) or [b""]
    if lines[-1].endswith((b"\n", b"\r")):
        lines.append(b"")
    return Location(str(file), len(lines), len(lines[-1].decode("utf-8-sig", "replace")) + 1)


def load(folders: Sequence[Path]) -> Pack:
    """The pack of some folders; raises PackError with every fault found."""
    pack, diagnostics = load_with_diagnostics(folders)
    errors = [each for each in diagnostics if not each.warning]
    if errors or pack is None:
        raise PackError(errors)
    return pack


def load_with_diagnostics(folders: Sequence[Path]) -> tuple[Pack | None, list[Diagnostic]]:
    """The pack as far as it can be built, and every fault in it."""
    read = sources(folders)
    diagnostics = [each for source in read for each in source.diagnostics]
    builder = _Builder(diagnostics)
    kinds: dict[str, list[Source]] = {}
    for source in read:
        if source.data is None:
            continue
        kind = kind_of(source.data)
        if not kind:
            diagnostics.append(
                Diagnostic(
                    source.at(),
                    "P002",
                    "not recognisable as a rule file",
                    "give it one of the keys id, rules, lexicon, triggers, categories, pack, provisions, jurisdiction, notice",
                )
            )
            continue
        faults = list(validate(source, kind))
        diagnostics += faults
        if faults:
            builder.refuse(source, kind)
        if not faults or (kind == "rule" and "rules" in source.data):
            kinds.setdefault(kind, []).append(source)
        if kind in LAW_KINDS:
            diagnostics += unwritten(source)
        if kind == "jurisdiction":
            diagnostics += strangers(source)
        for part, brought in parts(source):
            faults = list(validate(brought, part))
            diagnostics += faults
            if not faults:
                kinds.setdefault(part, []).append(brought)
    pack = builder.build(kinds, _digest(read))
    return pack, sorted(diagnostics, key=lambda each: (each.at.path, each.at.line, each.at.column, each.code))


def kind_of(data: Any) -> str:
    """Which kind of rule file some data is, told by its top-level keys; empty if none."""
    if not isinstance(data, dict):
        return ""
    for key, kind in (
        ("code", "jurisdiction"),
        ("rules", "rule"),
        ("id", "rule"),
        ("lexicon", "lexicon"),
        ("triggers", "triggers"),
        ("categories", "categories"),
        ("pack", "pack"),
        ("provisions", "provision"),
        ("notices", "notice"),
        ("notice", "notice"),
        ("disclosure", "disclosure"),
        ("layout", "layout"),
    ):
        if key in data:
            return kind
    return ""


def _digest(read: Sequence[Source]) -> str:
    """A digest of what the files say: independent of where they lie and of comments' layout."""
    total = sha256()
    for source in sorted(read, key=lambda each: Path(each.name).name):
        total.update(repr(source.data).encode())
    return total.hexdigest()


class _Builder:
    """Builds typed values out of validated sources; collects what the schemas cannot see."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics
        self.unbuilt: list[Pattern] = []
        self.lexicons: Mapping[str, Lexicon] = {}
        self.refused: dict[str, set[int]] = {}
        """by file: which rules of its list break the schema"""

    def refuse(self, source: Source, kind: str) -> None:
        """Note what of a file that breaks its schema cannot be built, and keep its patterns to be checked."""
        if kind == "triggers":
            self.unbuilt += patterns_of_triggers(source)
        elif kind == "rule":
            single = "rules" not in source.data
            listed = [source.data] if single else source.data["rules"] if isinstance(source.data["rules"], list) else []
            for index, raw in enumerate(listed):
                if not is_valid(raw, "rule"):
                    self.refused.setdefault(source.name, set()).add(index)
                    self.unbuilt += patterns_of_rule(raw, source, () if single else ("rules", index))

    def error(self, at: Location, code: str, problem: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(at, code, problem, hint))

    def build(self, kinds: Mapping[str, list[Source]], digest: str) -> Pack:
        settings: dict[str, Any] = {}
        name, version, language = "none", "0", "en"
        for source in kinds.get("pack", []):
            head = source.data["pack"]
            if name == "none":
                name, version, language = head["name"], str(head["version"]), head.get("language", "en")
            else:
                name = f"{name}+{head['name']}"
            settings |= source.data.get("settings", {})
        categories = self._categories(kinds.get("categories", []))
        lexicons = self.lexicons = self._lexicons(kinds.get("lexicon", []))
        triggers = [each for source in kinds.get("triggers", []) for each in self._triggers(source)]
        law = LawBuilder(self.diagnostics)
        provisions = law.provisions(kinds.get("provision", []))
        rules = self._rules(kinds.get("rule", []), categories, provisions, name)
        return Pack(
            name=name,
            version=version,
            language=language,
            digest=digest,
            categories=categories,
            rules=tuple(rules),
            lexicons=lexicons,
            triggers=tuple(triggers),
            provisions=provisions,
            settings=settings,
            jurisdictions=law.jurisdictions(kinds.get("jurisdiction", [])),
            notices=law.notices(kinds.get("notice", [])),
            disclosures=law.disclosures(kinds.get("disclosure", [])),
            unbuilt=tuple(self.unbuilt),
            layout=_layout(kinds.get("layout", [])),
        )

    def _categories(self, found: Iterable[Source]) -> dict[str, Category]:
        out: dict[str, Category] = {}
        for source in found:
            defaults = source.data.get("defaults", {})
            for slug, raw in source.data["categories"].items():
                entry = {**defaults, **raw}
                out[slug] = Category(
                    slug=slug,
                    title=entry["title"],
                    severity=Severity.parse(entry["severity"]),
                    context=_policy(_policy(ContextPolicy(), defaults.get("context", {})), raw.get("context", {})),
                    stance=entry.get("stance", "any"),
                    places=frozenset(entry.get("places", ())),
                    merge=entry.get("merge", "unit"),
                    message=entry.get("message", ""),
                    remediation=entry.get("remediation", ""),
                    provisions=tuple(entry.get("provisions", ())),
                )
        return out

    def _lexicons(self, found: Iterable[Source]) -> dict[str, Lexicon]:
        out: dict[str, Lexicon] = {}
        every = list(found)
        for source in sorted(every, key=lambda each: bool(each.data.get("extends"))):  # what is extended comes first
            data = source.data
            groups = {group: tuple(terms or ()) for group, terms in data.get("groups", {}).items()}
            if "terms" in data:
                groups["terms"] = tuple(data["terms"])
            name = data["lexicon"]
            self._check_terms(source, groups)
            new = Lexicon(
                name,
                data.get("title", name),
                groups,
                tuple(data.get("patterns", ())),
                tuple(data.get("token_patterns", ())),
                data.get("inflect", "none"),
                data.get("source", ""),
                source.at("lexicon"),
                {text: source.inside("patterns", number) for number, text in enumerate(data.get("patterns", ()))},
            )
            old = out.get(name)
            if old and not data.get("extends"):
                self.error(
                    source.value("lexicon"), "L002", f"the lexicon {name!r} exists already ({old.at})", "add 'extends: true' to add terms to it, or rename it"
                )
            elif old:
                merged = {group: old.groups.get(group, ()) + new.groups.get(group, ()) for group in {**old.groups, **new.groups}}
                new = replace(
                    old,
                    groups=merged,
                    patterns=old.patterns + new.patterns,
                    places={**old.places, **new.places},
                    token_patterns=old.token_patterns + new.token_patterns,
                )
            elif data.get("extends"):
                names = {each.data["lexicon"] for each in every if not each.data.get("extends")}
                hint = f"{closest(name, names)} (a new lexicon has a 'title' and no 'extends')"
                self.error(source.value("lexicon"), "L003", f"there is no lexicon {name!r} to extend", hint)
            out[name] = new
        return out

    def _check_terms(self, source: Source, groups: Mapping[str, Sequence[str]]) -> None:
        seen: dict[str, Location] = {}
        for group, terms in groups.items():
            path: tuple[str, ...] = ("terms",) if group == "terms" and "terms" in source.data else ("groups", group)
            for index, term in enumerate(terms):
                key = " ".join(term.replace("-", " ").split())
                at = source.at(*path, index)
                if key in seen:
                    self.error(at, "L001", f"the term {term!r} is listed twice (first on line {seen[key].line})", "remove one of the two")
                seen.setdefault(key, at)

    def _triggers(self, source: Source) -> Iterable[Trigger]:
        for section, entries in source.data["triggers"].items():
            role = {"terminations": "termination", "pseudo": "pseudo"}.get(section, "trigger")
            for index, entry in enumerate(entries):
                texts = entry["patterns"] if "patterns" in entry else [entry["pattern"]] if "pattern" in entry else []
                if ("patterns" in entry) is ("pattern" in entry):
                    problem = "both 'pattern' and 'patterns'" if texts else "neither 'pattern' nor 'patterns'"
                    self.error(source.at("triggers", section, index), "S001", f"this entry has {problem}", "write either 'pattern: …' or 'patterns: […]'")
                for number, text in enumerate(texts):
                    path = ("triggers", section, index, "patterns", number) if "patterns" in entry else ("triggers", section, index, "pattern")
                    yield Trigger(
                        pattern=Pattern(text, source.inside(*path)),
                        role=role,
                        sense=section if role == "trigger" else "",
                        direction=entry.get("direction", "forward"),
                        scope=entry.get("scope", 0),
                        senses=frozenset(entry.get("senses", ())),
                    )

    def _rules(self, found: Iterable[Source], categories: Mapping[str, Category], provisions: Mapping[str, Provision], pack: str) -> list[Rule]:
        out: list[Rule] = []
        seen: dict[str, Location] = {}
        for source in found:
            single = "rules" not in source.data
            for index, raw in enumerate([source.data] if single else source.data["rules"] if isinstance(source.data["rules"], list) else ()):
                if index in self.refused.get(source.name, ()):
                    continue
                path: tuple[str | int, ...] = () if single else ("rules", index)
                at = source.at(*path, "id")
                if raw["id"] in seen:
                    self.error(
                        source.value(*path, "id"),
                        "R001",
                        f"the rule id {raw['id']!r} is used already at {seen[raw['id']]}",
                        "give this rule another name; ids are never reused",
                    )
                    self.unbuilt += patterns_of_rule(raw, source, path)
                    continue
                seen[raw["id"]] = at
                rule = self._rule(raw, source, path, categories, pack)
                if rule:
                    out.append(rule)
                    for number, provision in enumerate(rule.provisions):
                        if provisions and provision not in provisions:
                            self.error(source.at(*path, "provisions", number), "R005", f"unknown provision {provision!r}", closest(provision, provisions))
        return out

    def _rule(self, raw: Mapping[str, Any], source: Source, path: tuple[str | int, ...], categories: Mapping[str, Category], pack: str) -> Rule | None:
        slug = raw.get("category", raw["id"].split("/")[0])
        category = categories.get(slug)
        if category is None:
            self.error(source.value(*path, "category" if "category" in raw else "id"), "R002", f"unknown category {slug!r}", closest(slug, categories))
            self.unbuilt += patterns_of_rule(raw, source, path)
            return None
        match = self._nodes(raw["match"], source, (*path, "match")) if "match" in raw else None
        where = tuple(self._node(each, source, (*path, "where", number)) for number, each in enumerate(raw.get("where", ())))
        score = raw.get("score", {})
        cues = tuple(
            Cue(
                cue["name"],
                float(cue["points"]),
                self._nodes(cue["match"], source, (*path, "score", "cues", number, "match")),
                bool(cue.get("anchor")),
                int(cue.get("times", 1)),
            )
            for number, cue in enumerate(score.get("cues", ()))
        )
        if raw.get("kind") == "list" and raw.get("options", {}).get("lexicon") not in self.lexicons:
            self._no_list_lexicon(raw.get("options", {}).get("lexicon"), source, path)
        severity = Severity.parse(raw["severity"]) if "severity" in raw else category.severity
        examples = raw.get("examples", {})
        return Rule(
            id=raw["id"],
            kind=raw.get("kind", "score" if cues else "sentence"),
            category=slug,
            title=raw["title"],
            status=raw.get("status", "stable"),
            severity=severity,
            confidence=raw.get("confidence", "medium"),
            units=frozenset(raw.get("units", ())),
            places=frozenset(raw.get("places", category.places)),
            stance=raw.get("stance", category.stance),
            match=match,
            where=where,
            cues=cues,
            threshold=float(score.get("threshold", 0)),
            context=_policy(category.context, raw.get("context", {})),
            message=raw.get("message", category.message),
            remediation=raw.get("remediation", category.remediation),
            false_positives=tuple(raw.get("false_positives", ())),
            provisions=tuple(raw.get("provisions", category.provisions)),
            related=tuple(raw.get("related", ())),
            flag=tuple(examples.get("flag", ())),
            clear=tuple(examples.get("pass", ())),
            todo=tuple(examples.get("todo", ())),
            options=raw.get("options", {}) | ({"weigh": raw["weigh"]} if "weigh" in raw else {}),
            at=source.at(*path, "id"),
            pack=pack,
        )

    def _no_list_lexicon(self, name: str | None, source: Source, path: tuple[str | int, ...]) -> None:
        if name is None:
            self.error(source.at(*path, "options"), "S001", "a list rule lacks the option 'lexicon'", "add 'options: {lexicon: …}'")
        else:
            self.error(source.value(*path, "options", "lexicon"), "R004", f"unknown lexicon {name!r}", closest(name, self.lexicons))

    def _nodes(self, raw: Any, source: Source, path: tuple[str | int, ...]) -> Node:
        if isinstance(raw, list):
            return AnyOf(tuple(self._node(each, source, (*path, index)) for index, each in enumerate(raw)))
        return self._node(raw, source, path)

    def _node(self, raw: Any, source: Source, path: tuple[str | int, ...]) -> Node:
        if isinstance(raw, str):
            return Pattern(raw, source.inside(*path))
        if isinstance(raw, list):
            return self._nodes(raw, source, path)
        if "any" in raw:
            return self._nodes(list(raw["any"]), source, (*path, "any"))
        if "all" in raw:
            parts = tuple(self._node(each, source, (*path, "all", index)) for index, each in enumerate(raw["all"]))
            return AllOf(parts, raw.get("within", 0), raw.get("ordered", False))
        if "not" in raw:
            return Not(self._nodes(raw["not"], source, (*path, "not")))
        if "seen" in raw:
            return Seen(self._nodes(raw["seen"], source, (*path, "seen")), raw.get("in", "unit"), raw.get("at_least", 1))
        if "groups" in raw:
            return Groups(raw["groups"], raw.get("at_least", 3), raw.get("in", "unit"), tuple(raw.get("of", ())), source.value(*path, "groups"))
        for key in ("unit", "stance", "place", "sense"):
            if key in raw:
                values = raw[key] if isinstance(raw[key], list) else [raw[key]]
                return UnitIs(key, tuple(values))
        raise AssertionError(raw)  # the schema lets nothing else through


def _layout(found: Iterable[Source]) -> tuple[Mapping[str, Any], ...]:
    """What the files of layout that ship with the tool say; those of others count for nothing."""
    home = builtin_folder() / LAYOUT
    return tuple(source.data["layout"] for source in found if Path(source.name).parent == home)


def _policy(base: ContextPolicy, raw: Mapping[str, Any]) -> ContextPolicy:
    lower = {**base.lower, **{sense: Severity.parse(name) for sense, name in raw.get("lower", {}).items()}}
    clear = (base.clear | frozenset(raw.get("clear", ()))) - frozenset(raw.get("lower", {}))
    for sense in raw.get("keep", ()):
        lower.pop(sense, None)
        clear -= {sense}
    for sense in raw.get("clear", ()):
        lower.pop(sense, None)
    return ContextPolicy(clear, lower)


__all__ = ["builtin_folder", "closest", "kind_of", "load", "load_with_diagnostics", "rule_files", "sources"]
