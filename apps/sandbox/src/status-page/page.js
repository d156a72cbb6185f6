// Reads /sandbox/state once a second and shows it; everything it can do is a handle that curl has too.

/** @import { State, BookState, LevelView } from './state.ts' */

/** The element of this id, which index.html has. */
function byId(/** @type {string} */ id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`index.html has no #${id}`)
  return found
}

/**
 * An element with a text or with children, and a class.
 * @param {string} tag
 * @param {string | readonly Node[]} content
 */
function element(tag, content, className = '') {
  const made = document.createElement(tag)
  if (typeof content === 'string') made.textContent = content
  else made.append(...content)
  if (className !== '') made.className = className
  return made
}

/**
 * @param {string} id
 * @param {readonly string[]} titles
 * @param {readonly Node[]} rows
 * @param {string} none what to say when there is no row
 */
function table(id, titles, rows, none) {
  const head = element(
    'tr',
    titles.map((title) => element('th', title, NUMBERS.includes(title) ? 'number' : '')),
  )
  byId(id).replaceChildren(...(rows.length === 0 ? [element('tr', [element('td', none, 'quiet')])] : [head, ...rows]))
}

const NUMBERS = ['qty', 'price', 'filled', 'ms', 'left', 'in', 'out']

const row = (/** @type {readonly Node[]} */ cells) => element('tr', cells)
const cell = (/** @type {string | number | null | undefined} */ text, className = '') =>
  element('td', String(text ?? ''), className)

function showFigures(/** @type {State} */ state) {
  const world = Object.entries(state.answers).map((each) => each.join('='))
  const count = (/** @type {number} */ value) => [String(value), value === 0 ? 'good' : 'bad']
  /** @type {Record<string, string[]>} */
  const figures = {
    requests: [String(state.requests_total)],
    'WebSocket connections': [String(state.web_sockets.length)],
    'rate limit': [state.rate_limit.limit === null ? 'off' : `${state.rate_limit.limit} / min`],
    world: [world.join(', ') || 'all defaults'],
    'internal errors': count(state.internal_errors),
    'contract violations': count(state.contract_violations),
  }
  byId('figures').replaceChildren(
    ...Object.entries(figures).map(([name, [text = '', className]]) =>
      element('div', [element('dt', name), element('dd', text, className)]),
    ),
  )
}

/** Prices and sizes are decimal text; only the width of a bar is a number. */
function showBook(/** @type {BookState} */ { symbol, status, bids, asks, last_trade: lastTrade }) {
  const largest = Math.max(...[...bids, ...asks].map(([, qty]) => Number(qty)), 0)
  const level =
    (/** @type {'bid' | 'ask'} */ side) =>
    (/** @type {LevelView} */ [price, qty]) => {
      const made = element('div', [element('b', price), element('span', qty)], `level ${side}`)
      made.style.setProperty('--share', `${(100 * Number(qty)) / largest}%`)
      return made
    }
  const pill = element('span', status.toLowerCase(), status === 'ACTIVE' ? 'pill good' : 'pill bad')
  const [[bid], [ask]] = [bids, asks]
  const between = [
    element('span', bid === undefined || ask === undefined ? 'one-sided' : `spread ${spread(bid[0], ask[0])}`),
    element('span', lastTrade === null ? 'no trade yet' : `last ${lastTrade}`),
  ]
  return element(
    'article',
    [
      element('h3', [element('span', symbol), pill]),
      ...asks.toReversed().map(level('ask')),
      element('div', between, 'between'),
      ...bids.map(level('bid')),
    ],
    'book',
  )
}

const spread = (/** @type {string} */ bid, /** @type {string} */ ask) =>
  String(Math.round((Number(ask) - Number(bid)) * 1e6) / 1e6)

function showOrders(/** @type {State['orders']} */ orders) {
  const rows = orders.map((order) =>
    row([
      cell(order.symbol),
      cell(order.side.toLowerCase(), order.side === 'BUY' ? 'good' : 'bad'),
      cell(order.status.toLowerCase().replace('_', ' ')),
      ...[order.qty, order.price, order.executed_qty].map((text) => cell(text, 'number')),
    ]),
  )
  table('orders', ['pair', 'side', 'status', 'qty', 'price', 'filled'], rows, 'No client has an open order.')
}

