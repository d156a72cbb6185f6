import { createCefiWsClient } from '@truemarkets/cefi-ws'
import type { EnvironmentUrls } from '@truemarkets/core'

/** Opens the WebSocket, waits for its greeting and leaves. Nothing is subscribed, so nothing is sent. */
export async function readGreeting(
  environment: EnvironmentUrls,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<{ readonly version: string | undefined }> {
  const client = createCefiWsClient({ environment, connectTimeoutMs: timeoutMs })
  const patience = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
  try {
    return await new Promise((resolve, reject) => {
      client.on('message', (message) => {
        if (message.update === 'WELCOME') resolve({ version: message.version })
      })
      client.on('disconnect', ({ code, reason, cause }) => {
        reject(new Error(`The connection was closed with ${code} ${reason}`.trim(), { cause }))
      })
      patience.addEventListener('abort', () => reject(new Error('There was no greeting in time.')))
    })
  } finally {
    await client.close()
  }
}
