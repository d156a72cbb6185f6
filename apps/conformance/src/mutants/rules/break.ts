import type { BrokenRules } from '@truemarkets/sandbox'
import type { Subject } from '../../case/define.ts'
import type { RuleMutant } from '../mutant.ts'

/** A mutant of the sandbox's own rules; each rule that it names is replaced, all others stay sound. */
export const breakRules = (id: string, title: string, breaks: readonly Subject[], broken: BrokenRules): RuleMutant => ({
  kind: 'rule',
  id,
  title,
  breaks,
  broken,
})

export const always = () => true
export const never = () => false
