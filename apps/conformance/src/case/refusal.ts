import assert from 'node:assert/strict'
import { type ErrorCode, TrueMarketsError } from '@truemarkets/core'

/** What a refusal must look like to the caller of a client. */
export type Refusal = { status: number; code?: ErrorCode }

/** Waits for a call to be refused with this status, and returns the typed error. An answer, or another failure, fails the case. */
export async function refused(call: Promise<unknown>, expected: Refusal): Promise<TrueMarketsError> {
  const error = await caught(call)
  // Where nobody answered, the error's own words say why.
  if (error.status === undefined) throw error
  assert.equal(error.status, expected.status, `expected a refusal with ${expected.status}, got ${describe(error)}`)
  if (expected.code !== undefined) assert.equal(error.code, expected.code)
  assert.notEqual(error.nextStep, '', 'a refusal must say what to do next')
  return error
}

/** Waits for a call to be stopped by the client itself: nothing may have been sent. */
export async function stopped(call: Promise<unknown>, code: ErrorCode): Promise<TrueMarketsError> {
  const error = await caught(call)
  assert.equal(error.code, code, `expected ${code}, got ${describe(error)}`)
  assert.equal(error.attempts, 0, 'the client must stop this before sending')
  return error
}

async function caught(call: Promise<unknown>): Promise<TrueMarketsError> {
  const failure: unknown = await call.then(
    () => assert.fail('expected a refusal, but the call was answered'),
    (cause: unknown) => cause,
  )
  if (failure instanceof TrueMarketsError) return failure
  throw failure
}

const describe = (error: TrueMarketsError) =>
  `${error.name} ${error.code} (${error.status ?? 'no status'}): ${error.message}`
