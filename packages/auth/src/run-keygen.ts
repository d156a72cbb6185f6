import type { GeneratedKey } from './generate-key.ts'

/** What the command touches. */
export interface KeygenTools {
  generateKey(): Promise<GeneratedKey>
  /** Writes a new file; rejects when it exists. */
  write(path: string, text: string): Promise<void>
}

/** What the command prints and how it exits. */
export interface KeygenOutcome {
  readonly exitCode: 0 | 1 | 2
  readonly text: string
}

const USAGE =
  'Usage: truemarkets-keygen <file>\nWrites a new private key to <file>, a key file without its key_id, and prints the public half.'

/** Makes a key, stores the private half in a new key file, whose id is still empty, and gives the public half to print. */
export async function runKeygen(args: readonly string[], tools: KeygenTools): Promise<KeygenOutcome> {
  const [path, ...rest] = args
  if (path === '--help' || path === '-h') return { exitCode: 0, text: USAGE }
  if (path === undefined || path.startsWith('-') || rest.length > 0) return { exitCode: 2, text: USAGE }
  const { publicKey, privateKey } = await tools.generateKey()
  try {
    await tools.write(path, `{\n  "key_id": "",\n  "private_key": ${privateKey.reveal()}\n}\n`)
  } catch (error) {
    return { exitCode: 1, text: `Could not write ${path}: ${reason(error)}. No key was kept.` }
  }
  return {
    exitCode: 0,
    text: `Public key (register this): ${publicKey}\nPrivate key: in ${path}. Keep it secret, and write the key id that you receive into it, as key_id.`,
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown reason'
  return 'code' in error && error.code === 'EEXIST' ? 'it exists already' : error.message
}
