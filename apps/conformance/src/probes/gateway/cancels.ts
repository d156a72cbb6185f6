import { placeResting } from '../../cases/gateway/place.ts'
import {
  bearer,
  isEmptyObject,
  look,
  member,
  noneOfThese,
  type Probe,
  type Seen,
  tell,
  unforeseen,
  words,
} from '../probe.ts'
import { needs, post } from './call.ts'

function bodyForm(seen: Seen): string | null {
  if (seen.status !== 202) return unforeseen(seen)
  if (seen.text === '') return 'empty-body'
  if (member(seen.body, 'status') !== undefined) return 'status-member'
  return isEmptyObject(seen.body) ? 'empty-object' : noneOfThese
}

export const gatewayCancelProbes: readonly Probe[] = [
  {
    question: 'G5',
    needs,
    touches: 'trade',
    async run(context) {
      const id = await placeResting(context)
      const seen = await look(context.send('gateway', 'DELETE', `/orders/${id}`, undefined, await bearer(context)))
      return { choice: bodyForm(seen), evidence: tell(seen) }
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
      const evidence = `an empty body: ${tell(seen)}, missed: ${words(fields) || 'nothing by name'}`
      if (seen.status !== 400) return { choice: unforeseen(seen), evidence }
      if (fields.length === 0) return { choice: null, evidence }
      // `auth_type` has a default on the execution of an order too, so only the stamps must be missed.
      const isKnown = fields.every((field) => field === 'signatures' || field === 'auth_type')
      return { choice: isKnown ? 'as-execute-order' : 'other-members', evidence }
    },
  },
]
