import { findChromium } from '@truemarkets/line/find-chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, startSandbox } from '../src/index.ts'
import { personalSession } from './support/session.ts'
import { connect } from './ws-client.ts'

const executablePath = findChromium()
if (executablePath === undefined)
  console.warn(
    'The status page is not looked at: no browser was found. Install chromium-headless-shell, or set CHROMIUM.',
  )

// One page is looked at until its sandbox has gone, so the order is kept where that of all others is drawn.
describe.skipIf(executablePath === undefined)('the status page in a browser', { shuffle: false }, () => {
  let browser: Browser
  let sandbox: Sandbox
  let page: Page
  const complaints: string[] = []
  const elsewhere: string[] = []

  beforeAll(async () => {
    sandbox = await startSandbox({ traders: true })
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      chromiumSandbox: false,
    })
    page = await browser.newPage()
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(sandbox.url) && !request.url().startsWith('data:')) elsewhere.push(request.url())
    })
    await page.goto(sandbox.url)
    await page.getByRole('heading', { name: 'BTC-PYUSD' }).waitFor()
    // As long as a browser may take that starts on a busy machine.
  }, 120_000)

  afterAll(async () => {
    // First what is there also when no browser could be started.
    await sandbox.close()
    await browser.close()
  })

  it('shows a book for each instrument, and they move', async () => {
    const book = page.locator('.book', { hasText: 'BTC-PYUSD' })
    expect(await page.locator('.book').count()).toBe(3)
    const before = await book.innerText()
    await expect.poll(() => book.innerText()).not.toBe(before)
    // Fewer while the maker's quotes are being taken.
    await expect.poll(() => book.locator('.bid').count()).toBe(8)
  })

  it('shows an order while it is open', async () => {
    const session = await personalSession(sandbox)
    const order = { base_asset: 'BTC', quote_asset: 'USD', type: 'limit', side: 'buy', qty: '0.0123', qty_unit: 'base' }
    const { body } = await session.send('POST', '/orders', { ...order, price: '109000' })
    const row = page.locator('#orders tr', { hasText: '0.0123' })
    // The page may have been drawn before the exchange had accepted the order.
    await expect.poll(() => row.innerText()).toMatch(/BTC-PYUSD\s+buy\s+active\s+0\.0123\s+109000\s+0/)
    await session.send('DELETE', `/orders/${String(body['order_id'])}`)
    await row.waitFor({ state: 'detached' })
  })

  it('shows who is connected and what they follow, for as long as they are', async () => {
    const client = await connect({ wsUrl: sandbox.urls.cefiWs, context: sandbox })
    client.signed('SUBSCRIBE', ['EBBO', 'TRADE'], ['ETH-PYUSD'])
    const row = page.locator('#connections tr', { hasText: 'ETH-PYUSD' })
    await expect.poll(() => row.innerText()).toMatch(/authenticated\s+1\s+\d+\s+EBBO ETH-PYUSD; TRADE ETH-PYUSD/)
    client.socket.close()
    await client.closed
    await row.waitFor({ state: 'detached' })
  })

  it('lists the last requests, the failed ones in another colour', async () => {
    await fetch(`${sandbox.urls.gateway}/no-such-path`)
    const row = page.locator('#requests tr', { hasText: 'GET /v1/gateway/no-such-path' })
    await row.waitFor()
    expect(await row.locator('.bad').innerText()).toBe('404')
  })

  it('switches a fault on, which strikes until it is switched off', async () => {
    const status = async () => (await fetch(`${sandbox.urls.gateway}/assets`)).status
    const fault = page.getByRole('button', { name: 'status', exact: true })
    await page.getByLabel('path').fill('/v1/gateway/assets')
    await page.getByLabel('value').fill('503')
    await fault.click()
    await expect.poll(() => fault.getAttribute('aria-pressed')).toBe('true')
    expect(await page.locator('#armed').innerText()).toMatch(/status\s+503\s+\/v1\/gateway\/assets/)
    expect([await status(), await status()]).toStrictEqual([503, 503])
    await fault.click()
    await expect.poll(() => fault.getAttribute('aria-pressed')).toBe('false')
    expect(await status()).toBe(200)
  })

  it('says why a fault is refused', async () => {
    await page.getByLabel('value').fill('200')
    await page.getByRole('button', { name: 'status', exact: true }).click()
    await page.getByText('The value of status is a whole number from 400 to 599, not 200.').waitFor()
    // The browser itself notes the 400 in its console, and may tell of it later than the page does; that one is expected.
    await expect.poll(() => complaints).toStrictEqual([expect.stringContaining('status of 400')])
    complaints.length = 0
  })

  it('moves the clock on', async () => {
    await page.getByRole('button', { name: '+1 h' }).click()
    await expect.poll(() => sandbox.clock.now() - Date.now()).toBeGreaterThan(3_590_000)
    await page.getByRole('button', { name: 'real time' }).click()
    await expect.poll(() => Math.abs(sandbox.clock.now() - Date.now())).toBeLessThan(10_000)
  })

  it('asks for nothing from elsewhere, and its console stays clean', () => {
    expect({ complaints, elsewhere }).toStrictEqual({ complaints: [], elsewhere: [] })
  })

  it('says so when the sandbox has gone', async () => {
    await sandbox.close()
    await expect.poll(() => page.getByRole('alert').isVisible()).toBe(true)
  })
})
