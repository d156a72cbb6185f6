import type { Change, ChangeKind } from './change.ts'

/** The forms in which changes can be printed. */
export type Format = 'text' | 'markdown' | 'json'

/** Changes of one API. */
export type ApiChanges = { readonly api: string; readonly changes: readonly Change[] }

/** Changes as a person or a program reads them. */
export function render(found: readonly ApiChanges[], format: Format): string {
  if (format === 'json') return `${JSON.stringify(found, undefined, 2)}\n`
  return format === 'markdown' ? markdown(found) : text(found)
}

function text(found: readonly ApiChanges[]): string {
  const lines = found.flatMap(({ api, changes }) =>
    changes.map((change) => `${change.severity.padEnd(10)}  ${api}  ${sentence(change)}  [${change.rule}]`),
  )
  return lines.length === 0 ? 'Nothing changed.\n' : `${lines.join('\n')}\n${counted(found)}\n`
}

function sentence({ at, message }: Change): string {
  return message.startsWith(at) ? message : `${at} ${message}`
}

function counted(found: readonly ApiChanges[]): string {
  const all = found.flatMap(({ changes }) => changes)
  return (['breaking', 'risky', 'compatible'] as const)
    .map((severity) => `${all.filter((change) => change.severity === severity).length} ${severity}`)
    .join(', ')
}

/** Under what people read of each kind of change, in the order of a changelog. */
export const HEADINGS: readonly (readonly [ChangeKind, string])[] = [
  ['added', 'Added'],
  ['changed', 'Changed'],
  ['removed', 'Removed'],
]

function markdown(found: readonly ApiChanges[]): string {
  const sections = found
    .filter(({ changes }) => changes.length > 0)
    .map(({ api, changes }) => `## ${api}\n\n${headed(changes)}`)
  return sections.length === 0 ? 'Nothing changed.\n' : `${sections.join('\n')}\n${counted(found)}\n`
}

function headed(changes: readonly Change[]): string {
  return HEADINGS.flatMap(([kind, title]) => {
    const own = changes.filter((change) => change.kind === kind)
    return own.length === 0
      ? []
      : [
          `### ${title}\n\n${own.map((change) => `- ${sentence(change)} (${change.severity}, \`${change.rule}\`)`).join('\n')}\n`,
        ]
  }).join('\n')
}
