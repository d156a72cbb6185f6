import { placeResting } from '../../cases/gateway/place.ts'
import { bearer, isEmptyObject, look, member, noneOfThese, type Probe, tell, unforeseen, words } from '../probe.ts'
import { needs, post } from './call.ts'

export const gatewayCancelProbes: readonly Probe[] = [
  {
    question: 'G5',
    needs,
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const seen = await look(context.send('gateway', 'DELETE', `/orders/${id}`, undefined, await bearer(context)))
      if (seen.status !== 202) return { choice: unforeseen(seen), evidence: tell(seen) }
      const choice =
        seen.text === ''
          ? 'empty-body'
          : member(seen.body, 'status') !== undefined
            ? 'status-member'
            : isEmptyObject(seen.body)
              ? 'empty-object'
              : noneOfThese
      return { choice, evidence: tell(seen) }
    },
  },
  {
    question: 'G6',
    needs,
    touches: 'trade',
    async run(context) {
      const seen = await post(context, `/orders/${await placeResting(context)}/cancel/execute`, {})
      const violations = member(seen.body, 'field_violations')
      const fields = Array.isArray(violations) ? violations.map((violation) => member(violation, 'field')) : []
      // `auth_type` has a default on the execution of an order too, so only the stamps must be missed.
      const choice =
        seen.status !== 400
          ? unforeseen(seen)
          : fields.length === 0
            ? null
            : fields.every((field) => field === 'signatures' || field === 'auth_type')
              ? 'as-execute-order'
              : 'other-members'
      return { choice, evidence: `an empty body: ${tell(seen)}, missed: ${words(fields) || 'nothing by name'}` }
    },
  },
]
