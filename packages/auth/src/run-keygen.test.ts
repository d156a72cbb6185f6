import { Secret } from '@truemarkets/core'
import { expect, test } from 'vitest'
import { runKeygen } from './run-keygen.ts'

const pair = { publicKey: '02aa', privateKey: new Secret('{"d":"planted"}') }

function tools(failure?: Error) {
  const files = new Map<string, string>()
  return {
    files,
    generateKey: () => Promise.resolve(pair),
    write: (path: string, text: string) => {
      if (failure !== undefined) return Promise.reject(failure)
      files.set(path, text)
      return Promise.resolve()
    },
  }
}

test('prints the public half and stores the private half', async () => {
  const at = tools()
  const { exitCode, text } = await runKeygen(['key.json'], at)
  expect(exitCode).toBe(0)
  expect(text).toContain('02aa')
  expect(text).not.toContain('planted')
  expect(JSON.parse(at.files.get('key.json') ?? '')).toEqual({ key_id: '', private_key: { d: 'planted' } })
})

test('explains itself when it is asked', async () => {
  const at = tools()
  const { exitCode, text } = await runKeygen(['--help'], at)
  expect(exitCode).toBe(0)
  expect(text).toContain('Usage: truemarkets-keygen <file>')
  expect(at.files.size).toBe(0)
})

test.each([[[]], [['--nope']], [['a.json', 'b.json']]])('refuses %j', async (args) => {
  const at = tools()
  expect((await runKeygen(args, at)).exitCode).toBe(2)
  expect(at.files.size).toBe(0)
})

test('says that a file is not overwritten, and shows no key', async () => {
  const { exitCode, text } = await runKeygen(
    ['key.json'],
    tools(Object.assign(new Error('EEXIST'), { code: 'EEXIST' })),
  )
  expect(exitCode).toBe(1)
  expect(text).toBe('Could not write key.json: it exists already. No key was kept.')
})
