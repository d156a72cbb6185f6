import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)

describe('the first order of the README', () => {
  let sandbox: ChildProcessWithoutNullStreams
  let address: string
  let code: string

  beforeAll(async () => {
    const readme = await readFile(new URL('README.md', root), 'utf8')
    code = /```ts first-order\n(.*?)```/s.exec(readme)?.[1] ?? ''
    sandbox = spawn(process.execPath, ['apps/sandbox/src/main.ts', '--port', '0'], { cwd: root })
    address = await addressOf(sandbox)
  })
  afterAll(() => sandbox.kill())

  it('is placed on the sandbox and filled, as printed', async () => {
    const environment = JSON.stringify({ auth: `${address}/v1/auth`, gateway: `${address}/v1/gateway` })
    const file = new URL('reports/readme/first-order.ts', root)
    await mkdir(new URL('.', file), { recursive: true })
    await writeFile(file, code.replace("'sandbox'", environment))

    const { stdout } = await promisify(execFile)(process.execPath, [fileURLToPath(file)])

    expect(stdout).toMatch(/^created\n(?:status\n)+bought 0\.\d+ BTC at \d+(?:\.\d+)?\n$/)
  })

  it('takes no more than twelve lines', () => {
    const lines = code.split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThanOrEqual(12)
  })
})

async function addressOf(sandbox: ChildProcessWithoutNullStreams): Promise<string> {
  let said = ''
  sandbox.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  for await (const chunk of sandbox.stdout) {
    said += String(chunk)
    const found = /sandbox at (http:\S+)/.exec(said)?.[1]
    if (found !== undefined) return found
  }
  if (sandbox.exitCode === null) await once(sandbox, 'close')
  throw new Error(`The sandbox ended without an address: ${said}`)
}
