"""The style sheet of the HTML report; its digest stands in the page's content security policy."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d1d1f; --paper: #fff; --soft: #f4f5f7; --line: #d5d8dd; --link: #0b57d0; --dim: #5b6068;
  --critical: #b3261e; --high: #c25700; --medium: #8a6d00; --low: #2f6fb5;
  --critical-wash: #f9c9c6; --high-wash: #fcd9b8; --medium-wash: #fdefa8; --low-wash: #d6e6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --paper: #16181c; --soft: #22252b; --line: #3b4048; --link: #8ab4f8; --dim: #a3a8b1;
  --critical: #ff8a80; --high: #ffb070; --medium: #f2d54a; --low: #8ec1f5;
  --critical-wash: #6b1f1b; --high-wash: #63380d; --medium-wash: #54470a; --low-wash: #1f4266; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1.5rem;
  font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif; color: var(--ink); background: var(--paper); }
h1 { margin: 0 0 .5rem; font-size: 1.7rem; }
h2 { margin: 2.5rem 0 .25rem; padding-top: 1rem; border-top: 2px solid var(--line); font-size: 1.2rem; overflow-wrap: anywhere; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
a { color: var(--link); }
.lead { font-weight: 600; margin: .25rem 0; }
.dim { color: var(--dim); margin: .25rem 0; }
table { border-collapse: collapse; margin: .5rem 0 1rem; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { white-space: nowrap; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
fieldset { border: 1px solid var(--line); border-radius: .4rem; margin: 1rem 0; padding: .3rem 1rem .5rem; display: inline-block; }
fieldset label { margin-right: 1.2rem; white-space: nowrap; }
.columns { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 1.5rem; align-items: start; margin-top: .75rem; }
.columns.one { grid-template-columns: minmax(0, 1fr); max-width: 52rem; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft);
  border: 1px solid var(--line); border-radius: .4rem; padding: 1rem; tab-size: 4; }
.text .heading { font-weight: 700; }
.text .hidden { border-bottom: 2px dotted var(--dim); font-style: italic; }
.found { list-style: none; margin: 0; padding: 0; }
.found > li { border: 1px solid var(--line); border-left-width: .4rem; border-radius: .3rem;
  padding: .6rem .8rem; margin-bottom: .8rem; scroll-margin-top: 1rem; }
.found p { margin: .3rem 0; overflow-wrap: anywhere; }
.found blockquote { margin: .4rem 0; padding: .3rem .7rem; background: var(--soft); border-radius: .3rem; white-space: pre-line; overflow-wrap: anywhere; }
.found li.critical { border-left-color: var(--critical); } .found li.high { border-left-color: var(--high); }
.found li.medium { border-left-color: var(--medium); } .found li.low { border-left-color: var(--low); }
:target { outline: 3px solid var(--link); outline-offset: 2px; }
.badge { font-size: .8rem; font-weight: 700; text-transform: uppercase; letter-spacing: .03em; }
.badge.critical { color: var(--critical); } .badge.high { color: var(--high); } .badge.medium { color: var(--medium); } .badge.low { color: var(--low); }
mark { color: inherit; border-radius: .15rem; padding: .05em 0; }
mark.critical { background: var(--critical-wash); } mark.high { background: var(--high-wash); }
mark.medium { background: var(--medium-wash); } mark.low { background: var(--low-wash); }
.ref { font-size: .7em; vertical-align: super; line-height: 0; text-decoration: none; font-weight: 700; padding: 0 .15em; }
code, .id { font-family: ui-monospace, "Liberation Mono", Menlo, Consolas, monospace; font-size: .88em; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } .wide td { min-width: 10em; } .wide td.n { min-width: 0; }
.matrix td.critical { background: var(--critical-wash); } .matrix td.high { background: var(--high-wash); }
.matrix td.medium { background: var(--medium-wash); } .matrix td.low { background: var(--low-wash); }
.matrix th[scope=row], .verdicts th[scope=row] { font-weight: 600; }
.verdicts { font-size: .92em; width: 100%; } .verdicts th, .verdicts td { padding-left: 0; } .verdicts td:last-child { width: 100%; }
.verdicts td:nth-child(2) { min-width: 9em; overflow-wrap: break-word; } .badge { white-space: nowrap; }
.law { border-left: .3rem solid var(--line); padding: .1rem .8rem; margin: .6rem 0; } .law p { margin: .3rem 0; overflow-wrap: anywhere; }
.law li { overflow-wrap: anywhere; }
ul.plain { margin: .2rem 0; padding-left: 1.2rem; }
details { margin: .4rem 0; } summary { cursor: pointer; }
body:has(#show-critical:not(:checked)) .found > li.critical, body:has(#show-high:not(:checked)) .found > li.high,
body:has(#show-medium:not(:checked)) .found > li.medium, body:has(#show-low:not(:checked)) .found > li.low { display: none; }
body:has(#show-critical:not(:checked)) mark.critical, body:has(#show-high:not(:checked)) mark.high,
body:has(#show-medium:not(:checked)) mark.medium, body:has(#show-low:not(:checked)) mark.low { background: none; }
@media screen and (min-width: 60rem) { .columns:not(.one) > * { max-height: 92vh; overflow-y: auto; } }
@media (max-width: 60rem) { .columns { grid-template-columns: minmax(0, 1fr); } body { padding: .8rem; } }
@media print { body { max-width: none; font-size: 11px; } .found > li { break-inside: avoid; } fieldset { display: none; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
"""
