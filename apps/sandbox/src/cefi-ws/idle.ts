import type { SandboxContext } from '../context.ts'

/** A connection is quiet while neither side sends a message; pings and pongs are none. */
const PING_AFTER_MS = 60_000
const END_AFTER_MS = 120_000
/** Timers do not follow the sandbox's clock, so a watch looks at it again and again. */
const LOOK_EVERY_MS = 50

export interface IdleWatch {
  /** Tells that a message came or went. */
  touch(): void
  stop(): void
}

/** Watches a connection in the world where the service pings a quiet one and ends it at last (W17), by the sandbox's clock. */
export function watchIdle(
  { clock, scheduler }: Pick<SandboxContext, 'clock' | 'scheduler'>,
  { ping, end }: { readonly ping: () => void; readonly end: () => void },
): IdleWatch {
  let quietSince = clock.now()
  let hasPinged = false
  const stop = scheduler.every(LOOK_EVERY_MS, () => {
    const quietMs = clock.now() - quietSince
    if (quietMs >= END_AFTER_MS) {
      stop()
      end()
    } else if (quietMs >= PING_AFTER_MS && !hasPinged) {
      hasPinged = true
      ping()
    }
  })
  return {
    touch: () => {
      quietSince = clock.now()
      hasPinged = false
    },
    stop,
  }
}
