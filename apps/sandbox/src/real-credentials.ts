import { readFileSync } from 'node:fs'
import type { SandboxCredentials } from './demo-credentials.ts'
import { textAt } from './server/record.ts'

/** Names of the environment variables that hold credentials other than the sandbox's own. Their values are never repeated. */
export function realCredentialVariables(
  env: Readonly<Record<string, string | undefined>>,
  credentials: SandboxCredentials,
  readFile: (path: string) => string = (path) => readFileSync(path, 'utf8'),
): string[] {
  const { hmac, secondHmac, personal, notOnboarded, organization } = credentials
  const isDemoSecret = (secret: string) => [hmac.secret, secondHmac.secret].includes(secret)
  const isDemoKeyFile = (text: string) => {
    const demoIds = [personal, notOnboarded, organization].map(({ keyFile }) => keyFile.key_id)
    return demoIds.includes(textAt(JSON.parse(text), 'key_id') ?? '')
  }
  /** A file that cannot be read is not known to be ours, and that is all that matters here. */
  const isFileOf = (isDemo: (text: string) => boolean) => (path: string) => {
    try {
      return isDemo(readFile(path))
    } catch {
      return false
    }
  }
  const variables: Readonly<Record<string, (value: string) => boolean>> = {
    TRUEX_KEY_SECRET: isDemoSecret,
    TRUEX_KEY_SECRET_FILE: isFileOf((text) => isDemoSecret(text.trim())),
    TM_KEY_FILE: isFileOf(isDemoKeyFile),
    TM_ORGANIZATION_KEY_FILE: isFileOf(isDemoKeyFile),
  }
  return Object.entries(variables).flatMap(([name, isDemo]) => {
    const value = env[name] ?? ''
    return value === '' || isDemo(value) ? [] : [name]
  })
}
