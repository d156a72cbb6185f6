import { interestKey } from './interests.ts'
import type { RequestPlan } from './request.ts'

/** The keys of everything that a request is about, or of some of its items. */
export function keysOf(
  { channels, items }: Pick<RequestPlan, 'channels' | 'items'>,
  only: readonly string[] = items,
): readonly string[] {
  return channels.flatMap((channel) => only.map((item) => interestKey(channel, item)))
}
