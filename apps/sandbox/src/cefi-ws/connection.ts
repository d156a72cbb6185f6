import type { WebSocket } from 'ws'
import type { SandboxContext } from '../context.ts'
import type { FaultKind, FaultRule, Faults } from '../server/faults.ts'
import { Batch } from './batch.ts'
import type { ConnectionView } from './connection-view.ts'
import type { Feed, FeedUpdate, Listener } from './feed.ts'
import { type IdleWatch, watchIdle } from './idle.ts'
import { refusalOf, withKnownItems } from './judge.ts'
import { confirmation, dataMessage, tellsEnd, welcome } from './messages.ts'
import { readSubscription } from './read-subscription.ts'
import type { CefiWsRules } from './rules.ts'
import { Sequences } from './sequences.ts'
import { Subscriptions } from './subscriptions.ts'
import type { Channel, ConnectionStatus, Subscription, SubscriptionRequest } from './wire.ts'

/** A reader this far behind is cut off: the sandbox must not fill its memory for it. */
const MAX_BUFFERED_BYTES = 16 * 1024 * 1024
/** With this much waiting for it, a connection is not read any further: who asks faster than they read waits for themselves. */
const UNREAD_BYTES = 1024 * 1024
/** "Policy violation", for the world in which bad requests close the socket (W9, W10). */
const CLOSE_CODE = 1008
/** "Going away", for the world in which a quiet connection is ended (W17). */
const IDLE_CODE = 1001

export interface ConnectionOptions {
  readonly id: number
  readonly context: SandboxContext
  readonly feed: Feed
  readonly socket: WebSocket
  /** Path of the URL that was opened, which is part of the signature. */
  readonly urlPath: string
  readonly batchIntervalMs: number
  /** What its own handshake asked to go wrong on this connection. */
  readonly faults: Faults
}

/** One socket: `request → judge → confirm → snapshots → updates`, the updates at once or in batches. */
export class Connection implements Listener {
  readonly #options: ConnectionOptions
  readonly #rules: CefiWsRules
  readonly #subscriptions = new Subscriptions()
  readonly #sequences: Sequences
  readonly #batch: Batch
  #status: ConnectionStatus = 'UNAUTHENTICATED'
  #stopBatches: (() => void) | undefined
  readonly #idle: IdleWatch | undefined
  readonly #since: string
  #received = 0
  #sent = 0
  #silent = false

