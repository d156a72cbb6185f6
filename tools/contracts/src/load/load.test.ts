import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { loadContract } from './contract.ts'
import { kindOf } from './kind.ts'
import { MAX_BYTES, parseDocumentText, textOf } from './parse.ts'
import { placesIn } from './places.ts'
import { referenceTo, refuseDangling, resolve, schemaName } from './references.ts'
import { refersOutside } from './whole.ts'

const folder = mkdtempSync(join(tmpdir(), 'load-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('reading a contract', () => {
  it('names file, line and column of broken YAML', () => {
    expect(() => parseDocumentText('openapi: 3.1.0\npaths: [a, b\n', 'specs/x.yaml')).toThrow(/^specs\/x\.yaml:3:1: /)
  })

  it('names file, line and column of broken JSON', () => {
    expect(() => parseDocumentText('{\n  "openapi": "3.1.0",\n  "paths": ["a" }\n}\n', 'x.json')).toThrow(
      /^x\.json:3:\d+: /,
    )
  })

  it('refuses a key that is there twice', () => {
    expect(() => parseDocumentText('paths: {}\npaths: {}\n', 'x.yaml')).toThrow(/^x\.yaml:2:1: Map keys must be unique/)
  })

  it('refuses a key that is there twice in JSON, which JSON.parse would not notice', () => {
    const text = '{\n  "a": { "x\\"": "b: ", "y": 1 },\n  "a": { "y": 2 }\n}\n'
    expect(() => parseDocumentText(text, 'x.json')).toThrow(/^x\.json:3:3: Map keys must be unique/)
  })

  it('takes texts that look like keys for what they are', () => {
    const text = JSON.stringify({ a: 'b":', c: ['"d":', '\\'], e: { 'f"': ': {}' } })
    expect(parseDocumentText(text, 'x.json')).toEqual(JSON.parse(text))
  })

  it('says what is wrong with JSON in the words of JSON', () => {
    expect(() => parseDocumentText('{"openapi":"3.1.0",\n"info":{"title":"T"\n', 'x.json')).toThrow(
      /^x\.json:3:1: .*JSON/,
    )
  })

  it.each([
    ['{\n  // The version.\n  "openapi": "3.1.0" }', '2:3'],
    ['{ "openapi": "3.1.0", /* None. */ paths: {} }', '1:23'],
    ['{ "required": true // always\n}', '1:15'],
  ])('refuses a comment of JavaScript in %j, which would be taken for text', (text, place) => {
    expect(() => parseDocumentText(text, 'x.yaml')).toThrow(
      `x.yaml:${place}: Neither JSON nor YAML has comments with slashes; take them out.`,
    )
  })

  it('takes slashes for text where they are', () => {
    const text = '{ url: https://a.example//b, "note": "a // b", # A comment.\n paths: { /a/*: {} } }'
    expect(parseDocumentText(text, 'x.yaml')).toEqual({
      url: 'https://a.example//b',
      note: 'a // b',
      paths: { '/a/*': {} },
    })
    expect(parseDocumentText('a: one // two\n', 'x.yaml')).toEqual({ a: 'one // two' })
  })

  it('reads a byte order mark and Windows line ends as nothing', () => {
    const mark = '\uFEFF'
    expect(parseDocumentText(`${mark}a: |\r\n  b\r\n  c\r\n`, 'x.yaml')).toEqual({ a: 'b\nc\n' })
    expect(parseDocumentText(`${mark}{"a":1}\r\n`, 'x.json')).toEqual({ a: 1 })
  })

  it('says of another encoding what to do', () => {
    const text = Buffer.from('\uFEFFa: 1', 'utf16le').toString('utf8')
    expect(() => parseDocumentText(text, 'x.yaml')).toThrow('x.yaml is no text in UTF-8; save it as such.')
  })

  it('follows aliases, and refuses one that holds itself', () => {
    expect(parseDocumentText('a: &x { b: 1 }\nc: *x\n', 'x.yaml')).toEqual({ a: { b: 1 }, c: { b: 1 } })
    expect(() => parseDocumentText('a: 1\nb: &x { c: *x }\n', 'x.yaml')).toThrow(
      'x.yaml:2:12: The alias x holds itself.',
    )
  })

  it('reads merge keys, which publishers write though YAML has none any more', () => {
    const text = 'a: &a { b: 1, c: 1 }\nd: { <<: *a, c: 2 }\ne: { <<: [*a, { f: 3 }] }\n'
    expect(parseDocumentText(text, 'x.yaml')).toMatchObject({ d: { b: 1, c: 2 }, e: { b: 1, c: 1, f: 3 } })
  })

  it.each([
    ['x.yaml', 'a:\n  __proto__: { b: 1 }\n', '2:3'],
    ['x.json', '{ "a": {\n "__proto__": 1 } }', '2:2'],
  ])('refuses a name that no object of JavaScript can hold in %s', (file, text, place) => {
    expect(() => parseDocumentText(text, file)).toThrow(
      `${file}:${place}: Nothing may be called __proto__; JavaScript has its own use for it.`,
    )
  })

  it('refuses aliases that multiply without end', () => {
    const line = (name: string, of: string): string => `${name}: &${name} [${Array(10).fill(of).join(',')}]\n`
    const bomb = line('a', '1') + line('b', '*a') + line('c', '*b') + line('d', '*c') + line('e', '*d')
    expect(() => parseDocumentText(bomb, 'x.yaml')).toThrow('x.yaml has aliases that multiply beyond reason')
  })

  it('refuses a second document in the file', () => {
    expect(() => parseDocumentText('a: 1\n---\nb: 2\n', 'x.yaml')).toThrow(
      'x.yaml:2:1: The file holds more than one document; a contract is one.',
    )
  })

  it('leaves dates and digits in quotes as text', () => {
    expect(parseDocumentText("a: 2026-08-05\nb: '17'\n", 'x.yaml')).toEqual({ a: '2026-08-05', b: '17' })
  })

  it('refuses bytes that are no text in UTF-8, in place of reading them as something else', () => {
    expect(() => textOf(Uint8Array.of(0x63, 0x61, 0x66, 0xe9), 'x.yaml')).toThrow('x.yaml is no text in UTF-8')
    expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61), 'x.yaml')).toBe('a')
  })

  it.each(['<!DOCTYPE html>', '<html>', '\n<?xml version="1.0"?>'])('takes %j for the web page it begins', (text) => {
    expect(() => parseDocumentText(text, 'x.yaml')).toThrow('x.yaml is a web page, not a contract.')
  })

  it.each([
    ['JSON', (levels: number) => `{"a":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`],
    ['YAML', (levels: number) => `a: ${'{ a: '.repeat(levels)}1${' }'.repeat(levels)}`],
  ])('refuses %s that is nested without end', (_, nested) => {
    expect(() => parseDocumentText(nested(20_000), 'x.yaml')).toThrow('x.yaml is nested deeper than 400 levels')
    expect(() => parseDocumentText(nested(401), 'x.yaml')).toThrow('x.yaml is nested deeper than 400 levels')
    expect(() => parseDocumentText(nested(398), 'x.yaml')).not.toThrow()
  })

  it('refuses a list at the top', () => {
    expect(() => parseDocumentText('- a\n', 'x.yaml')).toThrow(
      'x.yaml holds no map at its top level, so it is no contract.',
    )
  })

  it('refuses a document too large to be a contract, before parsing it', () => {
    expect(() => parseDocumentText(' '.repeat(MAX_BYTES + 1), 'x.yaml')).toThrow('x.yaml is larger than 64 MB')
  })

  it('says that a missing file cannot be read', () => {
    expect(() => loadContract(join(folder, 'absent.yaml'))).toThrow(/absent\.yaml cannot be read/)
  })

  it('refuses what the overlay makes dangle', () => {
    writeFileSync(
      join(folder, 'c.yaml'),
      'openapi: 3.1.0\npaths: {}\ncomponents: { schemas: { A: { $ref: "#/components/schemas/B" }, B: {} } }\n',
    )
    writeFileSync(
      join(folder, 'o.yaml'),
      'overlay: 1.0.0\nactions: [{ target: $.components.schemas.B, remove: true }]\n',
    )
    expect(() => loadContract(join(folder, 'c.yaml'), join(folder, 'o.yaml'))).toThrow(
      /#\/components\/schemas\/B \(at \/components\/schemas\/A\)/,
    )
  })
})

