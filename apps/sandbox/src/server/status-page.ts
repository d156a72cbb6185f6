/** One page without a build, a framework or a request to anywhere else: it asks `/sandbox/state` once a second. */
export const STATUS_PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>True Markets sandbox</title>
<style>
  :root { color-scheme: light dark; --line: #8884; --good: light-dark(#12703a, #5fd38d); --bad: light-dark(#b3261e, #ff8a80); font: 14px/1.45 system-ui, sans-serif }
  body { margin: 0 auto; max-width: 78rem; padding: 1.5rem }
  h1 { font-size: 1.3rem; margin: 0 0 .3rem }
  h2 { font-size: .8rem; letter-spacing: .06em; margin: 1.6rem 0 .4rem; text-transform: uppercase; opacity: .7 }
  .facts { display: flex; flex-wrap: wrap; gap: .3rem 1.6rem }
  .books { display: grid; gap: 1.5rem; grid-template-columns: repeat(auto-fit, minmax(16rem, 1fr)) }
  table { border-collapse: collapse; font-variant-numeric: tabular-nums; width: 100% }
  td, th { border-bottom: 1px solid var(--line); padding: .12rem .5rem .12rem 0; text-align: left; white-space: nowrap }
  td.number, th.number { text-align: right }
  .bid { color: var(--good) } .ask, .error { color: var(--bad) }
  .scroll { overflow-x: auto }
  form { align-items: center; display: flex; flex-wrap: wrap; gap: .4rem 1rem; margin-bottom: .5rem }
  input, select, button { font: inherit }
  #offline { background: #b3261e; color: #fff; padding: .4rem .8rem }
</style>
</head>
<body>
<p id="offline" role="alert" hidden>The sandbox does not answer.</p>
<h1>True Markets sandbox</h1>
<div class="facts" id="facts"></div>
<h2>Books</h2><div class="books" id="books"></div>
<h2>Open orders</h2><div class="scroll"><table id="orders"></table></div>
<h2>Faults</h2>
<form id="arm">
  <label>Kind <select name="kind" required></select></label>
  <label>Value <input name="value" type="number" size="6"></label>
  <label>Path <input name="path" placeholder="/v1/gateway/orders" size="24"></label>
  <label>Times <input name="times" type="number" min="1" placeholder="until cleared" size="12"></label>
  <label><input name="before" type="checkbox"> before the work</label>
  <button>Arm</button> <button type="button" id="clear">Clear all</button>
  <output id="refused" class="error"></output>
</form>
<div class="scroll"><table id="faults"></table></div>
<h2>Last requests</h2><div class="scroll"><table id="requests"></table></div>
<script type="module">
const byId = (id) => document.getElementById(id)
const element = (tag, text, className) => {
  const made = document.createElement(tag)
  made.textContent = text
  if (className) made.className = className
  return made
}
const row = (cells) => {
  const made = document.createElement('tr')
  made.append(...cells)
  return made
}
const fill = (table, titles, rows, none) => {
  const head = row(titles.map((title) => element('th', title)))
  table.replaceChildren(...(rows.length === 0 ? [row([element('td', none)])] : [head, ...rows]))
}
const book = ({ symbol, status, bids, asks }) => {
  const section = document.createElement('section')
  const table = document.createElement('table')
  const level = (className) => ([price, qty]) => row([element('td', price, className), element('td', qty, 'number')])
  table.append(...asks.toReversed().map(level('ask')), ...bids.map(level('bid')))
  section.append(element('strong', symbol + (status === 'ACTIVE' ? '' : ' · ' + status)), table)
  return section
}
const show = (state) => {
  const facts = [
    'Clock ' + state.now,
    state.requests_total + ' requests',
    state.web_sockets + ' WebSocket connections',
    'Rate limit ' + (state.rate_limit.limit ?? 'off'),
    'Answers ' + (Object.entries(state.answers).map((each) => each.join('=')).join(', ') || 'all defaults'),
  ]
  const ills = [[state.internal_errors, 'internal errors'], [state.contract_violations, 'contract violations']]
  byId('facts').replaceChildren(
    ...facts.map((text) => element('span', text)),
    ...ills.map(([count, name]) => element('span', count + ' ' + name, count > 0 ? 'error' : '')),
  )
  byId('books').replaceChildren(...state.books.map(book))
  fill(byId('orders'), ['Order', 'Client', 'Pair', 'Side', 'Status', 'Qty', 'Price', 'Filled'], state.orders.map((order) => row(
    [order.id, order.client_id, order.symbol, order.side, order.status, order.qty, order.price ?? '', order.executed_qty]
      .map((text) => element('td', text)),
  )), 'None.')
  fill(byId('faults'), ['Kind', 'Value', 'Path', 'When', 'Left'], state.faults.map((fault) => row(
    [fault.kind, fault.value ?? '', fault.path ?? 'all', fault.when ?? 'after', fault.remaining ?? 'until cleared']
      .map((text) => element('td', text)),
  )), 'Off.')
  fill(byId('requests'), ['Time', 'Status', 'Request', 'ms'], state.requests.map((request) => row([
    element('td', request.at.slice(11, 23)),
    element('td', request.status, request.status >= 400 ? 'error' : ''),
    element('td', request.method + ' ' + request.path),
    element('td', request.milliseconds.toFixed(1)),
  ])), 'None yet.')
}
const tick = async () => {
  try {
    show(await (await fetch('/sandbox/state')).json())
    byId('offline').hidden = true
  } catch {
    byId('offline').hidden = false
  }
}
const send = (method, body) => fetch('/sandbox/faults', { method, body, headers: { 'Content-Type': 'application/json' } })
byId('arm').addEventListener('submit', async (event) => {
  event.preventDefault()
  const { kind, value, path, times, before } = Object.fromEntries(new FormData(event.target))
  const rule = { kind, times: times === '' ? null : Number(times), when: before ? 'before' : 'after' }
  if (value !== '') rule.value = Number(value)
  if (path !== '') rule.path = path
  const response = await send('POST', JSON.stringify(rule))
  byId('refused').textContent = response.ok ? '' : (await response.json()).message
  await tick()
})
byId('clear').addEventListener('click', async () => {
  await send('DELETE')
  await tick()
})
const { kinds } = await (await fetch('/sandbox/faults')).json()
byId('arm').elements.kind.append(...kinds.map((kind) => element('option', kind)))
await tick()
setInterval(tick, 1000)
</script>
</body>
</html>
`
