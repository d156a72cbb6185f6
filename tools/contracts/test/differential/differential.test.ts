// What the generated validators and types say of a value is what the contract says of it, for contracts that nobody wrote.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emitSchema } from '../../src/emit/schema.ts'
import { emitValidators, type Strength } from '../../src/emit/validators.ts'
import { canonical, isObject, type Json, type JsonObject, objectAt } from '../../src/json.ts'
import { lintReadable } from '../../src/lint/refuse.ts'
import { named } from '../../src/load/contract.ts'
import { checkableComponents } from '../../src/model/checks.ts'
import { typedDocument } from '../../src/model/typed-document.ts'
import { randomFrom } from '../random.ts'
import { refused } from './assignable.ts'
import { discriminated, spelledOut } from './discriminated.ts'
import { oracle, type Way } from './oracle.ts'
import { COMPONENTS, contracts, type Flavour, valueLike, values } from './schemas.ts'

const WAYS = ['sent', 'received'] as const satisfies readonly Way[]

type Validators = { readonly [component: string]: (value: Json) => boolean }

async function compiled(document: JsonObject, strength: Strength): Promise<Validators> {
  const components = checkableComponents(document)
  const specs = Object.keys(components).map((name) => ({
    path: [name],
    schema: { $ref: `#/components/schemas/${name}` },
  }))
  const { code } = emitValidators({ components, validators: specs }, strength)
  const module = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as {
    readonly validators: Validators
  }
  return module.validators
}

type Made = {
  readonly typed: JsonObject
  readonly openForms: ReadonlyMap<string, string>
  /** The form of a component that travels this way. */
  readonly nameOf: (component: string, way: Way) => string
}

/** What is made of a contract; nothing where no code can be made of it. */
function made(contract: JsonObject): Made | undefined {
  const sorted = canonical(contract)
  const document = named(isObject(sorted) ? sorted : contract)
  if (lintReadable(document, 'openapi', 'contract').length > 0) return undefined
  const { document: typed, openForms } = typedDocument(document)
  const forms = new Map([...openForms].map(([form, component]) => [component, form]))
  const nameOf: Made['nameOf'] = (component, way) =>
    way === 'received' ? (forms.get(component) ?? component) : component
  return { typed, openForms, nameOf }
}

type Case = { readonly component: string; readonly way: Way; readonly value: Json }
type Trial = { readonly contract: JsonObject; readonly cases: readonly Case[] }

/** A contract with values to try it with, some made after its schemas. */
function trials(flavour: Flavour): fc.Arbitrary<Trial> {
  const drawn = fc.array(values, { minLength: 4, maxLength: 6 })
  const drawnFrom = flavour.with === 'discriminators' ? discriminated : contracts
  return fc.tuple(drawnFrom(flavour), fc.integer(), drawn).map(([contract, seed, strange]) => {
    const schemas = objectAt(objectAt(contract, 'components'), 'schemas')
    const random = randomFrom(seed)
    const cases = COMPONENTS.flatMap((component) => {
      const alike = Array.from({ length: 12 }, () => valueLike(schemas, schemas[component], random))
      return WAYS.flatMap((way) => [...strange, ...alike].map((value) => ({ component, way, value })))
    })
    return { contract, cases }
  })
}

/** An enum is open to newer values where it is received, and choices that were widened exclude each other no more. */
function isExact(contract: JsonObject, way: Way, flavour: Flavour): boolean {
  const isWidened = flavour.with === 'one-way members' && JSON.stringify(contract).includes('"oneOf":')
  return !isWidened && !(way === 'received' && flavour.enums)
}

const flavours: readonly Flavour[] = (['3.0.3', '3.1.0'] as const).flatMap((openapi) => [
  ...[true, false].flatMap((enums) =>
    (['one-way members', 'conditions'] as const).map((kind) => ({ openapi, enums, with: kind })),
  ),
  // What tells members apart is an enum.
  { openapi, enums: true, with: 'discriminators' },
])

describe.each(flavours)('a random contract of $openapi with $with (enums: $enums)', (flavour) => {
  it('has validators that say what it says', async () => {
    await fc.assert(
      fc.asyncProperty(trials(flavour), async ({ contract, cases }) => {
        const code = made(contract)
        fc.pre(code !== undefined)
        const [full, shape] = await Promise.all([compiled(code.typed, 'full'), compiled(code.typed, 'shape')])
        const says = { sent: oracle(contract, 'sent'), received: oracle(contract, 'received') }
        const faults = cases.filter(({ component, way, value }) => {
          const [name, expected] = [code.nameOf(component, way), says[way](component, value)]
          const [verdict, byShape] = [full[name]?.(value), shape[name]?.(value)]
          const isRight = verdict === expected || (verdict === true && !isExact(contract, way, flavour))
          return !isRight || (verdict && byShape !== true)
        })
        expect(faults).toEqual([])
      }),
      { seed: 20_261_126, numRuns: 25 },
    )
  })

  it('has types for everything that its validators accept', async () => {
    await fc.assert(
      fc.asyncProperty(trials(flavour), async ({ contract, cases }) => {
        const code = made(contract)
        fc.pre(code !== undefined)
        const full = await compiled(code.typed, 'full')
        const spelled = oracle(spelledOut(contract), 'sent')
        const accepted = cases.flatMap(({ component, way, value }) => {
          const name = code.nameOf(component, way)
          const isMeant = flavour.with !== 'discriminators' || spelled(component, value)
          return full[name]?.(value) === true && isMeant ? [{ component: name, value }] : []
        })
        expect(refused(emitSchema(code.typed, code.openForms), accepted)).toEqual([])
      }),
      { seed: 20_261_126, numRuns: 12 },
    )
  })
})
