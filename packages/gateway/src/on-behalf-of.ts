import { ConfigurationError, type Middleware, type OperationParams, type OperationRow } from '@truemarkets/core'
import { operations } from './generated/operations.ts'

/** Header that names the user an organization token acts for. */
const HEADER = 'TM-On-Behalf-Of'

/**
 * @throws {ConfigurationError} `option_invalid` when it is not a UUID, which is what the Account API hands out.
 */
export function checkUserId(userId: string): string {
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(userId)) return userId
  throw new ConfigurationError(
    'option_invalid',
    'onBehalfOf is not a user id.',
    'Pass the user_id that the Account API gave for the user, a UUID.',
  )
}

/** The user whom a call names in its header; undefined for the owner of the token. */
export function userOf({ header = {} }: OperationParams): string | undefined {
  const [, user] = Object.entries(header).find(([name]) => name.toLowerCase() === HEADER.toLowerCase()) ?? []
  return typeof user === 'string' ? user : undefined
}

/** Adds the header to the parameters of user-scoped operations; public ones never carry it. A header of the caller wins. */
export function namesUser(userId: string): (operation: OperationRow, params: OperationParams) => OperationParams {
  return (operation, params) =>
    isUserScoped(operation) ? { ...params, header: { [HEADER]: userId, ...params.header } } : params
}

/** The same for raw calls. */
export function namesUserRaw(userId: string): Middleware {
  return {
    onRequest({ request, schemaPath }) {
      const operation = Object.values(operations).find(
        (row) => row.path === schemaPath && row.method === request.method,
      )
      if (operation !== undefined && isUserScoped(operation) && !request.headers.has(HEADER)) {
        request.headers.set(HEADER, userId)
      }
    },
  }
}

function isUserScoped(operation: OperationRow): boolean {
  return operation.auth === 'bearer' && !operation.authOptional
}