describe('the kind of a contract', () => {
  it.each([
    [{ openapi: '3.1.0' }, 'openapi'],
    [{ openapi: '3.0.3' }, 'openapi'],
    [{ openapi: '3.2.0' }, 'openapi'],
    [{ asyncapi: '3.0.0' }, 'asyncapi'],
    [{ asyncapi: '3.1.0' }, 'asyncapi'],
    [{ asyncapi: '2.0.0' }, 'asyncapi'],
    [{ asyncapi: '2.6.0' }, 'asyncapi'],
  ])('of %j is %s', (document, kind) => {
    expect(kindOf(document, 'x.yaml')).toBe(kind)
  })

  it.each([[{ swagger: '2.0' }], [{ openapi: '4.0.0' }], [{ asyncapi: '1.2.0' }]])(
    'refuses %j by its version',
    (document) => {
      expect(() => kindOf(document, 'x.yaml')).toThrow(
        /^x\.yaml is of version .*; OpenAPI 3\.0 to 3\.2, AsyncAPI 2\.0 to 2\.6, 3\.0 and 3\.1 are understood\. Convert it to one of those\.$/,
      )
    },
  )

  it('tells a version that is a number how to be a text', () => {
    expect(() => kindOf({ openapi: 3.1 }, 'x.yaml')).toThrow(
      'x.yaml gives its version as the number 3.1; write it whole and in quotes, like "3.1.0".',
    )
  })

  it('refuses a document that is no contract', () => {
    expect(() => kindOf({ name: 'pnpm' }, 'x.yaml')).toThrow(
      'x.yaml is no contract: it has neither an "openapi" nor an "asyncapi" member.',
    )
  })
})

