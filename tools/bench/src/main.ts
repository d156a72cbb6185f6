// Measures everything side by side in this run and says how far each number is from its target.
// It never fails: a slow machine is not a defect, and a target that is missed is printed as missed. The one exception is
// `pnpm bench soak --minutes 10`, which runs only when it is asked for: a leak is a defect on any machine.
import { mkdir, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Figure, reaches, type Suite } from './figure.ts'
import { book } from './suites/book.ts'
import { bundles } from './suites/bundles.ts'
import { generation } from './suites/generation.ts'
import { importTime } from './suites/import-time.ts'
import { latency } from './suites/latency.ts'
import { sandbox } from './suites/sandbox.ts'
import { signedCall } from './suites/signed-call.ts'
import { signing } from './suites/signing.ts'
import { soak } from './suites/soak.ts'
import { stream } from './suites/stream.ts'
import { tracing } from './suites/tracing.ts'
import { validation } from './suites/validators.ts'
import { row } from './table.ts'

const suites: readonly Suite[] = [
  signing,
  signedCall,
  tracing,
  book,
  stream,
  latency,
  validation,
  bundles,
  importTime,
  generation,
  sandbox,
]

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { minutes: { type: 'string', default: '10' } },
})
const minutes = Number(values.minutes)
if (!(minutes > 0)) {
  console.error('--minutes must be a number above 0.')
  process.exit(2)
}
const byName = new Map([...suites, soak(minutes)].map((suite) => [suite.name, suite]))
const unknown = positionals.filter((name) => !byName.has(name))
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(' or ')}. There are: ${[...byName.keys()].join(', ')}.`)
  process.exit(2)
}
const chosen = positionals.length === 0 ? suites : positionals.flatMap((name) => byName.get(name) ?? [])

const report: (Figure & { suite: string; reached: boolean | undefined })[] = []
for (const suite of chosen) {
  const { name } = suite
  console.log(`\n${name}`)
  for await (const figure of suite.figures()) {
    console.log(row(figure))
    report.push({ suite: name, ...figure, reached: reaches(figure) })
  }
}
const missed = report.filter(({ reached }) => reached === false)
console.log(`\n${report.length} figures, ${missed.length} short of their target · Node.js ${process.versions.node}`)

await mkdir('reports', { recursive: true })
await writeFile('reports/bench.json', `${JSON.stringify({ node: process.versions.node, figures: report }, null, 2)}\n`)
if (missed.some(({ suite }) => suite === 'soak')) process.exitCode = 1
