import { readFileSync } from 'node:fs'

const AsyncFunction = async function () {}.constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>

const IMPORT = /^import \{ ([^}]+) \} from '([^']+)'\n/gm

/** Where an example happens. */
export interface Stage {
  /** URLs that stand in for `environment: 'sandbox'`, because the sandbox of a test has a port of its own. */
  readonly urls: object
  /** Imports what the example imports, from where the test stands. */
  readonly load: (specifier: string) => Promise<unknown>
  /** What every other name stands for. */
  readonly given: Readonly<Record<string, unknown>>
}

/** Runs an example as a reader would. */
export async function runExample(code: string, { urls, load, given }: Stage): Promise<void> {
  const names: Record<string, unknown> = { ...given }
  for (const [, list = '', specifier = ''] of code.matchAll(IMPORT)) {
    const module = (await load(specifier)) as Readonly<Record<string, unknown>>
    for (const name of list.split(', ')) {
      if (module[name] === undefined) throw new Error(`${specifier} has no export ${name}`)
      names[name] = module[name]
    }
  }
  const body = code.replaceAll(IMPORT, '').replaceAll("environment: 'sandbox'", 'environment: __urls')
  const run = new AsyncFunction('__urls', ...Object.keys(names), `{${body}}`)
  await run(urls, ...Object.values(names))
}

/** The TypeScript blocks of a README, by the heading they stand under. */
export function examplesOf(readme: URL): readonly { readonly heading: string; readonly code: string }[] {
  const sections = readFileSync(readme, 'utf8').split(/^#+ /m).slice(1)
  return sections.flatMap((section) => {
    const heading = section.slice(0, section.indexOf('\n'))
    return [...section.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => ({ heading, code }))
  })
}

/** The options that the table of a README lists, in its order. */
export function optionsOf(readme: URL): readonly string[] {
  const [, table = ''] = readFileSync(readme, 'utf8').split(/^## Options$/m)
  return [...table.matchAll(/^\| ([^|]+)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  )
}

/** The example of every operation of a generated contract, by SDK name. */
export function operationExamples(contract: { readonly [member: string]: unknown }): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { 'x-sdk-example': example, 'x-sdk-name': sdkName, operationId } = value as Readonly<Record<string, unknown>>
    if (typeof example === 'string') found.set(String(sdkName ?? operationId), example)
    Object.values(value).forEach(visit)
  }
  visit(contract['paths'])
  return found
}

/** The examples in the TSDoc of a source file. */
export function tsdocExamples(file: URL): readonly string[] {
  const text = readFileSync(file, 'utf8').replaceAll(/^ *\* ?/gm, '')
  return [...text.matchAll(/^@example\n```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
}
