import { type HmacCredential, hmacKeyFromEnvironment } from '@truemarkets/core'
import { type Finding, findings } from './finding.ts'

const { problem, missing } = findings('credentials')
const SUBJECT = 'TRUEX_*'
const NAMES = ['TRUEX_ORGANIZATION_ID', 'TRUEX_KEY_ID', 'TRUEX_KEY_SECRET'] as const

/** The HMAC credentials, or what keeps them from being tried. */
export type HmacVariables =
  | { readonly credential: HmacCredential; readonly finding: undefined }
  | { readonly credential: undefined; readonly finding: Finding }

/** Looks at the variables of the HMAC key. White space around a value is part of it, and hard to see. */
export function inspectHmacVariables(env: Readonly<Record<string, string | undefined>>): HmacVariables {
  const unset = NAMES.filter((name) => (env[name] ?? '') === '')
  if (unset.length === NAMES.length) {
    return without(missing(SUBJECT, 'not set', `Set ${NAMES.join(', ')} to sign CeFi calls with an HMAC key.`))
  }
  if (unset.length > 0) {
    return without(problem(SUBJECT, `not set: ${unset.join(', ')}; the others are`, 'Set all three, or none.'))
  }
  const padded = NAMES.filter((name) => env[name] !== env[name]?.trim())
  if (padded.length > 0) {
    const detail = `white space at an end of ${padded.join(', ')}; not tried`
    return without(problem(SUBJECT, detail, 'Remove the white space: it is taken as part of the value.'))
  }
  return { credential: hmacKeyFromEnvironment(env), finding: undefined }
}

function without(finding: Finding): HmacVariables {
  return { credential: undefined, finding }
}