describe('references', () => {
  it('that dangle are named with their place', () => {
    const document = { paths: { '/a': { $ref: '#/components/pathItems/none' } } }
    expect(() => refuseDangling(document, 'x.yaml')).toThrow(
      'x.yaml refers to what is not there: #/components/pathItems/none (at /paths/~1a).',
    )
  })

  it('may name keys with slashes and tildes', () => {
    const document = { paths: { '/a~b': { x: { y: 1 } } }, here: { $ref: '#/paths/~1a~0b/x' } }
    expect(resolve(document, document.here)).toEqual({ y: 1 })
  })

  it('write a percent sign as an escape', () => {
    const document = { '100%': { x: { y: 1 } } }
    expect(resolve(document, { $ref: '#/100%25/x' })).toEqual({ y: 1 })
    expect(() => refuseDangling({ ...document, a: { $ref: '#/100%/x' } }, 'x.yaml')).toThrow('#/100%/x (at /a)')
  })

  it('lead through references, but in no circle', () => {
    const document = {
      channels: { a: { $ref: '#/shared/a' }, b: { $ref: '#/channels/b/c' } },
      shared: { a: { 'm/n': { y: 1 } } },
    }
    expect(resolve(document, { $ref: '#/channels/a/m~1n' })).toEqual({ y: 1 })
    expect(() => refuseDangling(document, 'x.yaml')).toThrow('#/channels/b/c (at /channels/b)')
  })

  it.each(['Order', 'a/b~c', '100%', 'größe'])('to the component %s give its name back', (name) => {
    expect(schemaName(referenceTo(name))).toBe(name)
    const document = { components: { schemas: { [name]: { y: 1 } } } }
    expect(resolve(document, { $ref: referenceTo(name) })).toEqual({ y: 1 })
  })

  it('in extensions are data, but not in what is only called like one', () => {
    const nowhere = { $ref: '#/nowhere' }
    expect(() => refuseDangling({ paths: { '/a': { 'x-more': [nowhere] } }, 'x-a': nowhere }, 'x.yaml')).not.toThrow()
    expect(() => refuseDangling({ properties: { 'x-a': nowhere } }, 'x.yaml')).toThrow('#/nowhere (at /properties/x-a)')
  })

  it('in examples are data, wherever they seem to lead', () => {
    const nowhere = { $ref: 'elsewhere.yaml' }
    const media = { example: [nowhere], examples: { one: { value: { a: nowhere } } } }
    const document = { components: { examples: { two: { value: nowhere } } }, paths: { '/a': { content: media } } }
    expect(refersOutside(document)).toBe(false)
    expect(() => refuseDangling(document, 'x.yaml')).not.toThrow()
  })

  it.each([
    { components: { schemas: { example: { properties: { a: { $ref: 'elsewhere.yaml' } } } } } },
    { properties: { examples: { properties: { value: { $ref: 'elsewhere.yaml' } } } } },
    { examples: { one: { $ref: 'elsewhere.yaml' } } },
    { operations: { example: { channel: { $ref: 'elsewhere.yaml' } } } },
    { callbacks: { example: { '{$request.body#/url}': { post: { $ref: 'elsewhere.yaml' } } } } },
  ])('beside examples, or in parts that are called so, are references', (document) => {
    expect(refersOutside(document)).toBe(true)
    expect(() => refuseDangling(document, 'x.yaml')).toThrow('elsewhere.yaml (at /')
  })

  it('by the name of an anchor are refused as not there', () => {
    const document = { a: { $anchor: 'here' }, b: { $ref: '#here' } }
    expect(() => refuseDangling(document, 'x.yaml')).toThrow(
      'x.yaml refers to what is not there: #here (at /b). Anchors are not followed; name the place from the root',
    )
  })

  it('that count from the top of their schema are refused, and told from where to count', () => {
    const A = { $ref: '#/$defs/part', $defs: { part: {} } }
    expect(() => refuseDangling({ components: { schemas: { A } } }, 'x.yaml')).toThrow(
      'A reference counts from the top of the document, as in #/components/schemas/Name/$defs/Part.',
    )
  })

  it('that dangle are named with their line where the text is known', () => {
    const text = 'a:\n  b: { $ref: "./other.yaml#/c" }\n'
    expect(() => refuseDangling(parseDocumentText(text, 'x.yaml'), 'x.yaml', placesIn(text, 'x.yaml'))).toThrow(
      'x.yaml refers to what is not there: ./other.yaml#/c (at /a/b, x.yaml:2:8). A contract of ours is one file; `pnpm contracts pull',
    )
  })

  it('that lead back to themselves are refused', () => {
    const document = { a: { $ref: '#/b' }, b: { $ref: '#/a' } }
    expect(() => resolve(document, document.a)).toThrow('leads back to itself')
  })

  it('that run in a circle, or into one, are named with their places', () => {
    const text = 'a: { $ref: "#/b" }\nb: { $ref: "#/b" }\nc: { d: { $ref: "#/c" } }\ne: { $ref: "#/a" }\n'
    expect(() => refuseDangling(parseDocumentText(text, 'x.yaml'), 'x.yaml', placesIn(text, 'x.yaml'))).toThrow(
      'x.yaml refers in a circle, so nothing is said: #/b (at /a, x.yaml:1:6), #/b (at /b, x.yaml:2:6), #/a (at /e, x.yaml:4:6).',
    )
  })
})
