import type fs from 'node:fs'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ContractProblem } from './problem.ts'
import { differences, replaceFolder } from './write.ts'

vi.mock('node:fs', { spy: true })

let parent = ''
let folder = ''
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'write-'))
  folder = join(parent, 'generated')
})
afterEach(() => rmSync(parent, { recursive: true }))

describe('a generated folder', () => {
  it('that is as it should be has no differences', () => {
    replaceFolder(folder, { 'a.ts': 'one\n', 'b.ts': 'two\n' })
    expect(differences(folder, { 'a.ts': 'one\n', 'b.ts': 'two\n' })).toEqual([])
  })

  it('edited by hand names file and first line', () => {
    replaceFolder(folder, { 'a.ts': 'one\ntwo\nthree\n' })
    writeFileSync(join(folder, 'a.ts'), 'one\n2\n3\n')
    expect(differences(folder, { 'a.ts': 'one\ntwo\nthree\n' })).toEqual([{ file: 'a.ts', what: 'differs', line: 2 }])
  })

  it('cut short names the line where it ends', () => {
    replaceFolder(folder, { 'a.ts': 'one\n' })
    expect(differences(folder, { 'a.ts': 'one\ntwo\n' })).toEqual([{ file: 'a.ts', what: 'differs', line: 2 }])
  })

  it('names what is missing and what does not belong there', () => {
    replaceFolder(folder, { 'old.ts': '' })
    expect(differences(folder, { 'new.ts': '' })).toEqual([
      { file: 'new.ts', what: 'missing' },
      { file: 'old.ts', what: 'extra' },
    ])
  })

  it('that is not there yet misses everything', () => {
    expect(differences(folder, { 'a.ts': '' })).toEqual([{ file: 'a.ts', what: 'missing' }])
  })

  it('is replaced whole, and nothing else is left beside it', () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'old.ts'), '')
    replaceFolder(folder, { 'new.ts': 'new\n' })
    expect(readdirSync(folder)).toEqual(['new.ts'])
    expect(readdirSync(parent)).toEqual(['generated'])
  })

  it('behind a link is replaced where it is', () => {
    mkdirSync(join(parent, 'elsewhere'))
    symlinkSync('elsewhere', folder)
    replaceFolder(folder, { 'a.ts': 'one\n' })
    expect([readlinkSync(folder), ...readdirSync(join(parent, 'elsewhere'))]).toEqual(['elsewhere', 'a.ts'])
  })

  it('that cannot be made is a sentence, not a stack', () => {
    writeFileSync(join(parent, 'file'), '')
    expect(() => replaceFolder(join(parent, 'file/generated'), { 'a.ts': '' })).toThrow(ContractProblem)
  })

  it('returns when the new one cannot take its place', async () => {
    replaceFolder(folder, { 'a.ts': 'one\n' })
    const actual = await vi.importActual<typeof fs>('node:fs')
    vi.mocked(renameSync)
      .mockImplementationOnce(actual.renameSync)
      .mockImplementationOnce(() => {
        throw new Error('EXDEV: cross-device link')
      })
    expect(() => replaceFolder(folder, { 'b.ts': 'two\n' })).toThrow(
      `${folder} cannot be written (EXDEV: cross-device link); it is as it was.`,
    )
    expect(readdirSync(folder)).toEqual(['a.ts'])
    expect(readdirSync(parent)).toEqual(['generated'])
  })

  it('stays as it was when the new one cannot be written', () => {
    replaceFolder(folder, { 'a.ts': 'one\n' })
    expect(() => replaceFolder(folder, { 'b.ts': 'two\n', '../c.ts': '' })).toThrow(
      '../c.ts lies outside of the folder',
    )
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe('one\n')
    expect(readdirSync(parent)).toEqual(['generated'])
  })
})
