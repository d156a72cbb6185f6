import type { Subject } from '../case/define.ts'

/** What no case shows, and why none can. An exemption that a case makes needless fails the run. */
export type Exemption = { subject: Subject; missing: 'answer' | 'refusal'; reason: string }

export const exemptions: readonly Exemption[] = [
  { subject: 'auth.getHealth', missing: 'refusal', reason: 'it takes no input and documents no refusal' },
  {
    subject: 'auth.getJwks',
    missing: 'refusal',
    reason: 'it takes no input; the only documented failure is a fault of the service',
  },
]
