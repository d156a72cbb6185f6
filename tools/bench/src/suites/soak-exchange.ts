// A sandbox whose books move and whose client trades, in a process of its own so that its memory is not counted.
// Any message cuts the connection that the next change of a book goes to.
import { createCefiRestClient, hmacKey } from '@truemarkets/cefi-rest'
import { startSandbox } from '@truemarkets/sandbox'

const sandbox = await startSandbox({ traders: true })
const { hmac } = sandbox.credentials
const rest = createCefiRestClient({ environment: sandbox.urls, auth: hmacKey(hmac) })
const { data: instruments } = await rest.listInstruments()
const limit = { side: 'BUY', type: 'LIMIT' } as const
const instrument_id = instruments.find(({ info }) => info?.symbol === 'BTC-PYUSD')?.id ?? ''

// A bench that is cut off leaves nobody behind.
process.on('disconnect', () => process.exit())
process.on('message', () => sandbox.faults.add({ kind: 'ws-drop', path: 'DEPTH' }))
process.send?.({ url: sandbox.urls.cefiWs, hmac })

for (;;) {
  const info = { ...limit, client_id: hmac.clientId, instrument_id, qty: '0.001', price: '109000' }
  const { id } = await rest.createOrder({ body: { info } })
  if (id !== undefined) await rest.cancelOrder({ path: { ref_id: id } })
  await new Promise((resolve) => {
    setTimeout(resolve, 50)
  })
}
