import type { OperationRow, OperationTable } from '@truemarkets/core'
import { operations } from './generated/operations.ts'
import { type PathFamily, withFamilyPaths } from './path-families.ts'

/** The quote contract of edition 1.0.3, which only the singular path ever had. */
const computeMarketQuoteV103: OperationRow = {
  id: 'computeMarketQuoteV103',
  method: 'POST',
  path: '/market/quote',
  auth: 'none',
  authOptional: false,
  retry: 'safe',
  page: 'none',
  unwrap: true,
  success: [200],
  deprecated: true,
}

/** Every operation a client has, with the paths of its family. */
export function operationTable(family: PathFamily): OperationTable {
  return { ...withFamilyPaths<OperationRow>(operations, family), computeMarketQuoteV103 }
}
