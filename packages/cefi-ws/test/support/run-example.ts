import { readFileSync } from 'node:fs'

const AsyncFunction = async function () {}.constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>

const IMPORT = /^import \{ ([^}]+) \} from '@truemarkets\/cefi-ws'\n/gm

/** The examples in the TSDoc of a source file, in order. */
export function tsdocExamplesOf(source: URL): readonly string[] {
  return [...readFileSync(source, 'utf8').matchAll(/^ +\* ```ts\n(.*?)^ +\* ```/gms)].map(([, code = '']) =>
    code.replaceAll(/^ +\* ?/gm, ''),
  )
}

/** The TypeScript examples of a README, in order. */
export function examplesOf(readme: URL): readonly string[] {
  return [...readFileSync(readme, 'utf8').matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = '']) => code)
}

/**
 * Runs an example as a reader would, with the exports of the package and the names that it takes for granted.
 * `environment: 'sandbox'` is the one thing changed, because the sandbox of a test has a port of its own.
 */
export async function runExample(
  code: string,
  url: string,
  exports: Readonly<Record<string, unknown>>,
  given: Readonly<Record<string, unknown>>,
): Promise<void> {
  const names: Record<string, unknown> = { ...given }
  for (const [, list = ''] of code.matchAll(IMPORT)) {
    for (const name of list.split(', ')) {
      if (exports[name] === undefined) throw new Error(`There is no export ${name}.`)
      names[name] = exports[name]
    }
  }
  const body = code.replaceAll(IMPORT, '').replaceAll("environment: 'sandbox'", 'url: __url')
  await new AsyncFunction('__url', ...Object.keys(names), `{${body}}`)(url, ...Object.values(names))
}
