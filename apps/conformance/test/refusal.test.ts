import { ConnectionError, OutcomeUnknownError, RejectedError } from '@truemarkets/core'
import { describe, expect, it } from 'vitest'
import { refused } from '../src/case/refusal.ts'

const answered = (status: number) => new RejectedError('no', { fieldViolations: [], format: 'json' }, { status })

describe('a call that should be refused', () => {
  it('is told of by both statuses where another came', async () => {
    await expect(refused(Promise.reject(answered(422)), { status: 400 })).rejects.toThrow(
      'expected a refusal with 400, got RejectedError rejected (422): no',
    )
  })

  it('is told of by what its answer was lost to where none came', async () => {
    const guarded = new ConnectionError('headers', { cause: new Error('one may be worth 500') })
    const lost = new OutcomeUnknownError({ operation: 'createTransfer', cause: guarded, settle: undefined })
    await expect(refused(Promise.reject(lost), { status: 400 })).rejects.toBe(lost)
  })
})
