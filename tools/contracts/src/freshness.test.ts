import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { isFresh, remember } from './freshness.ts'
import { generatorVersion } from './manifest.ts'
import { projects } from './projects.ts'

vi.mock('node:fs', { spy: true })
vi.mock('./manifest.ts', () => ({ generatorVersion: vi.fn(() => 'one') }))

const root = mkdtempSync(join(tmpdir(), 'fresh-'))
afterAll(() => rmSync(root, { recursive: true }))
const [project] = projects
if (project === undefined) throw new Error('There is no project to test with.')

const refusing = (code: string): void => {
  vi.mocked(writeFileSync).mockImplementationOnce(() => {
    throw Object.assign(new Error(code), { code })
  })
}

it('a package is fresh once it is remembered, until the generator is another', () => {
  expect(isFresh(project, root)).toBe(false)
  remember(project, root)
  expect(isFresh(project, root)).toBe(true)
  vi.mocked(generatorVersion).mockReturnValueOnce('two')
  expect(isFresh(project, root)).toBe(false)
})

it.each(['EACCES', 'EPERM', 'EROFS'])('a place that refuses to be written (%s) costs the memory alone', (code) => {
  refusing(code)
  expect(() => remember(project, root)).not.toThrow()
})

it('a full disk is told', () => {
  refusing('ENOSPC')
  expect(() => remember(project, root)).toThrow('ENOSPC')
})
