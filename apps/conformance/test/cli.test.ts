import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createCefiWsClient } from '@truemarkets/cefi-ws'
import { startSandbox } from '@truemarkets/sandbox'
import { describe, expect, it } from 'vitest'
import { judgeSkew } from '../src/cli/check.ts'
import { doctor } from '../src/cli/doctor.ts'
import { explainSignature, type Scheme } from '../src/cli/sign.ts'
import { tail } from '../src/cli/tail.ts'

type Vector = {
  id: string
  secret: string
  key: string | null
  method: string | null
  path: string
  timestamp: string
  body: string | null
  signatureBase64: string
}

function vectors(file: string): Vector[] {
  const text = readFileSync(join(import.meta.dirname, '../../../specs/vectors', file), 'utf8')
  return JSON.parse(text) as Vector[]
}

describe('sign', () => {
  const files: [string, Scheme][] = [
    ['cefi-rest.json', 'cefi-rest'],
    ['cefi-rest-legacy.json', 'cefi-rest-legacy'],
    ['cefi-ws.json', 'cefi-ws'],
  ]
  for (const [file, scheme] of files) {
    for (const vector of vectors(file)) {
      it(`ends with the signature of ${vector.id} and shows its secret nowhere`, () => {
        const { method, path, body, timestamp, key, secret } = vector
        const steps = explainSignature({
          scheme,
          method: method ?? '',
          path,
          body: body ?? '',
          timestamp,
          keyId: key ?? '',
          secret,
          key: null,
        })
        expect(steps.at(-1)?.value).toBe(vector.signatureBase64)
        expect(JSON.stringify(steps)).not.toContain(secret)
      })
    }
  }
})

describe('the doctor', () => {
  for (const [ms, state] of [
    [0, 'good'],
    [-1_400, 'good'],
    [4_000, 'doubtful'],
    [-14_000, 'bad'],
  ] as const) {
    it(`finds a clock off by ${ms} ms ${state}`, () => {
      expect(judgeSkew(ms).state).toBe(state)
    })
  }

  it('finds nothing wrong with the sandbox and a good key', async () => {
    const sandbox = await startSandbox()
    try {
      const { organizationId, keyId, secret } = sandbox.credentials.hmac
      const variables = { TRUEX_ORGANIZATION_ID: organizationId, TRUEX_KEY_ID: keyId, TRUEX_KEY_SECRET: secret }
      const checks = await doctor(sandbox.urls, variables)
      expect(checks.filter(({ state }) => state !== 'good').map(({ name }) => name)).toEqual(['API key'])
      expect(checks.find(({ name }) => name === 'HMAC key')?.detail).toBe('acts for 1 client')
    } finally {
      await sandbox.close()
    }
  })

  it('says what to do about a key that is refused, without its secret', async () => {
    const sandbox = await startSandbox()
    try {
      const { organizationId, keyId } = sandbox.credentials.hmac
      const variables = {
        TRUEX_ORGANIZATION_ID: organizationId,
        TRUEX_KEY_ID: keyId,
        TRUEX_KEY_SECRET: 'planted-secret',
      }
      const check = (await doctor(sandbox.urls, variables)).find(({ name }) => name === 'HMAC key')
      expect(check).toMatchObject({ state: 'bad', next: expect.stringMatching(/\S/) as string })
      expect(JSON.stringify(check)).not.toContain('planted-secret')
    } finally {
      await sandbox.close()
    }
  })
})

describe('tail', () => {
  it('prints a book with its state and stops at the limit', async () => {
    const sandbox = await startSandbox()
    const client = createCefiWsClient({ environment: sandbox.urls })
    try {
      const lines: string[] = []
      await tail({
        client,
        feed: 'book',
        items: ['BTC-PYUSD'],
        limit: 1,
        json: false,
        write: (line) => lines.push(line),
      })
      expect(lines).toHaveLength(1)
      expect(lines[0]).toMatch(/^BTC-PYUSD {2}(syncing|live)/)
    } finally {
      await client.close()
      await sandbox.close()
    }
  })

  it('ends when its client is closed', async () => {
    const sandbox = await startSandbox()
    const client = createCefiWsClient({ environment: sandbox.urls })
    try {
      const tailing = tail({
        client,
        feed: 'book',
        items: ['BTC-PYUSD'],
        limit: null,
        json: true,
        write: () => void client.close(),
      })
      await expect(tailing).resolves.toBeUndefined()
    } finally {
      await sandbox.close()
    }
  })
})
