/** The look of the report: system fonts, both colour schemes, readable on paper. */
export const stylesheet = `
:root { color-scheme: light dark; --ink: #1c2230; --soft: #5d6678; --paper: #fbfbf9; --card: #ffffff; --line: #e2e4ea; --good: #17795e; --warn: #9a6700; --bad: #b3261e }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --soft: #9aa3b5; --paper: #14171f; --card: #1c212c; --line: #2e3544; --good: #4cc38a; --warn: #e2b203; --bad: #ff8577 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.25rem 4rem }
header { border-left: 6px solid; padding-left: 1rem; margin-bottom: 1.5rem }
header p, .card p { color: var(--soft); margin: .25rem 0 }
h1 { font-size: 1.6rem; margin: 0; color: var(--ink) }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; color: var(--ink) }
.good { border-color: var(--good) } .warn { border-color: var(--warn) } .bad { border-color: var(--bad) }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem }
.card { display: block; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--good); border-radius: .5rem; padding: .75rem 1rem; color: inherit; text-decoration: none }
.card.warn { border-top-color: var(--warn) } .card.bad { border-top-color: var(--bad) }
.card h2 { margin: 0 } .card b { font-size: 1.4rem; color: var(--ink) }
meter { width: 100%; height: .6rem } .cases meter { width: 5rem }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); border-radius: .5rem }
th { text-align: left; white-space: nowrap; color: var(--soft); font-weight: 500; font-size: .85rem }
th, td { padding: .45rem .6rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere }
.cases td:first-child { width: 2rem; font-weight: 700; color: var(--good) } tr.bad td:first-child { color: var(--bad) } tr.warn td:first-child { color: var(--warn) }
.cases td:last-child { white-space: nowrap; color: var(--soft); font-variant-numeric: tabular-nums }
.cases b { font-weight: 500 }
details { margin: .5rem 0 1rem } summary { cursor: pointer; color: var(--soft); margin-bottom: .35rem }
.matrix { width: auto; min-width: 28rem; font-variant-numeric: tabular-nums }
.matrix td { padding: .2rem .6rem; border-color: var(--line) } .matrix td.good { color: var(--good) } .matrix td.bad { color: var(--bad); font-weight: 700 } .matrix td.none { color: var(--soft) }
.cases { table-layout: auto } .cases td:nth-child(3), .cases td:nth-child(4) { min-width: 12.5rem; font-size: .9rem }
.findings td:nth-child(-n+3) { white-space: nowrap } .findings td:last-child { color: var(--soft); font-size: .9rem }
li { margin: .35rem 0 } a { color: inherit }
code, pre { font: .85em ui-monospace, monospace; color: var(--soft) }
pre { white-space: pre-wrap; margin: .5rem 0 0; padding: .5rem .75rem; background: var(--paper); border-radius: .35rem; color: var(--bad) }
pre.replay { color: var(--soft) }
`
