import type { OperationRow, OperationTable } from '@truemarkets/core'
import { operations } from './generated/operations.ts'
import { familyPath, type PathFamily } from './path-families.ts'

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

/** A degraded service answers 503 with its health report (CeFi REST, health): an answer, not a failure. */
const getHealth = { ...operations.getHealth, success: [200, 503] }

/** Every operation a client has, with the paths of its family. */
export function operationTable(family: PathFamily): OperationTable {
  const rows: [string, OperationRow][] = Object.values({ ...operations, getHealth }).map((row) => [
    row.id,
    { ...row, path: familyPath(row.id, family) },
  ])
  return { ...Object.fromEntries(rows), computeMarketQuoteV103 }
}
