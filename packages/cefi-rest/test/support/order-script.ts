import type { CefiRestOperations, Order } from '../../src/generated/types.ts'

type Scripted = Pick<CefiRestOperations, 'cancelOrder' | 'modifyOrder' | 'getOrderStatus'>

/** What a script does at one call: answer with an order, or throw. */
export type Line = Order | Error

/** Order operations that answer from a script, write and reads together in their order, and name each call made. */
export function orderScript(...lines: readonly Line[]): { readonly api: Scripted; readonly calls: string[] } {
  const calls: string[] = []
  const left = [...lines]
  const next = (name: string) => (params: unknown) => {
    calls.push(`${name} ${JSON.stringify(params)}`)
    const line = left.shift()
    if (line === undefined) return Promise.reject(new Error(`The script has ended before ${name}.`))
    return line instanceof Error ? Promise.reject(line) : Promise.resolve(line)
  }
  return {
    calls,
    api: { cancelOrder: next('cancel'), modifyOrder: next('modify'), getOrderStatus: next('status') },
  }
}
