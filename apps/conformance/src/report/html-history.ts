import { exitCode } from '../exit-code.ts'
import { changeSince, type Entry, type History } from '../history/history.ts'
import { count, targetNames } from './figures.ts'
import { escapeHtml as text } from './html-escape.ts'

const shown = 60
const [barWidth, height] = [9, 40]

/** The last runs as bars, and what is new and what is fixed since the one before. Empty where no history is kept. */
export function historySection(history: History): string {
  const last = history.at(-1)
  if (last === undefined) return ''
  const runs = history.filter(({ target }) => target === last.target).slice(-shown)
  const most = Math.max(...runs.map(sizeOf), 1)
  const bars = runs.map((run, at) => {
    const tall = Math.max(2, Math.round((height * sizeOf(run)) / most))
    const title = `${run.finishedAt.slice(0, 16).replace('T', ' ')}: ${run.passed} passed, ${run.failed.length} failed, ${run.findings.length} findings`
    return `<rect class="${stateOf(run)}" x="${at * (barWidth + 2)}" y="${height - tall}" width="${barWidth}" height="${tall}"><title>${text(title)}</title></rect>`
  })
  const change = changeSince(history.slice(0, -1), last)
  const list = (title: string, ids: readonly string[]) =>
    ids.length === 0
      ? ''
      : `<p>${title}:</p><ul class="changes">${ids.map((id) => `<li><code>${text(id)}</code></li>`).join('')}</ul>`
  return `<section id="history"><h2>${count(runs.length, 'run')} on ${targetNames[last.target]}</h2>
<svg width="${runs.length * (barWidth + 2)}" height="${height}" role="img" aria-label="runs, oldest first">${bars.join('')}</svg>
${change === null ? '' : `${list('New since the last', change.appeared)}${list('Fixed since the last', change.gone)}`}</section>`
}

const sizeOf = ({ passed, failed }: Entry) => passed + failed.length

const stateOf = ({ exitCode: code }: Entry) =>
  code === exitCode.passed ? 'good' : code === exitCode.drift ? 'warn' : 'bad'
