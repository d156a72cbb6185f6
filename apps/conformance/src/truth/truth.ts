import { type Api, apis } from '../api.ts'
import { operationOf } from '../audit/http.ts'
import type { Contracts } from '../contract/contracts.ts'
import { declaredAnswer, type HttpContract, schemaForVersion, schemasOf } from '../contract/openapi.ts'
import { parseJson } from '../json.ts'
import type { Exchange, HttpExchange, SocketExchange } from '../record/exchange.ts'
import type { Target } from '../target/target.ts'
import { type Form, listForms } from './forms.ts'
import { observe } from './observe.ts'

/** How much of what an API's contract says about answers has really been seen. */
export type ApiTruth = { api: Api; forms: number; seen: number; unseen: Form[] }

export function coverageOfTruth(
  contracts: Contracts,
  target: Pick<Target, 'bases'>,
  exchanges: readonly Exchange[],
): ApiTruth[] {
  return apis.map((api) => {
    const forms = api === 'cefi-ws' ? socketForms(contracts) : httpForms(contracts.http[api])
    const seen = new Set<Form>()
    const note = (form: Form) => void seen.add(form)
    for (const exchange of exchanges.filter((one) => one.api === api)) {
      if (exchange.kind === 'socket') observeFrames(contracts, exchange, note)
      else observeAnswer(contracts.http[exchange.api], target.bases[exchange.api], exchange, note)
    }
    const unseen = [...forms].filter((form) => !seen.has(form))
    return { api, forms: forms.size, seen: forms.size - unseen.length, unseen }
  })
}

const httpForms = (contract: HttpContract) =>
  listForms(
    contract.document,
    contract.operations.flatMap((operation) => schemasOf(contract, operation)),
  )

function socketForms({ socket }: Contracts): Set<Form> {
  const received = socket.messages.filter(({ direction }) => direction === 'received')
  return listForms(
    socket.document,
    received.map(({ pointer }) => pointer),
  )
}

type Note = (form: Form) => void

function observeFrames({ socket }: Contracts, exchange: SocketExchange, note: Note): void {
  for (const { direction, text } of exchange.frames) {
    const frame = parseJson(text)
    const message = direction === 'received' && frame.ok ? socket.match('received', frame.value) : undefined
    if (frame.ok && message !== undefined)
      observe(socket.document, socket.validator, message.pointer, frame.value, note)
  }
}

function observeAnswer(contract: HttpContract, bases: readonly string[], exchange: HttpExchange, note: Note): void {
  const operation = operationOf(contract, bases, exchange)
  if (operation === undefined || exchange.response === null) return
  const declared = declaredAnswer(contract, operation, exchange.response.status)
  const type = exchange.response.headers['content-type']?.split(';')[0]?.trim() ?? ''
  const pointer = declared?.content.get(type)
  const body = parseJson(exchange.response.body)
  if (pointer === undefined || !body.ok) return
  const schema = schemaForVersion(contract, pointer, exchange.requestHeaders['x-truex-version'])
  observe(contract.document, contract.validator, schema, body.value, note)
}
