import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readQuestions } from '../src/answers.ts'
import { loadContracts } from '../src/server/load-contract.ts'

const src = new URL('../src/', import.meta.url)

/** The questions that the code of these folders asks. */
function asked(folders: readonly string[]): string[] {
  const ids = folders.flatMap((folder) =>
    readdirSync(new URL(`${folder}/`, src)).flatMap((name) => {
      const text = readFileSync(new URL(`${folder}/${name}`, src), 'utf8')
      return [...text.matchAll(/'([RW][0-9]+)'/g)].map((match) => match[1] ?? '')
    }),
  )
  return [...new Set(ids)].toSorted()
}

it('plays every CeFi question that offers choices, and asks no other', () => {
  const offered = [...readQuestions().keys()].filter((id) => /^[RW]/.test(id)).toSorted()
  expect(asked(['cefi-rest', 'cefi-ws'])).toEqual(offered)
})

// CeFi REST answers nothing that breaks its contract, in whatever world: one that does cannot be played.
it.each([
  ['R19', 'listAssets', { data: [{ id: '1', status: 'ACTIVE' }] }, { data: [{ id: '1', status: 1 }] }],
  [
    'R20',
    'listTransfers',
    { data: [{ id: '1', request: transferWith({}) }] },
    { data: [{ id: '1', request: transferWith('by wire') }] },
  ],
])('leaves %s without a switch, since the contract refuses its other world', (id, operationId, usual, other) => {
  const operation = loadContracts()['cefi-rest'].operation(operationId)
  expect(operation?.checkResponse(200, usual, 'v2026_01_23')).toEqual([])
  expect(operation?.checkResponse(200, other, 'v2026_01_23')).not.toEqual([])
  expect([...readQuestions().keys()]).not.toContain(id)
})

function transferWith(instructions: unknown) {
  return { amount: '1', asset_id: '1', client_id: '1', type: 'DEPOSIT', platform: 'FIAT', instructions }
}