function showRequests(/** @type {State['requests']} */ requests) {
  const rows = requests.map((request) =>
    row([
      cell(request.at.slice(11, 23), 'quiet'),
      cell(request.status, request.status >= 400 ? 'bad' : 'good'),
      cell(`${request.method} ${request.path}`, 'long'),
      cell(request.milliseconds.toFixed(1), 'number'),
    ]),
  )
  table('requests', ['time', 'status', 'request', 'ms'], rows, 'No request yet. Try the curl that the terminal shows.')
}

function showConnections(/** @type {State['web_sockets']} */ connections) {
  const rows = connections.map(({ id, since, status, subscriptions, received, sent }) =>
    row([
      cell(`#${id}`),
      cell(since.slice(11, 19), 'quiet'),
      cell(status.toLowerCase(), status === 'AUTHENTICATED' ? 'good' : ''),
      cell(received, 'number'),
      cell(sent, 'number'),
      cell(subscriptions.map(({ channel, item_names: items }) => `${channel} ${items.join(', ')}`).join('; '), 'long'),
    ]),
  )
  table('connections', ['socket', 'since', 'status', 'in', 'out', 'follows'], rows, 'No WebSocket is connected.')
}

function showFaults(/** @type {State['faults']} */ faults) {
  for (const button of byId('kinds').children)
    button.setAttribute('aria-pressed', String(faults.some(({ kind }) => kind === button.textContent)))
  const rows = faults.map((fault) =>
    row([
      cell(fault.kind),
      cell(fault.value),
      cell([fault.method, fault.path ?? 'every path'].join(' ')),
      cell(`${fault.when ?? 'after'} the work`),
      cell(fault.remaining === null ? 'until off' : `${fault.remaining} times`, 'number'),
    ]),
  )
  if (rows.length === 0) byId('armed').replaceChildren()
  else table('armed', ['kind', 'value', 'path', 'when', 'left'], rows, '')
}

function show(/** @type {State} */ state) {
  byId('clock').textContent = `${state.now.slice(0, 19).replace('T', ' ')} UTC`
  showFigures(state)
  byId('books').replaceChildren(...state.books.map(showBook))
  showFaults(state.faults)
  showOrders(state.orders)
  showRequests(state.requests)
  showConnections(state.web_sockets)
}

async function refresh() {
  try {
    show(/** @type {State} */ (await (await fetch('/sandbox/state')).json()))
    byId('offline').hidden = true
  } catch {
    byId('offline').hidden = false
  }
}

/**
 * Asks for something and shows what came of it: the answer's own words when it is a refusal.
 * @param {string} method
 * @param {string} path
 * @param {string | null} [body]
 */
async function send(method, path, body = null) {
  const response = await fetch(path, { method, body, headers: { 'Content-Type': 'application/json' } })
  const { message = '' } = /** @type {{ message?: string }} */ (await response.json())
  byId('refused').textContent = response.ok ? '' : message
  await refresh()
}

/** The rule that the form describes, for one kind; what is left empty takes its default. */
function rule(/** @type {string} */ kind) {
  const fields = new FormData(/** @type {HTMLFormElement} */ (byId('rule')))
  const [path, value, times] = ['path', 'value', 'times'].map((name) => fields.get(name))
  return {
    kind,
    times: times === '' ? null : Number(times),
    when: fields.has('before') ? 'before' : 'after',
    ...(path === '' ? {} : { path }),
    ...(value === '' ? {} : { value: Number(value) }),
  }
}

function kindSwitch(/** @type {string} */ kind) {
  const button = element('button', kind)
  button.setAttribute('type', 'button')
  button.setAttribute('aria-pressed', 'false')
  button.addEventListener('click', () => {
    const isOn = button.getAttribute('aria-pressed') === 'true'
    if (isOn) void send('DELETE', `/sandbox/faults/${kind}`)
    else void send('POST', '/sandbox/faults', JSON.stringify(rule(kind)))
  })
  return button
}

for (const button of document.querySelectorAll('[data-clock]'))
  button.addEventListener('click', () => void send('POST', '/sandbox/clock', button.getAttribute('data-clock')))
byId('rule').addEventListener('submit', (event) => event.preventDefault())

const { kinds } = /** @type {{ kinds: string[] }} */ (await (await fetch('/sandbox/faults')).json())
byId('kinds').replaceChildren(...kinds.map(kindSwitch))
await refresh()
setInterval(() => void refresh(), 1000)
