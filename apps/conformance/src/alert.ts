// Run by the nightly workflow: node apps/conformance/src/alert.ts <history file>
// Prints what to do with the issue (raise, withdraw or wait) and then, below it, what the issue should say.
import { cases } from './cases/index.ts'
import { readHistory } from './history/file.ts'
import { alertFor, failingSince, type History } from './history/history.ts'

const path = process.argv[2]
if (path === undefined) {
  process.stderr.write('Usage: node apps/conformance/src/alert.ts <history file>\n')
  process.exitCode = 2
} else {
  const history = readHistory(path)
  process.stdout.write(`${alertFor(history)}\n${description(history)}`)
}

function description(history: History): string {
  const last = history.at(-1)
  if (last === undefined) return 'No run yet.\n'
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', `${title}:`, '', ...items.map((item) => `- ${item}`)]
  return [
    `Conformance on ${last.target}, ${last.finishedAt}: ${last.passed} passed, ${last.failed.length} failed, ${last.findings.length} findings.`,
    ...list(
      'Failed',
      last.failed.map((one) => `${failure(one)} (since ${failingSince(history, one)?.finishedAt.slice(0, 10)})`),
    ),
    ...list(
      'Where an answer and its contract differ',
      last.findings.map((key) => `\`${key}\``),
    ),
    '',
    `Repeat it with \`${['pnpm conformance', last.options, `--seed ${last.seed}`].filter((part) => part !== '').join(' ')}\`.`,
    '',
  ].join('\n')
}

/** A case is named and says what it shows; what fails the run without belonging to a case is a sentence, with commands of its own in it. */
function failure(words: string): string {
  const title = cases.find(({ id }) => id === words.split(' ', 1)[0])?.title
  return title === undefined ? words : `\`${words}\`: ${title}`
}
