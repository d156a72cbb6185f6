import { ConfigurationError, suggestion } from '@truemarkets/core'

/** Names of events with the arguments that their listeners take. */
export type EventMap = { readonly [name: string]: readonly unknown[] }

/** Ends what it was returned for; calling it twice is harmless. */
export type Off = () => void

/** A small event source. Listeners run in the order they came, and one that throws does not keep the others from running. */
export class Emitter<Events extends EventMap> {
  readonly #owner: string
  readonly #names: readonly (keyof Events & string)[]
  readonly #listeners: { [Name in keyof Events]?: readonly Registration<Events[Name]>[] } = {}
  readonly #concluded: { [Name in keyof Events]?: Events[Name] } = {}

  /**
   * @param owner What has the events, as an error names it.
   * @param names Every event there is: a listener to any other would never be called.
   */
  constructor(owner: string, names: readonly (keyof Events & string)[]) {
    this.#owner = owner
    this.#names = names
  }

  on<Name extends keyof Events & string>(name: Name, listener: (...args: Events[Name]) => void): Off {
    this.#check(name, listener)
    const own = { listener }
    // A new list each time: whoever is being told right now is told to the end, and of no one new.
    this.#listeners[name] = [...(this.#listeners[name] ?? []), own]
    const concluded = this.#concluded[name]
    if (concluded !== undefined) tell(listener, concluded)
    return () => {
      this.#listeners[name] = this.#listeners[name]?.filter((other) => other !== own) ?? []
    }
  }

  #check(name: string, listener: unknown): void {
    const names: readonly string[] = this.#names
    if (!names.includes(name)) {
      const message = `${this.#owner} has no event "${name}".`
      throw new ConfigurationError('option_unknown', message, suggestion(name, names, 'Its events are'))
    }
    if (typeof listener === 'function') return
    throw new ConfigurationError(
      'option_invalid',
      `The listener to "${name}" is not a function.`,
      `Pass a function: on('${name}', () => { ... }).`,
    )
  }

  has(name: keyof Events): boolean {
    return (this.#listeners[name]?.length ?? 0) > 0
  }

  emit<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    const listeners = this.#listeners[name]
    if (listeners === undefined) return
    for (const { listener } of listeners) tell(listener, args)
  }

  /** Emits what happens once and for all: whoever listens later is told at once. */
  conclude<Name extends keyof Events>(name: Name, ...args: Events[Name]): void {
    this.#concluded[name] = args
    this.emit(name, ...args)
  }
}

/** Never the function alone: one that is added twice is told twice, and each is taken off by itself. */
interface Registration<Args extends readonly unknown[]> {
  readonly listener: (...args: Args) => void
}

function tell<Args extends readonly unknown[]>(listener: (...args: Args) => void, args: Args): void {
  try {
    listener(...args)
  } catch (error) {
    throwLater(error)
  }
}

/** A fault in a listener is its owner's; it surfaces as an uncaught error and leaves the session as it was. */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
