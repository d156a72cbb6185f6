import { createOperations, DecodeError, NotFoundError, type Pipeline } from '@truemarkets/core'
import { operations } from './generated/operations.ts'
import type { AuthOperations } from './generated/types.ts'

type GetJwks = AuthOperations['getJwks']

/**
 * Reads the keys at the host root and, when nothing is there, under the service path (question A1: the publisher prints
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
      return await first(params, options)
    } catch (error) {
      // A host root that serves something else answers 404 or a page.
      if (!(error instanceof NotFoundError || error instanceof DecodeError)) throw error
      const keys = await second(params, options)
      places = [second, first]
      return keys
    }
  }
}
