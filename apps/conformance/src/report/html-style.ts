/** The look of the report: system fonts, both colour schemes, readable on paper and on a phone. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #5d6678; --paper: #fbfbf9; --card: #ffffff; --line: #e2e4ea; --good: #17795e; --warn: #9a6700; --bad: #b3261e; --tail: #c9d3e6; --half: #5b7db8 }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --soft: #9aa3b5; --paper: #14171f; --card: #1c212c; --line: #2e3544; --good: #4cc38a; --warn: #e2b203; --bad: #ff8577; --tail: #33415c; --half: #7aa2e3 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 88rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
header { border-left: 6px solid; padding-left: 1rem; margin-bottom: 1.5rem }
header p, .card p, section > p { color: var(--soft); margin: .25rem 0 .5rem }
nav a { margin-right: 1rem }
h1 { font-size: 1.6rem; margin: 0 } h2 { font-size: 1.15rem; margin: 2.25rem 0 .5rem } h3 { font-size: 1rem; margin: 0 } h4 { font-size: .8rem; margin: .75rem 0 0; color: var(--soft); font-weight: 500 }
header.good { border-color: var(--good) } header.warn { border-color: var(--warn) } header.bad { border-color: var(--bad) }
td.good, li.good b { color: var(--good) } td.warn, li.warn b { color: var(--warn); font-weight: 700 } td.bad { color: var(--bad); font-weight: 700 } .none, .soft { color: var(--soft) }
rect.good { fill: var(--good) } rect.warn { fill: var(--warn) } rect.bad { fill: var(--bad) } rect.tail { fill: var(--tail) } rect.half { fill: var(--half) }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 45%), 1fr)); gap: 1rem }
.card { display: block; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--good); border-radius: .5rem; padding: .75rem 1rem; color: inherit; text-decoration: none }
.card.warn { border-top-color: var(--warn) } .card.bad { border-top-color: var(--bad) }
.card h2 { margin: 0 } .card b { font-size: 1.4rem; color: var(--ink) }
meter { width: 100%; height: .6rem } .time meter, .bar meter { width: 5rem }
.wide { overflow-x: auto }
table { border-collapse: collapse; background: var(--card); border: 1px solid var(--line) }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: .85rem; white-space: nowrap }
tbody th { color: var(--ink) }
th, td { padding: .3rem .6rem; border-top: 1px solid var(--line); vertical-align: top; font-variant-numeric: tabular-nums }
.matrix th, .matrix td { padding: .3rem .45rem } .matrix td { white-space: nowrap } .matrix th.group { border-left: 1px solid var(--line); text-transform: uppercase; font-size: .7rem; letter-spacing: .05em } .matrix .none { opacity: .6 } .matrix tbody th { position: sticky; left: 0; z-index: 1; background: var(--card) }
.matrix tbody tr:hover, .cases tbody tr:hover { background: var(--paper) }
.time { white-space: nowrap; color: var(--soft); font-size: .85rem } svg { vertical-align: middle }
.cases, .findings, .plain { width: 100% } .cases td:nth-child(3) { font-size: .9rem } .plain ul { margin: .25rem 0; padding-left: 1.1rem; font-size: .85rem } .plain .bar { white-space: nowrap } .stack td { overflow-wrap: anywhere } .cases td:first-child, .probes td:first-child { width: 2rem }
.rules { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: .25rem 1rem; list-style: none; padding: 0; margin: .5rem 0 1rem }
.rules li { border-left: 3px solid var(--good); padding-left: .5rem; margin: 0 } .rules li.warn { border-color: var(--warn) }
details { margin: .5rem 0 } td details { margin: 0 } summary { cursor: pointer; color: var(--soft) }
.failure { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: .35rem; padding: .75rem 1rem; margin: .75rem 0 } .failure p { margin: 0 }
.problems li { color: var(--bad) } .changes { margin: .25rem 0; padding-left: 1.1rem } code.good { color: var(--good) } code.warn { color: var(--warn) }
a { color: inherit }
code, pre { font: .85em ui-monospace, monospace; color: var(--soft); overflow-wrap: anywhere }
pre { white-space: pre-wrap; margin: .25rem 0 0; padding: .5rem .75rem; background: var(--paper); border-radius: .35rem } pre.why { color: var(--bad) }
@media (max-width: 40rem) { .stack thead { display: none } .stack tr { display: block; border-top: 1px solid var(--line); padding: .3rem 0 } .stack td, .stack tbody th { display: block; border: 0; padding: .1rem .6rem } .probes td:first-child, .probes tbody th, .cases td:first-child { float: left; width: auto; padding-right: .4rem } }
@page { size: landscape; margin: 8mm }
@media print { details:not([open]) > :not(summary) { display: none } :root, body { font-size: 10px } main { max-width: none; padding: 0 } .wide { overflow: visible } h2 { break-after: avoid } }
`
