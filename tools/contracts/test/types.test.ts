// What a program may and may not do with the generated types, by the compiler's own word.
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const packages = join(import.meta.dirname, '../../../packages')
const SNIPPET = join(packages, 'gateway/src/snippet.ts')

const sources = new Map<string, ts.SourceFile | undefined>()

/** Reading the libraries takes longer than everything else, so every file is read once. */
function readOnce(file: string, read: () => ts.SourceFile | undefined): ts.SourceFile | undefined {
  if (!sources.has(file)) sources.set(file, read())
  return sources.get(file)
}

/** The compiler's complaints about a program that uses the generated code. */
function complaints(program: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    allowImportingTsExtensions: true,
    types: [],
    skipLibCheck: true,
    paths: { '@truemarkets/core': [join(packages, 'core/src/operations/operation.ts')] },
  }
  const host = ts.createCompilerHost(options)
  const base = ts.createCompilerHost(options)
  host.fileExists = (file) => file === SNIPPET || base.fileExists(file)
  host.getSourceFile = (file, ...rest) =>
    file === SNIPPET
      ? ts.createSourceFile(file, program, ts.ScriptTarget.ES2022)
      : readOnce(file, () => base.getSourceFile(file, ...rest))
  return ts
    .getPreEmitDiagnostics(ts.createProgram([SNIPPET], options, host))
    .filter(({ file }) => file?.fileName === SNIPPET)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

const ws = `import type { ServerMessage } from '../../cefi-ws/src/generated/unions.ts'\ndeclare const message: ServerMessage\n`
const gateway = `import type { CreateOrderRequest, GatewayOperations, OrderDetail, OrderSide } from './generated/types.ts'\ndeclare const api: GatewayOperations\ndeclare const order: OrderDetail\n`
const cefi = `import type { CefiRestOperations } from '../../cefi-rest/src/generated/types.ts'\ndeclare const api: CefiRestOperations\n`

describe('the union of received messages', () => {
  it('narrows on update and channel, as they come over the wire', () => {
    expect(
      complaints(`${ws}
        if (message.update === 'SNAPSHOT_COMPLETE') { const item: string | undefined = message.item; void item }
        else if (message.update === 'WELCOME') { const version: string | undefined = message.version; void version }
        else if (message.channel === 'DEPTH') { const price: string | undefined = message.data?.bids?.[0]?.price; void price }
        else if (message.channel === 'WEBSOCKET') { const status: string | undefined = message.status; void message.subscriptions; void status }
      `),
    ).toEqual([])
  })

  it('does not offer what another message holds', () => {
    expect(complaints(`${ws} if (message.update === 'WELCOME') void message.data`)).toEqual([
      "Property 'data' does not exist on type 'Welcome'.",
    ])
  })

  it('keeps the values that tell messages apart closed', () => {
    const [complaint] = complaints(`${ws} void (message.channel === 'NEWS')`)
    expect(complaint).toMatch(/^This comparison appears to be unintentional/)
  })
})

describe('enums', () => {
  it('are closed in what is sent', () => {
    expect(complaints(`${gateway} const side: OrderSide = 'hold'; void side`)).toEqual([
      `Type '"hold"' is not assignable to type '"buy" | "sell"'.`,
    ])
  })

  it('are open in what is received', () => {
    expect(complaints(`${gateway} void (order.status === 'a-status-of-tomorrow')`)).toEqual([])
  })

  it('do not let a received value be sent unchecked', () => {
    const [complaint] = complaints(`${gateway} const side: OrderSide | undefined = order.side; void side`)
    expect(complaint).toMatch(
      /^Type 'OrderSideOpen \| undefined' is not assignable|is not assignable to type '"buy" \| "sell" \| undefined'/,
    )
  })
})

describe('operations', () => {
  it('ask for parameters only where something in them is required', () => {
    expect(complaints(`${gateway} void api.listBalances(); void api.listOrders(); void api.getOrderStatus()`)).toEqual([
      'Expected 1-2 arguments, but got 0.',
    ])
  })

  it('iterate over the rows of a listing', () => {
    expect(
      complaints(
        `${gateway} for await (const row of api.listOrders.iterate({ query: { limit: 10 } })) { const id: string | undefined = row.order_id; void id }`,
      ),
    ).toEqual([])
  })

  it('give the object itself where CeFi wraps it, and the page where it lists', () => {
    expect(
      complaints(`${cefi}
        const placed = await api.getOrderStatus({ path: { ref_id: '1' } }); const id: string | undefined = placed.id; void id
        const page = await api.listOrders(); void page.data[0]; void page.pagination?.next_cursor
      `),
    ).toEqual([])
  })
})
