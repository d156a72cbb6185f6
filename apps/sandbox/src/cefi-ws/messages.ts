import type { SandboxContext } from '../context.ts'
import type { SubscriptionView } from './subscriptions.ts'
import type { Channel, ConnectionStatus } from './wire.ts'

// The texts that a connection sends, in the world that was chosen.

type World = Pick<SandboxContext, 'answers' | 'clock' | 'exchange'>

export function welcome({ answers, clock }: World, connections: number): string {
  // The text form of the time is not printed, nor whether it is told in numbers as well (W12).
  const times =
    answers.get('W12', 'as-read') === 'otherwise'
      ? { datetime: clock.iso(), timestamp: clock.nanos().toString() }
      : { datetime: clock.iso().slice(0, 19).replace('T', ' ') }
  return JSON.stringify({
    channel: 'WEBSOCKET',
    update: 'WELCOME',
    connections: String(connections),
    message: 'Welcome to the sandbox exchange.',
    version: 'v1.0.3',
    ...times,
  })
}

export function confirmation(
  { answers, clock, exchange }: World,
  status: ConnectionStatus,
  subscriptions: readonly SubscriptionView[],
): string {
  // W11: whether the answer to a request counts as an update.
  const update = answers.get('W11', 'not-on-request') === 'on-request' ? 'UPDATE' : 'SNAPSHOT'
  // W12: the unit, nanoseconds or the seconds of a request.
  const isInSeconds = answers.get('W12', 'as-read') === 'otherwise'
  const timestamp = isInSeconds ? String(clock.seconds()) : exchange.nanos().toString()
  return JSON.stringify({ channel: 'WEBSOCKET', update, timestamp, status, subscriptions })
}

/** @param data JSON text, as every listener gets it */
export function dataMessage(
  { answers }: World,
  channel: Channel,
  update: 'SNAPSHOT' | 'UPDATE',
  number: bigint,
  status: ConnectionStatus,
  data: string,
): string {
  // W5: whether messages of DEPTH have a status.
  const isBare = channel === 'DEPTH' && answers.get('W5', 'status-without-id') === 'otherwise'
  const written = isBare ? '' : `"status":"${status}",`
  return `{"channel":"${channel}","update":"${update}","seqnum":"${number}",${written}"data":${data}}`
}

/** Whether a channel says that a snapshot is whole (W6). */
export function tellsEnd({ answers }: World, channel: Channel): boolean {
  const world = answers.get('W6', 'all-channels')
  return world === 'all-channels' || (world === 'depth-only' && channel === 'DEPTH')
}
