// After `changeset version`: the version that core tells services follows its package.json.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stamped } from './stamped.ts'

const core = join(import.meta.dirname, '../../packages/core')
const { version } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8')) as { version: string }
const file = join(core, 'src/version.ts')
writeFileSync(file, stamped(readFileSync(file, 'utf8'), version))