  constructor(options: ConnectionOptions) {
    this.#options = options
    const { context, feed, socket } = options
    const { answers, clock, rules } = context
    this.#rules = rules.cefiWs
    this.#since = clock.iso()
    this.#batch = new Batch((depth) => feed.depthText(depth))
    this.#sequences = new Sequences(
      this.#rules,
      answers.get('W7', 'repeat-snapshot-number') === 'repeat-snapshot-number',
    )
    if (answers.get('W17', 'none-seen') === 'ping-or-close')
      this.#idle = watchIdle(context, { ping: () => socket.ping(), end: () => socket.close(IDLE_CODE) })
  }

  /** A connection that plays dead neither speaks nor answers pings. */
  get silent(): boolean {
    return this.#silent
  }

  view(): ConnectionView {
    const subscriptions = this.#subscriptions.view()
    const counts = { received: this.#received, sent: this.#sent }
    return { id: this.#options.id, since: this.#since, status: this.#status, subscriptions, ...counts }
  }

  welcome(connections: number): void {
    this.#send(welcome(this.#options.context, connections))
  }

  receive(text: string): void {
    this.#idle?.touch()
    this.#received += 1
    this.#answer(text)
    const { socket } = this.#options
    if (socket.bufferedAmount > UNREAD_BYTES) socket.pause()
  }

  #answer(text: string): void {
    const { context, urlPath } = this.#options
    const asked = readSubscription(text)
    const request = asked === undefined ? undefined : withKnownItems(context, asked)
    const refusal = request === undefined ? 'INVALID' : refusalOf(context, request, urlPath)
    if (request === undefined || refusal !== undefined) {
      this.#refuse(request, refusal ?? 'INVALID')
      return
    }
    this.#status = this.#rules.statusAfter(this.#status, request.mode)
    if (request.action === 'subscribe') this.#subscribe(request)
    else this.#unsubscribe(request)
  }

  deliver(update: FeedUpdate): void {
    const modes = this.#subscriptions.modes(update.channel, update.item)
    if (modes.size > 0 && this.#rules.isBatched(modes)) this.#batch.add(update)
    else this.#sendUpdate(update.channel, update.data)
  }

  /** The socket is gone: nothing is delivered any more, and no timer is left. */
  dispose(): void {
    this.#stopBatches?.()
    this.#idle?.stop()
    for (const { channel, item } of this.#subscriptions.entries()) this.#options.feed.unlisten(channel, item, this)
  }

  #refuse(request: SubscriptionRequest | undefined, status: ConnectionStatus): void {
    const { answers } = this.#options.context
    const question = status === 'UNAUTHORIZED' && request?.mode === 'open' ? 'W10' : 'W9'
    if (answers.get(question, 'status') === 'close') this.#options.socket.close(CLOSE_CODE)
    else this.#confirm(status)
  }

  #subscribe(request: SubscriptionRequest): void {
    const { context, feed } = this.#options
    const again = context.answers.get('W14', 'new-snapshot') === 'new-snapshot'
    const wanted = combine(request)
    const fresh = wanted.filter((subscription) => again || !this.#subscriptions.has(subscription))
    for (const subscription of wanted) {
      this.#subscriptions.add(subscription)
      feed.listen(subscription.channel, subscription.item, this)
    }
    if (request.mode === 'open') this.#startBatches()
    this.#confirm(this.#status)
    for (const { channel, item } of fresh) this.#sendSnapshot(channel, item)
  }

  #unsubscribe(request: SubscriptionRequest): void {
    const { context, feed } = this.#options
    const shared = context.answers.get('W13', 'per-mode') === 'shared'
    for (const subscription of combine(request)) {
      const { channel, item } = subscription
      if (!this.#rules.isUnsubscribed(channel, item)) continue
      this.#subscriptions.remove(subscription, shared)
      const modes = this.#subscriptions.modes(channel, item)
      if (!modes.has('open')) this.#batch.drop(channel, item)
      if (modes.size === 0 && this.#rules.fallsSilent(channel)) feed.unlisten(channel, item, this)
    }
    if (!this.#subscriptions.any('open')) this.#endBatches()
    this.#confirm(this.#status)
  }

  #confirm(status: ConnectionStatus): void {
    this.#send(confirmation(this.#options.context, status, this.#subscriptions.view()))
  }

  #sendSnapshot(channel: Channel, item: string): void {
    const { context, feed } = this.#options
    const stale = this.#fault(['ws-stale-snapshot'], channel) !== undefined
    const snapshots = this.#rules.hasSnapshot(channel) ? feed.snapshots(channel, item, { stale }) : []
    // Nothing tells a trade again that has not been told yet.
    if (snapshots.length > 0) this.#batch.drop(channel, item)
    for (const data of snapshots) this.#sendData(channel, 'SNAPSHOT', this.#sequences.forSnapshot(channel), data)
    if (tellsEnd(context, channel) && this.#rules.endsSnapshot(channel))
      this.#send(JSON.stringify({ channel, update: 'SNAPSHOT_COMPLETE', item }))
  }

  #fault(kinds: readonly FaultKind[], channel: Channel): FaultRule | undefined {
    const { context, faults } = this.#options
    return faults.take(kinds, { path: channel }) ?? context.faults.take(kinds, { path: channel })
  }

  #sendUpdate(channel: Channel, data: string): void {
    const fault = this.#fault(['ws-gap', 'ws-duplicate', 'ws-drop', 'ws-silent'], channel)
    if (fault?.kind === 'ws-drop') this.#options.socket.terminate()
    if (fault?.kind === 'ws-silent') {
      this.#silent = true
      this.#idle?.stop()
    }
    const number = this.#sequences.forUpdate(channel)
    // A gap: the number is used up and its message never comes.
    if (fault?.kind === 'ws-gap') return
    const times = this.#rules.timesTold(channel) + (fault?.kind === 'ws-duplicate' ? 1 : 0)
    for (let time = 0; time < times; time += 1) this.#sendData(channel, 'UPDATE', number, data)
  }

  #sendData(channel: Channel, update: 'SNAPSHOT' | 'UPDATE', number: bigint, data: string): void {
    this.#send(dataMessage(this.#options.context, channel, update, number, this.#status, data))
  }

  #startBatches(): void {
    const { context, batchIntervalMs } = this.#options
    this.#stopBatches ??= context.scheduler.every(batchIntervalMs, () => {
      for (const { channel, data } of this.#batch.take()) this.#sendUpdate(channel, data)
    })
  }

  #endBatches(): void {
    this.#stopBatches?.()
    this.#stopBatches = undefined
  }

  #send(text: string): void {
    const { socket } = this.#options
    if (this.#silent || socket.readyState !== socket.OPEN) return
    this.#idle?.touch()
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) socket.terminate()
    else {
      this.#sent += 1
      socket.send(text, this.#readOn)
    }
  }

  readonly #readOn = (): void => {
    const { socket } = this.#options
    if (socket.isPaused && socket.bufferedAmount <= UNREAD_BYTES) socket.resume()
  }
}

/** Every channel is combined with every item; what a request names twice is asked for once. */
function combine({ channels, items, mode }: SubscriptionRequest): Subscription[] {
  return [...new Set(channels)].flatMap((channel) => [...new Set(items)].map((item) => ({ channel, item, mode })))
}
