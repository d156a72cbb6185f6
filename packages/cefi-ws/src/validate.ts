import type { SubscribableChannel } from './generated/messages.ts'
import type { MessagePayloads, ServerMessage } from './generated/unions.ts'
import type { Session } from './session/session.ts'

/**
 * Checks every message against the contract and reports what breaks it as `violation` events. The validators are loaded
 * on demand, since most clients do without; what comes before they are there is not checked.
 */
export async function auditMessages(session: Session): Promise<void> {
  const { validators } = await import('@truemarkets/cefi-ws/validators')
  session.on('message', (message) => {
    const name = messageName(message)
    const validate = validators.message[name]
    if (validate(message)) return
    for (const { instancePath, message: text } of validate.errors ?? []) {
      session.reportViolation(`${name}${instancePath} ${text ?? 'breaks the contract'}`)
    }
  })
}

/** The name of a message in the contract, from what tells it apart. */
function messageName({ channel, update }: ServerMessage): keyof MessagePayloads {
  if (update === 'SNAPSHOT_COMPLETE') return 'snapshotComplete'
  if (channel === 'WEBSOCKET') return update === 'WELCOME' ? 'welcome' : 'confirmation'
  return channel.toLowerCase() as Lowercase<SubscribableChannel>
}
