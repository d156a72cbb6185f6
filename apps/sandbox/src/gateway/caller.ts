import type { SandboxContext } from '../context.ts'
import { ApiError } from '../server/api-error.ts'
import type { ContractOperation } from '../server/contracts.ts'
import type { Account } from './account.ts'

const PUBLIC_OPERATIONS = ['computeQuote', 'listAssets']

/**
 * The account that a request is for: the person of the token, or the user that an organization names in
 * `TM-On-Behalf-Of`. The two public operations take no token, or a good one (G1).
 */
export async function callerOf(
  { answers, rules: { gateway: rules }, tokens }: SandboxContext,
  accounts: readonly Account[],
  operation: ContractOperation,
  headers: Headers,
): Promise<Account | undefined> {
  const authorization = headers.get('authorization')
  const tokenRequired = !PUBLIC_OPERATIONS.includes(operation.id) || answers.get('G1', 'optional') === 'required'
  if (!tokenRequired && authorization === null) return undefined
  const token = /^Bearer ([^\s]+)$/i.exec(authorization ?? '')?.[1]
  const subject = token === undefined ? undefined : await tokens.verify(token)
  if (subject === undefined) {
    const nobody = rules.withoutToken(accounts)
    if (nobody === undefined) throw unauthenticated(operation, tokenRequired)
    return nobody
  }
  const onBehalfOf = headers.get('tm-on-behalf-of')
  const { organizationId } = subject
  const own = accounts.find(({ userId }) => userId === subject.userId)
  if (organizationId === undefined) {
    if (onBehalfOf !== null && answers.get('G19', 'ignored') === 'forbidden') {
      throw refuse(operation, 'forbidden', 'TM-On-Behalf-Of is for organization tokens')
    }
    return own
  }
  if (PUBLIC_OPERATIONS.includes(operation.id)) return undefined
  // G24: what an organization may do that acts for nobody.
  const world = answers.get('G24', 'forbidden')
  if (onBehalfOf === null) {
    if (world === 'own-account') return own
    throw refuse(operation, world, 'an organization token needs TM-On-Behalf-Of')
  }
  const account = accounts.find((each) => rules.isUserOf(each, onBehalfOf, organizationId))
  if (account === undefined) throw refuse(operation, world, 'the user of TM-On-Behalf-Of is not of this organization')
  return account
}

/** Where a token is optional the contract has no 401: a bad one is a bad request there. */
function unauthenticated(operation: ContractOperation, tokenRequired: boolean): ApiError {
  const status = tokenRequired || operation.documents(401) ? 401 : 400
  return new ApiError(status, 'missing or invalid access token')
}

/** 403 where the contract of the operation has it, 401 where it does not, and in the world where it is a 401 everywhere. */
function refuse(operation: ContractOperation, world: string, message: string): ApiError {
  return new ApiError(operation.documents(403) && world !== 'unauthenticated' ? 403 : 401, message)
}
