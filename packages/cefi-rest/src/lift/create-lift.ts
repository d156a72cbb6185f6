import { type Lift, type Logger, ServerError } from '@truemarkets/core'
import { isJsonObject } from '../json.ts'
import { liftAnswer, liftProblem } from './answer.ts'

/** Makes the step that brings every body, answers and refusals alike, to the shape of `v2026_01_23`. */
export function createLift(logger: Logger | undefined): Lift {
  return (body, { operation, status }) => {
    if (operation === 'getHealth' && status === 503) refuseOtherThanHealth(body)
    else if (status >= 300) return liftProblem(body)
    return liftAnswer(operation, body, (finding) =>
      logger?.warn('Two names of one member disagree.', { operation, ...finding }),
    )
  }
}

/** 503 is the answer of a degraded service, and also what a proxy says when there is no service behind it. */
function refuseOtherThanHealth(body: unknown): void {
  const report = isJsonObject(body) && Object.hasOwn(body, 'data') ? body['data'] : body
  if (isJsonObject(report) && typeof report['status'] === 'string' && typeof report['service'] === 'string') return
  throw new ServerError(
    'The server answered 503 without a health report.',
    { fieldViolations: [], format: 'json' },
    { operation: 'getHealth', status: 503 },
  )
}
