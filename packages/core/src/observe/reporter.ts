import type { ClientEvent, EventListener } from './events.ts'
import type { Logger } from './logger.ts'

/** Hands events to the listener and the logger of a client. */
export type Reporter = (event: ClientEvent) => void

/** Events a person should see without having asked for debug lines. */
const WARNINGS: ReadonlySet<ClientEvent['type']> = new Set(['skew', 'deprecation', 'sunset'])

/**
 * Makes the reporter. Events hold only named, harmless fields, so what is logged is an allow-list by type.
 *
 * Neither a listener nor a logger that throws breaks the call. Undefined when nobody listens, so that `report?.(…)` builds no event.
 */
export function createReporter(logger: Logger | undefined, listener: EventListener | undefined): Reporter | undefined {
  if (logger === undefined && listener === undefined) return undefined
  return (event) => {
    const { type, ...fields } = event
    const log = (level: 'debug' | 'warn', message: string, values: Readonly<Record<string, unknown>>): void => {
      try {
        logger?.[level](message, values)
      } catch {
        // A call that may have moved money must not fail because a line could not be written, and there is nobody to tell.
      }
    }
    log(WARNINGS.has(type) ? 'warn' : 'debug', `truemarkets ${type}`, readable(fields))
    // The listener's error may quote anything; its place is the listener.
    const threw = (): void => log('warn', 'truemarkets listener threw', { event: type })
    try {
      const returned: unknown = listener?.(event)
      // Of an async listener nobody else would see it, and Node.js ends a program for a rejection that nobody sees.
      if (returned instanceof Promise) returned.catch(threw)
    } catch {
      threw()
    }
  }
}

/** Without the members that have no value, and with whole milliseconds. */
function readable(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    present.map(([name, value]) => [name, typeof value === 'number' ? Math.round(value) : value]),
  )
}
