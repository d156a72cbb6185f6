import { ApiError } from './api-error.ts'
import { checkRule, type FaultKind, type FaultRule } from './faults.ts'

export const FAULT_HEADER = 'x-sandbox-fault'

/**
 * Reads the request header that asks for one fault: `kind`, `kind=value`, and `;before` to strike before the request is
 * carried out, as in `status=503;before`. Anything else is a 400: a misspelt fault must not pass for a fault survived.
 * @param kinds those that can be acted out where the header was sent
 */
export function readFaultHeader(text: string, kinds: readonly FaultKind[]): FaultRule {
  const match = /^([a-z-]+)(?:=(-?[0-9]{1,9}))?(;before)?$/.exec(text)
  const kind = kinds.find((each) => each === match?.[1])
  if (match === null || kind === undefined) {
    throw new ApiError(400, `${FAULT_HEADER} takes kind[=value][;before], the kinds being ${kinds.join(', ')}.`)
  }
  const value = match[2] === undefined ? undefined : Number(match[2])
  return sound({ kind, value, when: match[3] === undefined ? 'after' : 'before' })
}

/** A rule that can be acted out; a 400 for any other. */
export function sound(rule: FaultRule): FaultRule {
  try {
    checkRule(rule)
    return rule
  } catch (error) {
    if (error instanceof RangeError) throw new ApiError(400, error.message)
    throw error
  }
}
