import { readFileSync } from 'node:fs'
import type { SandboxCredentials } from './demo-credentials.ts'
import { textAt } from './server/record.ts'

/** Names of the environment variables that hold credentials other than the sandbox's own. Their values are never repeated. */
export function realCredentialVariables(
  env: Readonly<Record<string, string | undefined>>,
  credentials: SandboxCredentials,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): string[] {
  const secret = env['TRUEX_KEY_SECRET']
  const keyFile = env['TM_KEY_FILE']
  const demoSecrets = [credentials.hmac.secret, credentials.secondHmac.secret]
  const found: string[] = []
  if (secret !== undefined && secret !== '' && !demoSecrets.includes(secret)) found.push('TRUEX_KEY_SECRET')
  if (keyFile !== undefined && keyFile !== '' && !isDemoKeyFile(keyFile, credentials, readFile))
    found.push('TM_KEY_FILE')
  return found
}

function isDemoKeyFile(path: string, credentials: SandboxCredentials, readFile: (path: string) => string): boolean {
  const demoIds = [credentials.personal, credentials.notOnboarded, credentials.organization].map(
    ({ keyFile }) => keyFile.key_id,
  )
  try {
    const keyId = textAt(JSON.parse(readFile(path)), 'key_id')
    return keyId !== undefined && demoIds.includes(keyId)
  } catch {
    // A file that cannot be read is not known to be ours, and that is all that matters here.
    return false
  }
}
