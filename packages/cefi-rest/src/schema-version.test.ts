import { expect, it } from 'vitest'
import contract from './generated/contract.json' with { type: 'json' }
import { CURRENT_VERSION, SCHEMA_VERSIONS, VERSION_SUNSETS } from './schema-version.ts'

it('knows the versions of the contract, the one that is usual, and the announced ends', () => {
  const { enum: versions, default: current, 'x-sunset': sunsets } = contract.components.schemas.SchemaVersion
  expect([SCHEMA_VERSIONS, CURRENT_VERSION, VERSION_SUNSETS]).toEqual([versions, current, sunsets])
})
