import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findChromium } from '@truemarkets/line/find-chromium'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newReports, programs, removeReports, runProcess } from './run-process.ts'

const executablePath = findChromium()
if (executablePath === undefined)
  console.warn('The report is not looked at: no browser was found. Install chromium-headless-shell, or set CHROMIUM.')

describe.skipIf(executablePath === undefined)('the report in a browser, of a run in which a case fails', () => {
  const asked: string[] = []
  const complaints: string[] = []
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    // One case meets a service that its contract is wrong about, another has a finding, and a question has its other answer.
    const reports = newReports()
    const run = (...args: string[]) => runProcess(programs.runner, args, {}, reports)
    const cases = [
      '--case',
      'gateway.prepare-cancel-order.unknown-order',
      'auth.get-health',
      '--history',
      'history.json',
    ]
    await run('--probes', '--case', 'G2', 'A10', '--answer', 'G2=balances')
    await run(...cases)
    await run(...cases, '--answer', 'G6=other-members', '--answer', 'A2=plain-text')
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      chromiumSandbox: false,
    })
    page = await browser.newPage({ viewport: { width: 420, height: 900 } })
    page.on('request', (request) => asked.push(request.url()))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(pathToFileURL(join(reports, 'conformance.html')).href)
    // Three processes and a browser, as long as any test that starts one may take.
  }, 120_000)

  afterAll(async () => {
    // First what is there also when no browser could be started.
    removeReports()
    await browser.close()
  })

  it('is one file: it asks for nothing else, and its console is silent', () => {
    expect(asked.filter((url) => !url.startsWith('data:'))).toEqual([page.url()])
    expect(complaints).toEqual([])
  })

  it('shows what failed, and what repeats it', async () => {
    const failed = page.locator('#failed')
    expect(await failed.innerText()).toMatch(
      /pnpm conformance --answer G6=other-members --answer A2=plain-text --case gateway\.prepare-cancel-order\.unknown-order --seed 1/,
    )
    expect(await failed.innerText()).toMatch(/curl -X POST -H 'authorization: \[redacted\]'/)
  })

  it('tells what was answered, and in place of what', async () => {
    expect(await page.locator('#probes').innerText()).toMatch(/balances in place of data: 200 \{balances\}/)
  })

  it('is as wide as a narrow window, and no wider, with everything unfolded', async () => {
    await page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
    const tooWide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(tooWide).toBe(0)
  })

  it.each(['#audit .findings', '#probes .probes'])('shows all of %s there', async (table) => {
    const box = await page.locator(table).boundingBox()
    expect(box?.width).toBeGreaterThan(0)
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(420)
  })

  it('writes what an operation is called along the line, and not down it', async () => {
    const box = await page.locator('#audit .findings td').first().boundingBox()
    expect(box?.width).toBeGreaterThan(200)
  })
  it('keeps the name of an operation in sight when its row is scrolled', async () => {
    const x = await page.evaluate(`(() => {
      const wide = Array.from(document.querySelectorAll('.wide')).find((one) => one.scrollWidth > one.clientWidth)
      wide.scrollLeft = wide.scrollWidth
      return wide.querySelector('tbody th').getBoundingClientRect().x - wide.getBoundingClientRect().x
    })()`)
    expect(x).toBeGreaterThanOrEqual(0)
  })

  it('hides nothing on paper, where nobody can scroll', async () => {
    await page.emulateMedia({ media: 'print' })
    const hidden = await page.evaluate(`Array.from(document.querySelectorAll('main *'))
      .filter((part) => getComputedStyle(part).overflowX !== 'visible' && part.scrollWidth > part.clientWidth)
      .map((part) => part.className)`)
    expect(hidden).toEqual([])
  })
})
