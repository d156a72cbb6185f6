import type { ClientEvent, EventListener } from './events.ts'
import type { Logger } from './logger.ts'

/** Hands events to the listener and the logger of a client. */
export type Reporter = (event: ClientEvent) => void

/** Events a person should see without having asked for debug lines. */
const WARNINGS: ReadonlySet<ClientEvent['type']> = new Set(['skew', 'deprecation', 'sunset'])

/**
 * Makes the reporter. Events hold only named, harmless fields, so what is logged is an allow-list by type.
 *
 * A listener that throws does not break the call; the logger is told.
 */
export function createReporter(logger: Logger | undefined, listener: EventListener | undefined): Reporter {
  if (logger === undefined && listener === undefined) return () => {}
  return (event) => {
    const { type, ...fields } = event
    if (WARNINGS.has(type)) logger?.warn(`truemarkets ${type}`, fields)
    else logger?.debug(`truemarkets ${type}`, fields)
    try {
      listener?.(event)
    } catch {
      // The listener's error may quote anything; its place is the listener.
      logger?.warn('truemarkets listener threw', { event: type })
    }
  }
}
