import type { Channel, Mode, Subscription } from './wire.ts'

/** One channel and what was asked for on it, as confirmations show it. */
export interface SubscriptionView {
  readonly channel: Channel
  readonly item_names: readonly string[]
}

/** What one connection has asked for. The same item may be asked for in both modes; each mode ends its own (W13). */
export class Subscriptions {
  /** By channel and item; no channel has a space in its name. */
  readonly #modes = new Map<string, Set<Mode>>()

  has({ channel, item, mode }: Subscription): boolean {
    return this.#modes.get(keyOf(channel, item))?.has(mode) === true
  }

  modes(channel: Channel, item: string): ReadonlySet<Mode> {
    return this.#modes.get(keyOf(channel, item)) ?? NO_MODES
  }

  /** Whether anything was asked for in this mode. */
  any(mode: Mode): boolean {
    return [...this.#modes.values()].some((modes) => modes.has(mode))
  }

  add({ channel, item, mode }: Subscription): void {
    const key = keyOf(channel, item)
    const modes = this.#modes.get(key)
    if (modes === undefined) this.#modes.set(key, new Set([mode]))
    else modes.add(mode)
  }

  /** @param shared whether one mode ends what the other began */
  remove({ channel, item, mode }: Subscription, shared: boolean): void {
    const key = keyOf(channel, item)
    const modes = this.#modes.get(key)
    if (modes === undefined) return
    modes.delete(mode)
    if (shared || modes.size === 0) this.#modes.delete(key)
  }

  entries(): { channel: Channel; item: string }[] {
    return [...this.#modes.keys()].map(readKey)
  }

  /** The complete list, as confirmations show it. */
  view(): SubscriptionView[] {
    const items = new Map<Channel, string[]>()
    for (const { channel, item } of this.entries()) items.set(channel, [...(items.get(channel) ?? []), item])
    return [...items].map(([channel, item_names]) => ({ channel, item_names }))
  }
}

const NO_MODES: ReadonlySet<Mode> = new Set()

function keyOf(channel: Channel, item: string): string {
  return `${channel} ${item}`
}

function readKey(key: string): { channel: Channel; item: string } {
  const space = key.indexOf(' ')
  return { channel: key.slice(0, space) as Channel, item: key.slice(space + 1) }
}
