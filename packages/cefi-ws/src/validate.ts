import { messages } from './generated/channels.ts'
import type { ServerMessage } from './generated/unions.ts'
import type { Session } from './session/session.ts'

/**
 * Checks every message against the contract and reports what breaks it as `violation` events. The validators are loaded
 * on demand, since most clients do without; what comes before they are there is not checked.
 */
export async function auditMessages(session: Session): Promise<void> {
  const { validators } = await import('@truemarkets/cefi-ws/validators')
  session.on('message', (message) => {
    const name = messageName(message)
    const validate = name === undefined ? undefined : validators.message[name]
    if (validate === undefined || validate(message)) return
    for (const { instancePath, message: text } of validate.errors ?? []) {
      session.reportViolation(`${name}${instancePath} ${text ?? 'breaks the contract'}`)
    }
  })
}

type MessageName = Exclude<keyof typeof messages, 'subscription'>

/** The name of a message in the contract, from what tells it apart. */
function messageName({ channel, update }: ServerMessage): MessageName | undefined {
  for (const [name, { direction, on }] of Object.entries(messages)) {
    if (direction !== 'receive' || !('channel' in on)) continue
    const [channels, updates]: readonly (readonly string[])[] = [on.channel, on.update]
    if (channels?.includes(channel) === true && updates?.includes(update) === true) return name as MessageName
  }
  return undefined
}
