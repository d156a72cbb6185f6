import type { PollOptions, Settlement, Time } from '@truemarkets/core'
import { userOf } from '../on-behalf-of.ts'
import { readOf } from '../settlements.ts'

/** What every flow works with. */
export interface FlowTools {
  readonly time: Time
  /** The user whom the client acts for; undefined for the owner of the token. */
  readonly userId?: string | undefined
}

/** The read that shows what became of what a flow has sent, of the user whom its calls name, or else of the client's. */
export function readAfter(
  operation: Parameters<typeof readOf>[0],
  id: string,
  { call }: PollOptions,
  { userId }: FlowTools,
): Settlement {
  return readOf(operation, id, userOf({ header: call?.headers }) ?? userId)
}
