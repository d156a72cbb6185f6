import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Json } from '../json.ts'
import { isObject } from '../json.ts'
import { readSocketContract } from './asyncapi.ts'
import type { Contracts } from './contracts.ts'
import { type Alias, readHttpContract } from './openapi.ts'

/** The contracts as the packages publish them, overlay applied: what a user of the packages is promised. */
export function loadContracts(): Contracts {
  return {
    http: {
      auth: readHttpContract('auth', readContract('auth')),
      gateway: readHttpContract('gateway', readContract('gateway')),
      'cefi-rest': readHttpContract('cefi-rest', readContract('cefi-rest'), legacyPaths()),
    },
    socket: readSocketContract(readContract('cefi-ws')),
  }
}

function readContract(api: string): Json {
  const path = new URL(import.meta.resolve(`@truemarkets/${api}/contract`))
  return JSON.parse(readFileSync(path, 'utf8')) as Json
}

/** The singular paths of the older family; the plural ones are the current paths under another prefix. */
function legacyPaths(): Alias[] {
  const file = join(import.meta.dirname, '../../../../specs/cefi-rest/paths.yaml')
  const { operations } = parse(readFileSync(file, 'utf8')) as { operations: Json }
  if (!isObject(operations)) throw new Error(`${file} lists no operations`)
  return Object.entries(operations).flatMap(([operation, families]) => {
    const singular = isObject(families) ? families['legacySingular'] : undefined
    const path = isObject(singular) ? singular['path'] : undefined
    return typeof path === 'string' ? [{ operation, path }] : []
  })
}
