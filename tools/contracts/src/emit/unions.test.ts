import { expect, it } from 'vitest'
import type { MessageModel } from '../model/messages.ts'
import { emitUnions } from './unions.ts'

const message = (payload: string): MessageModel => ({
  name: payload,
  direction: 'receive',
  operations: [],
  payload,
  on: {},
  behaviour: { auth: 'none', sequence: 'none', update: 'none' },
})

it('a payload that is called like a type of the file has a name of its own there, and takes that of no other', () => {
  const text = emitUnions([message('ServerMessage'), message('ServerMessagePayload')], {
    ServerMessage: {},
    ServerMessagePayload: {},
  })
  expect(text).toContain(
    "import type { ServerMessage as ServerMessagePayload2, ServerMessagePayload } from './messages.ts'",
  )
  expect(text).toContain('export type ServerMessage = ServerMessagePayload2 | ServerMessagePayload\n')
})
