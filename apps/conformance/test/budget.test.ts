import { describe, expect, it } from 'vitest'
import { withinBudget } from '../src/target/budget.ts'
import { liveProfiles, liveTarget } from '../src/target/live.ts'

const origin = 'https://uat.example'

/** A service on a clock that only waiting moves on. */
function service(answer: () => Response = () => new Response('{}')) {
  let time = 0
  const waits: number[] = []
  const wait = (ms: number) => {
    waits.push(ms)
    time += ms
    return Promise.resolve()
  }
  const budget = withinBudget(() => Promise.resolve(answer()), { origin, perMinute: 4 }, { now: () => time, wait })
  const ask = async (times: number, url = `${origin}/v1/orders`) => {
    for (let asked = 0; asked < times; asked += 1) {
      await budget.fetch(url)
      time += 1_000
    }
  }
  return { ask, rest: budget.rest, waits }
}

describe('the budget of a service', () => {
  it('lets nobody wait while half of it is free', async () => {
    const { ask, rest, waits } = service()
    await ask(2)
    await rest()
    expect(waits).toEqual([])
  })

  it('is waited for until half of it is free again', async () => {
    const { ask, rest, waits } = service()
    await ask(4)
    await rest()
    // The second of four requests was sent after one second, and leaves the window after 61.
    expect(waits).toEqual([57_000])
  })

  it('is waited for no longer than until somebody wants an end', async () => {
    const { limits, urls } = liveProfiles.uat
    const profile = {
      ...liveProfiles.uat,
      limits: { ...limits, perSecond: 1_000 },
      budget: { origin: new URL(urls.auth).origin, perMinute: 2 },
    }
    const fetch = () => Promise.resolve(new Response('{}'))
    const target = liveTarget(profile, { environment: {}, readFile: () => '', fetch })
    for (let asked = 0; asked < 2; asked += 1) await target.fetch(`${urls.auth}/health`)
    const stop = new AbortController()
    const resting = target.rest(stop.signal)
    stop.abort()
    await expect(resting).resolves.toBeUndefined()
  })

  it('is not used up by other services', async () => {
    const { ask, rest, waits } = service()
    await ask(9, 'https://api.example/v1/cefi/orders')
    await rest()
    expect(waits).toEqual([])
  })

  it('of another service, which nobody knows, is waited for once it has refused for want of it', async () => {
    const { ask, rest, waits } = service(() => new Response('{}', { status: 429 }))
    await ask(1, 'https://api.example/v1/cefi/orders')
    await rest()
    expect(waits).toEqual([59_000])
  })

  it('is not waited for while others have left more than half of it', async () => {
    const { ask, rest, waits } = service(() => new Response('{}', { headers: { 'x-ratelimit-remaining': '3' } }))
    await ask(1)
    await rest()
    expect(waits).toEqual([])
  })

  it.each([
    ['what others have left of it', () => new Response('{}', { headers: { 'x-ratelimit-remaining': '0' } })],
    ['a refusal for want of it', () => new Response('{}', { status: 429 })],
  ])('counts %s', async (_, answer) => {
    const { ask, rest, waits } = service(answer)
    await ask(1)
    await rest()
    expect(waits).toEqual([59_000])
  })
})
