import { expect, it } from 'vitest'
import { VirtualRuntime } from '../../../core/test/virtual-runtime.ts'
import { OwedAnswers } from './owed-answers.ts'
import type { RequestPlan } from './request.ts'

const asking = (item: string): RequestPlan => ({
  action: 'subscribe',
  channels: ['TRADE'],
  items: [item],
  signed: true,
})

it('waits for each answer, and leaves no timer once the last has come', () => {
  const clock = new VirtualRuntime(0)
  const owed = new OwedAnswers((delayMs, run) => clock.after(delayMs, run), 1000)
  owed.add(asking('BTC-PYUSD'))
  owed.add(asking('ETH-PYUSD'))
  owed.arrive()
  expect([owed.areDue, clock.pending]).toEqual([true, 1])
  owed.arrive()
  expect([owed.areDue, clock.pending]).toEqual([false, 0])
})

it('gives up when the time of the last request is over', async () => {
  const clock = new VirtualRuntime(0)
  const owed = new OwedAnswers((delayMs, run) => clock.after(delayMs, run), 1000)
  owed.add(asking('BTC-PYUSD'))
  await clock.advance(600, async () => {})
  owed.add(asking('ETH-PYUSD'))
  await clock.advance(999, async () => {})
  expect(owed.areDue).toBe(true)
  await clock.advance(1, async () => {})
  expect([owed.areDue, clock.pending]).toEqual([false, 0])
})

it('forgets them for a later answer, unless that may be about the same item', () => {
  const owed = new OwedAnswers(() => () => {}, 1000)
  owed.add(asking('BTC-PYUSD'))
  owed.forgetBefore(asking('BTC-PYUSD'))
  expect(owed.areDue).toBe(true)
  owed.forgetBefore(asking('ETH-PYUSD'))
  expect(owed.areDue).toBe(false)
})
