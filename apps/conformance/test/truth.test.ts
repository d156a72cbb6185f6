import { describe, expect, it } from 'vitest'
import { createContractValidator } from '../src/contract/validator.ts'
import type { JsonObject } from '../src/json.ts'
import { type Form, listForms } from '../src/truth/forms.ts'
import { observe } from '../src/truth/observe.ts'
import { isEnough, truthReport } from '../src/truth/report.ts'

const document: JsonObject = {
  components: {
    schemas: {
      Box: {
        type: 'object',
        properties: {
          colour: { enum: ['red', 'blue'] },
          lid: { type: ['string', 'null'] },
          inside: { type: 'array', items: { $ref: '#/components/schemas/Box' } },
          size: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
        },
      },
    },
  },
}

const box = '#/components/schemas/Box'
const at = (name: string) => `${box}/properties/${name}`

function seen(value: JsonObject): Form[] {
  const forms = new Set<Form>()
  observe(document, createContractValidator(document), box, value, (form) => void forms.add(form))
  return [...forms]
}

describe('the forms of an answer', () => {
  it('are its enum values, nulls, arrays, branches and members, once each although the schema contains itself', () => {
    expect([...listForms(document, [box])]).toEqual([
      `${at('colour')} present`,
      `${at('lid')} present`,
      `${at('inside')} present`,
      `${at('size')} present`,
      `${at('colour')} ="red"`,
      `${at('colour')} ="blue"`,
      `${at('lid')} null`,
      `${at('inside')} empty`,
      `${at('inside')} filled`,
      `${at('size')}/anyOf/0 taken`,
      `${at('size')}/anyOf/1 taken`,
    ])
  })

  it('are met by values, at any depth', () => {
    expect(seen({ lid: null, inside: [{ colour: 'blue', size: 3 }] })).toEqual([
      `${at('lid')} present`,
      `${at('lid')} null`,
      `${at('inside')} present`,
      `${at('inside')} filled`,
      `${at('colour')} present`,
      `${at('colour')} ="blue"`,
      `${at('size')} present`,
      `${at('size')}/anyOf/1 taken`,
    ])
  })
})

describe('the coverage of truth', () => {
  const truth = { api: 'auth' as const, forms: 20, seen: 18, unseen: ['#/a =1', '#/b null'] as Form[] }
  const excuse = (form: RegExp) => ({ api: 'auth' as const, form, reason: 'a test' })

  it('leaves out of the reckoning what is listed with a reason', () => {
    const report = truthReport([truth], [excuse(/^#\/a/)])
    expect(report.rows[0]).toMatchObject({ reachable: 19, share: 94, unseen: ['#/b null'] })
    expect(isEnough(report)).toBe(false)
  })

  it('does not accept a reason that excuses nothing', () => {
    const report = truthReport([truth], [excuse(/^#\/[ab]/), excuse(/^#\/c/)])
    expect(report.needless).toEqual([String.raw`auth ^#\/c`])
    expect(isEnough(report)).toBe(false)
  })
})
