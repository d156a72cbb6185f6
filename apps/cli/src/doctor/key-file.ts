import { apiKey, Secret, TrueMarketsError } from '@truemarkets/core'
import type { FileText, Io } from '../io.ts'
import { type Finding, findings } from './finding.ts'

const { good, notice, problem, missing } = findings('credentials')
const SUBJECT = 'TM_KEY_FILE'

/** Looks at the ES256 key file without using the key: getting a token would not be a read. */
export function inspectKeyFile({ env, readFile }: Pick<Io, 'env' | 'readFile'>): Finding {
  const path = env[SUBJECT] ?? ''
  if (path === '') {
    return missing(SUBJECT, 'not set', 'Set it to the path of the key file to use Auth and Gateway.')
  }
  let file: FileText
  try {
    file = readFile(path)
  } catch (cause) {
    return problem(SUBJECT, cause instanceof Error ? cause.message : String(cause), 'Correct the path in TM_KEY_FILE.')
  }
  try {
    const { keyId, publicKey } = apiKey(new Secret(file.text))
    const detail = `a P-256 key, key id ${keyId}, public key ${publicKey.slice(0, 10)}…`
    if (file.mode !== undefined && (file.mode & 0o077) !== 0) {
      return notice(SUBJECT, `${detail}; others on this machine may read the file`, 'Run chmod 600 on it.')
    }
    return good(SUBJECT, `${detail}; not tried, since getting a token is not a read`)
  } catch (cause) {
    if (!(cause instanceof TrueMarketsError)) throw cause
    return problem(SUBJECT, cause.message, cause.nextStep)
  }
}
