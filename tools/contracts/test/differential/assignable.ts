import ts from 'typescript'
import { programOf } from '../../src/check/program.ts'
import { isObject, type Json } from '../../src/json.ts'

/** A value, and the component it is to be one of. */
export type Candidate = { readonly component: string; readonly value: Json }

/** A member that every object type may have and every value has, so that no type is one whose members are all missing. */
const COMMON = '%'

/**
 * The candidates that the compiler does not take for what `schema.ts` says of their component. That a value shares no member
 * with a type of optional ones (the compiler's check of weak types) is no refusal.
 *
 * @throws Error where `schema.ts` itself does not compile.
 */
export function refused(schema: string, candidates: readonly Candidate[]): Candidate[] {
  const lines = candidates.map(
    ({ component, value }, index) =>
      `declare const v${index}: ${typeOf(value)}; const t${index}: components['schemas']['${component}'] = v${index}`,
  )
  const files: { readonly [file: string]: string } = {
    '/schema.ts': schema.replaceAll(/(?<!string & )\{(?!\s*[[}])/g, `{ '${COMMON}'?: unknown; `),
    '/use.ts': `import type { components } from './schema.ts'\n${lines.join('\n')}\n`,
  }
  const faults = ts.getPreEmitDiagnostics(programOf(files))
  const broken = faults.find(({ file }) => file?.fileName !== '/use.ts')
  if (broken !== undefined) throw new Error(ts.flattenDiagnosticMessageText(broken.messageText, ' '))
  const found = faults.flatMap(({ file, start = 0 }) => {
    const candidate = candidates[(file?.getLineAndCharacterOfPosition(start).line ?? 0) - 1]
    return candidate === undefined ? [] : [candidate]
  })
  return [...new Set(found)]
}

function typeOf(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(typeOf).join(', ')}]`
  if (!isObject(value)) return JSON.stringify(value)
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${typeOf(member)}`)
  return `{ ${[`'${COMMON}': never`, ...members].join('; ')} }`
}
