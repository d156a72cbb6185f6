import { soundRules } from '@truemarkets/sandbox'
import type { Subject } from '../../case/define.ts'
import type { RuleMutant } from '../mutant.ts'
import { always, breakRules, never } from './break.ts'

const subscription: Subject[] = ['cefi-ws.subscription']
const confirmation: Subject[] = ['cefi-ws.confirmation']
const depth: Subject[] = ['cefi-ws.depth']
const dropcopy: Subject[] = ['cefi-ws.dropcopy']

export const cefiWsRuleMutants: RuleMutant[] = [
  breakRules('ws-signature-not-checked', 'the signature of a subscription is not checked', subscription, {
    cefiWs: { isSigned: always },
  }),
  breakRules('ws-window-not-enforced', 'a subscription may be of any age', subscription, {
    cefiWs: { isInWindow: always },
  }),
  breakRules('ws-clock-may-be-ahead', 'a subscription may be two seconds ahead of the server', subscription, {
    cefiWs: {
      isInWindow: (timestamp, nowSeconds) =>
        [0, 1, 2].some((seconds) => soundRules.cefiWs.isInWindow(timestamp, nowSeconds + seconds)),
    },
  }),
  breakRules('ws-drop-copy-is-public', "another client's orders can be followed", subscription, {
    cefiWs: { mayFollow: always },
  }),
  breakRules('ws-never-authenticated', 'a connection never becomes authenticated', confirmation, {
    cefiWs: { statusAfter: (status) => status },
  }),
  breakRules('ws-unsubscribe-ignored', 'unsubscribing changes nothing', confirmation, {
    cefiWs: { isUnsubscribed: never },
  }),
  breakRules('ws-one-channel-goes-on', 'unsubscribing from one of the channels changes nothing', confirmation, {
    cefiWs: { isUnsubscribed: (channel) => channel !== 'EBBO' },
  }),
  breakRules('ws-book-goes-on', 'a book that was unsubscribed is told all the same', depth, {
    cefiWs: { fallsSilent: (channel) => channel !== 'DEPTH' },
  }),
  breakRules('ws-real-time-for-all', 'changes are not bundled without credentials', depth, {
    cefiWs: { isBatched: never },
  }),
  breakRules('ws-no-snapshot', 'DEPTH begins without a snapshot', depth, {
    cefiWs: { hasSnapshot: (channel) => channel !== 'DEPTH' && channel !== 'TRADE' },
  }),
  breakRules('ws-no-end-of-snapshot', 'SNAPSHOT_COMPLETE never comes', ['cefi-ws.snapshotComplete'], {
    cefiWs: { endsSnapshot: never },
  }),
  breakRules('ws-sequence-skips', 'sequence numbers skip', depth, { cefiWs: { numberAfter: (number) => number + 2n } }),
  breakRules('ws-sequence-stands-still', 'every update has the same number', depth, {
    cefiWs: { numberAfter: (number) => number },
  }),
  breakRules('ws-sequence-starts-over', 'sequence numbers start over after some updates', depth, {
    cefiWs: { numberAfter: (number) => (number === 2n ? 0n : number + 1n) },
  }),
  breakRules('ws-updates-repeat', 'updates come twice', depth, { cefiWs: { timesTold: () => 2 } }),
  breakRules('ws-level-stays', 'a level that is gone keeps a size', depth, {
    cefiWs: { changedLevel: (level) => (level.qty === 0n ? { ...level, qty: 10n ** 15n } : level) },
  }),
  breakRules('ws-relative-sizes', 'updates carry a change of size, not the size', depth, {
    cefiWs: { changedLevel: (level) => ({ ...level, qty: 10n ** 13n }) },
  }),
  breakRules('ws-drop-copy-loses-the-end', 'the drop copy does not say how an order ended', dropcopy, {
    cefiWs: { isReported: ({ status }) => status !== 'CANCELED' && status !== 'FILLED' },
  }),
  breakRules('ws-drop-copy-hides-what-is-pending', 'the drop copy reports no pending states', dropcopy, {
    cefiWs: { isReported: ({ status }) => !status.endsWith('_PENDING') },
  }),
  breakRules('ws-drop-copy-hides-refusals', 'the drop copy does not say what was refused', dropcopy, {
    cefiWs: { isReported: ({ status }) => status !== 'REJECTED' },
  }),
  breakRules('ws-drop-copy-hides-partial-fills', 'the drop copy reports a fill only when it is the last', dropcopy, {
    cefiWs: { isReported: ({ status, executedQty }) => status !== 'ACTIVE' || executedQty === 0n },
  }),
]
