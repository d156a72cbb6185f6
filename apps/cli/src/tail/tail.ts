import type { CefiWsClient } from '@truemarkets/cefi-ws'
import { platformCode } from '../platform-code.ts'
import type { Output } from './output.ts'
import type { Update } from './update.ts'

/** What following takes. */
export interface Tail {
  readonly client: CefiWsClient
  readonly updates: AsyncIterable<Update>
  readonly output: Output
  /** How many updates to show; undefined for as many as come. */
  readonly count: number | undefined
  /** Ends it, and that is no failure. */
  readonly signal: AbortSignal
}

/**
 * Tells updates until there were enough or the signal is aborted. Leaves no connection behind.
 *
 * @throws {Error} What the subscription failed with.
 */
export async function tail({ client, updates, output, count, signal }: Tail): Promise<void> {
  client.on('state', ({ to }) => {
    // What follows a loss is reported below, with its reason.
    if (to !== 'closed' && to !== 'reconnecting') output.notice(to)
  })
  client.on('disconnect', ({ code, reason, delayMs, cause }) => {
    const why = [String(code), reason, platformCode(cause) ?? ''].filter((part) => part !== '').join(' ')
    output.notice(`disconnected (${why}), next try in ${(delayMs / 1000).toFixed(1)} s`)
  })
  const stop = (): void => void client.close()
  signal.addEventListener('abort', stop)
  if (signal.aborted) stop()
  let shown = 0
  try {
    for await (const update of updates) {
      if (signal.aborted) break
      output.update(update)
      shown += 1
      if (shown === count) break
    }
  } catch (cause) {
    // Closing the client ends what waits for a confirmation with an error.
    if (!signal.aborted) throw cause
  } finally {
    signal.removeEventListener('abort', stop)
    await client.close()
    output.close()
  }
}
