import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { formatFolder } from './format.ts'

const root = join(import.meta.dirname, '../../..')

it('formats a folder that lies below the one the program was started in', async () => {
  mkdirSync(join(process.cwd(), 'reports'), { recursive: true })
  const folder = mkdtempSync(join(process.cwd(), 'reports/format-'))
  try {
    writeFileSync(join(folder, 'a.ts'), 'export const a = "b";')
    await formatFolder(folder, root)
    expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe("export const a = 'b'\n")
  } finally {
    rmSync(folder, { recursive: true })
  }
})
