import type { ChannelParameter } from '../model/channels.ts'
import type { MessageModel, MessagingModel } from '../model/messages.ts'
import { key, quote, tsdoc } from './text.ts'

/** `channels.ts`: where the socket is, what travels over it, and what each message does to the state, as data. */
export function emitChannels(model: MessagingModel): string {
  const servers = model.servers.map(
    ({ id, url, description }) => `${tsdoc([description], '  ')}  ${key(id)}: ${quote(url)},\n`,
  )
  const channels = model.channels.map(
    ({ id, address, summary, parameters, messages }) =>
      `${tsdoc([summary], '  ')}  ${key(id)}: { address: ${address === undefined ? 'null' : quote(address)}, ${holes(parameters)}messages: [${messages.map(quote).join(', ')}] },\n`,
  )
  return `${tsdoc(['The servers of the contract, by name, without the address of the channel.'])}export const servers = {\n${servers.join('')}} as const

${tsdoc(['The channels of the contract: address and messages.'])}export const channels = {\n${channels.join('')}} as const

${tsdoc([
  'Every message. `on` holds the values that tell it apart; `auth`, `sequence` and `update` say what it takes to get it, what its sequence numbers count, and how an update changes what the snapshot gave.',
])}export const messages = {\n${model.messages.map(row).join('')}} as const
`
}

// Most addresses have none.
function holes(parameters: readonly ChannelParameter[]): string {
  const members = parameters.map(({ name, description, values, default: usual }) => {
    const limits = [
      ...(values.length === 0 ? [] : [`values: [${values.map(quote).join(', ')}]`]),
      ...(usual === undefined ? [] : [`default: ${quote(usual)}`]),
    ]
    return `\n${tsdoc([description], '    ')}    ${key(name)}: { ${limits.join(', ')} },`
  })
  return members.length === 0 ? '' : `parameters: {${members.join('')}\n  }, `
}

function row({ name, summary, direction, operations, on, behaviour }: MessageModel): string {
  const values = Object.entries(on).map(([property, texts]) => `${key(property)}: [${texts.map(quote).join(', ')}]`)
  const members = [
    `direction: ${quote(direction)}`,
    `operations: [${operations.map(quote).join(', ')}]`,
    `on: { ${values.join(', ')} }`,
    `auth: ${quote(behaviour.auth)}`,
    `sequence: ${quote(behaviour.sequence)}`,
    `update: ${quote(behaviour.update)}`,
  ]
  return `${tsdoc([summary], '  ')}  ${key(name)}: {\n    ${members.join(',\n    ')},\n  },\n`
}
