import { createOperations, createPipeline, hmacAuthorizer, hmacKey, type OperationTable } from '@truemarkets/core'

const ANSWER = JSON.stringify({ data: { id: '799477895858487977', status: 'ACTIVE', pad: 'x'.repeat(250) } })
const body = {
  external_id: '2adc09dd-d49f-41da-b3b8-30d01bb350fe',
  info: { client_id: '78901985048264710', qty: '0.01' },
}
const answer = () =>
  Promise.resolve(
    new Response(ANSWER, {
      headers: {
        'content-type': 'application/json',
        'content-length': String(ANSWER.length),
        date: new Date().toUTCString(),
      },
    }),
  )
const table: OperationTable = {
  createOrder: {
    id: 'createOrder',
    method: 'POST',
    path: '/orders',
    auth: 'hmac',
    authOptional: false,
    retry: 'never',
    page: 'none',
    unwrap: true,
    success: [200],
    deprecated: false,
  },
}
const pipeline = createPipeline({
  baseUrl: 'https://api.example.test/v1/cefi',
  operations: table,
  authorizer: hmacAuthorizer(hmacKey({ organizationId: 'o', keyId: 'k', secret: 's' }), { scheme: 'cefi-rest' }),
  version: { header: 'X-Truex-Version', value: 'v' },
  fetch: answer,
})
const named = createOperations<{ createOrder(p: unknown): Promise<unknown> }>(table, { pipeline })
for (let i = 0; i < 200000; i++) await named.createOrder({ body })
