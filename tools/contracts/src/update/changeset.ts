import type { Change, ChangeKind } from '../diff/change.ts'
import type { SurfaceChange } from './surface.ts'

/** Level of a release. */
export type Level = 'major' | 'minor' | 'patch'

/** What happened to one package. */
export type PackageChange = {
  /** Name on the registry. */
  readonly name: string
  /** Version before the change. */
  readonly version: string
  readonly changes: readonly Change[]
  readonly surface: SurfaceChange
}

/**
 * The level a change asks for. What breaks or vanishes asks for a major release, or a minor one while the version is below 1,
 * where every minor may break; what comes or is risky asks for a minor one.
 */
export function levelOf({ version, changes, surface }: PackageChange): Level {
  const breaks = surface.removed.length > 0 || changes.some(({ severity }) => severity === 'breaking')
  if (breaks) return version.startsWith('0.') ? 'minor' : 'major'
  const grows =
    surface.added.length > 0 || changes.some(({ severity, kind }) => severity === 'risky' || kind === 'added')
  return grows ? 'minor' : 'patch'
}

/** A changeset that a person would have written: what came, what changed and what went, by method and path or by channel. */
export function changesetOf(packages: readonly PackageChange[]): string {
  const head = packages.map((one) => `'${one.name}': ${levelOf(one)}\n`).join('')
  return `---\n${head}---\n\n${packages.map(section).join('\n')}`
}

const HEADINGS: readonly [ChangeKind, string, (surface: SurfaceChange) => readonly string[]][] = [
  ['added', 'Added', ({ added }) => added],
  ['changed', 'Changed', ({ changed }) => changed],
  ['removed', 'Removed', ({ removed }) => removed],
]

/** Rules that matter to whoever reads the contract, and not to whoever reads a changelog. */
const QUIET = /(?:^|\/)(?:described-anew|example-changed|[a-z-]+-described-anew|operation-tags-changed)$/

function section({ name, changes, surface }: PackageChange): string {
  const parts = HEADINGS.flatMap(([kind, title, pick]) => {
    const lines = [...new Set(changes.filter((change) => change.kind === kind && !QUIET.test(change.rule)).map(line))]
    const types = pick(surface).map((one) => `\`${one}\``)
    const surfaced =
      types.length === 0
        ? []
        : [`- Types: ${types.slice(0, 20).join(', ')}${types.length > 20 ? ` and ${types.length - 20} more` : ''}.`]
    return lines.length + surfaced.length === 0 ? [] : [`### ${title}\n\n${[...lines, ...surfaced].join('\n')}\n`]
  })
  return `${name}: the contract changed.\n\n${parts.join('\n')}`
}

function line({ at, message, severity }: Change): string {
  const said = message.startsWith(at) ? message : `${at} ${message}`
  return `- ${said.replace(/ \((?:sent|received)\)$/, '')}${severity === 'breaking' ? ' (breaking)' : ''}.`
}
