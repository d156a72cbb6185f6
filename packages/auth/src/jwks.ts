import { createOperations, DecodeError, type Pipeline, TrueMarketsError } from '@truemarkets/core'
import { operations } from './generated/operations.ts'
import type { AuthOperations } from './generated/types.ts'

type GetJwks = AuthOperations['getJwks']

/**
 * Reads the keys at the host root and, when none are there, under the service path (question A1: the publisher prints
 * both). The place that answered is asked first from then on.
 */
export function readJwksAtEither(service: GetJwks, pipeline: Pipeline): GetJwks {
  const root = createOperations<{ readonly getJwks: GetJwks }>(
    { getJwks: operations.getJwks },
    { pipeline: { ...pipeline, baseUrl: new URL(pipeline.baseUrl).origin } },
  )
  let places = [root.getJwks, service] as const
  return async (params, options) => {
    const [first, second] = places
    try {
      return requireKeys(await first(params, options))
    } catch (error) {
      if (!saysNothing(error)) throw error
      const keys = requireKeys(await second(params, options))
      places = [second, first]
      return keys
    }
  }
}

/** JSON of something else is no key set; verifying with it would blame the token. */
function requireKeys(answer: Awaited<ReturnType<GetJwks>>): Awaited<ReturnType<GetJwks>> {
  const keys: unknown = answer.keys
  if (Array.isArray(keys)) return answer
  throw new DecodeError('The answer is no key set: it has no list of keys.', {
    operation: 'getJwks',
    status: 200,
    attempts: 1,
    code: 'response_breaks_contract',
  })
}

/**
 * Whether a place answered, and without keys: a page, a redirect, a 404, or the 401 or 403 that edges give for a path they
 * do not know. A service that is down or busy says nothing about where its keys are.
 */
function saysNothing(error: unknown): boolean {
  return error instanceof TrueMarketsError && error.status !== undefined && !error.retryable
}
