import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareFolder, UnwritableError, writeWhole } from '../src/report/write-whole.ts'

/** Where /proc and /dev/full are. */
const hasDevices = process.platform === 'linux'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-whole-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('a file that is written whole', () => {
  it('takes the place of what was there', () => {
    const file = join(folder, 'report.json')
    writeWhole(file, 'first')
    writeWhole(file, 'second')
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['second', ['report.json']])
  })

  it.runIf(hasDevices)('leaves what was there where there is no room for it, and nothing beside', () => {
    const file = join(folder, 'report.json')
    writeFileSync(file, 'first')
    // A device that is always full, in the place of the file that is written first.
    symlinkSync('/dev/full', `${file}.${process.pid}.new`)
    expect(() => writeWhole(file, 'second')).toThrow(/report\.json cannot be written: ENOSPC/)
    expect(() => writeWhole(join(file, 'below'), 'second')).toThrow(UnwritableError)
    expect([readFileSync(file, 'utf8'), readdirSync(folder)]).toEqual(['first', ['report.json']])
  })
})

describe('a folder for reports', () => {
  it('is made with all that is above it, and left empty', () => {
    prepareFolder(join(folder, 'a', 'b'))
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual([])
  })

  it.each([join(import.meta.filename, 'reports'), ...(hasDevices ? ['/proc/self/reports'] : [])])(
    'is refused by its name where it cannot be made: %s',
    (place) => {
      expect(() => prepareFolder(place)).toThrow(`${place} cannot be written`)
    },
  )
})
