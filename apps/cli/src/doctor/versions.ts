import { type Finding, findings } from './finding.ts'

const { good, notice, problem } = findings('versions')

/** The version that the clients send unless another is pinned (CeFi REST, `X-Truex-Version`). */
const OURS = 'v2026_01_23'

/**
 * Judges the list of schema versions.
 *
 * @param body The body as it came. Its form is an open question (R5); the names in it are not.
 */
export function judgeSchemaVersions(subject: string, body: unknown): Finding {
  const listed = [...new Set(JSON.stringify(body ?? null).match(/v\d{4}_\d{2}_\d{2}/g) ?? [])].toSorted()
  if (listed.length === 0) {
    return notice(subject, 'the list names no schema version', `Calls go out with ${OURS}; watch their answers.`)
  }
  if (!listed.includes(OURS)) {
    return problem(subject, `offers ${listed.join(', ')}, and not ${OURS}`, 'Update the clients.')
  }
  const newer = listed.filter((version) => version > OURS)
  if (newer.length > 0) {
    return notice(subject, `offers ${newer.join(', ')}; the clients send ${OURS}`, 'Look for newer clients.')
  }
  return good(subject, `offers ${listed.join(', ')}; the clients send ${OURS}, the newest`)
}

/** Judges the version that the WebSocket greets with, by the one of the contract. Both are texts such as `1.0.3`. */
export function judgeGreeting(subject: string, greeted: string | undefined, contract: string): Finding {
  if (greeted === undefined) {
    return notice(subject, `greets without a version; the contract is ${contract}`, 'Nothing can be compared.')
  }
  if (numbers(greeted) === numbers(contract)) return good(subject, `greets as ${greeted}, like the contract`)
  return notice(
    subject,
    `greets as ${greeted}; the contract is ${contract}`,
    'Run `pnpm contracts pull --api cefi-ws`, then `pnpm contracts diff`, to see whether a newer contract is published.',
  )
}

function numbers(version: string): string {
  return version.replace(/^v/, '')
}
