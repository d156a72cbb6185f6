import type { Change } from '../diff/change.ts'
import { HEADINGS } from '../diff/render.ts'
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

/**
 * A changeset that a person would have written: what came, what changed and what went, by method and path or by channel.
 * Nothing where no user of a package notices anything.
 */
export function changesetOf(packages: readonly PackageChange[]): string | undefined {
  const noticed = packages.filter(({ changes, surface }) => changes.length + namesIn(surface).length > 0)
  if (noticed.length === 0) return undefined
  const head = noticed.map((one) => `'${one.name}': ${levelOf(one)}\n`).join('')
  return `---\n${head}---\n\n${noticed.map(section).join('\n')}`
}

function namesIn({ added, changed, removed }: SurfaceChange): readonly string[] {
  return [...added, ...changed, ...removed]
}

/** Rules that matter to whoever reads the contract, and not to whoever reads a changelog; of a new name `sdk-name-changed` tells. */
const QUIET =
  /(?:^|\/)(?:described-anew|example-changed|[a-z-]+-described-anew|operation-tags-changed|operation-id-changed)$/

function section({ name, changes, surface }: PackageChange): string {
  const parts = HEADINGS.flatMap(([kind, title]) => {
    const told = [...linesOf(changes.filter((change) => change.kind === kind)), ...typesLine(surface[kind])]
    return told.length === 0 ? [] : [`### ${title}\n\n${told.join('\n')}\n`]
  })
  return parts.length === 0
    ? `${name}: descriptions and examples follow the contract.\n`
    : `${name}: the contract changed.\n\n${parts.join('\n')}`
}

// What breaks one way, sent or received, and not the other is told once, as breaking.
function linesOf(changes: readonly Change[]): string[] {
  const breaking = new Map<string, boolean>()
  for (const { rule, at, message, severity } of changes) {
    if (QUIET.test(rule)) continue
    const said = (message.startsWith(at) ? message : `${at} ${message}`).replace(/ \((?:sent|received)\)$/, '')
    breaking.set(said, severity === 'breaking' || breaking.get(said) === true)
  }
  return [...breaking].map(([said, breaks]) => `- ${said}${breaks ? ' (breaking)' : ''}.`)
}

function typesLine(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const more = names.length > 20 ? ` and ${names.length - 20} more` : ''
  const shown = names.slice(0, 20).map((one) => `\`${one}\``)
  return [`- Types: ${shown.join(', ')}${more}.`]
}
