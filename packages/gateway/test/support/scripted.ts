/** One call that a script answered. */
export interface Call {
  readonly operation: string
  readonly params: unknown
}

/** What a script does at one call: give a value, or throw. */
export type Line = { readonly operation: string } & ({ readonly gives: unknown } | { readonly throws: Error })

/** Operations that answer from a script, in order, and refuse every call the script does not foresee. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names what the proxy stands in for
export function scripted<Operations>(...lines: readonly Line[]): {
  readonly operations: Operations
  readonly calls: Call[]
} {
  const calls: Call[] = []
  const left = [...lines]
  const operations = new Proxy(
    {},
    {
      get: (_, operation) => (params: unknown) => {
        calls.push({ operation: String(operation), params })
        const line = left.shift()
        if (line?.operation !== operation) {
          return Promise.reject(
            new Error(`unforeseen call: ${String(operation)}, the script has ${line?.operation ?? 'ended'}`),
          )
        }
        return 'throws' in line ? Promise.reject(line.throws) : Promise.resolve(line.gives)
      },
    },
  )
  // The proxy answers to every name; the script decides which of them may be called.
  return { operations: operations as Operations, calls }
}
