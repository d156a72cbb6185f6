// Any contract becomes a package that compiles, whatever is odd about it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, describe, expect, it } from 'vitest'
import { generatePackage } from '../src/commands/generate-package.ts'

const root = join(import.meta.dirname, '../../..')
const odd = join(import.meta.dirname, 'odd')
const folder = mkdtempSync(join(tmpdir(), 'odd-'))
afterAll(() => rmSync(folder, { recursive: true }))

const made = new Map<string, ReturnType<typeof make>>()

/** A package is made once; several tests look at it. */
function packaged(spec: string): ReturnType<typeof make> {
  const present = made.get(spec) ?? make(spec)
  made.set(spec, present)
  return present
}

async function make(spec: string): Promise<{ readonly out: string; readonly code: string }> {
  const out = join(folder, spec)
  await generatePackage({ root, spec: join(odd, spec), out, name: '@odd/package', validators: true })
  const sources = readdirSync(join(out, 'src')).filter((file) => file.endsWith('.ts'))
  return { out, code: sources.map((file) => readFileSync(join(out, 'src', file), 'utf8')).join('\n') }
}

const libraries = new Map<string, ts.SourceFile | undefined>()

// Reading the libraries takes longer than everything else.
function hostThatReadsOnce(options: ts.CompilerOptions): ts.CompilerHost {
  const base = ts.createCompilerHost(options)
  const getSourceFile: ts.CompilerHost['getSourceFile'] = (file, ...rest) => {
    if (!/\blib\.[^/]*\.d\.ts$/.test(file)) return base.getSourceFile(file, ...rest)
    if (!libraries.has(file)) libraries.set(file, base.getSourceFile(file, ...rest))
    return libraries.get(file)
  }
  return { ...base, getSourceFile }
}

function complaints(out: string): string[] {
  const config = ts.parseJsonConfigFileContent(
    JSON.parse(readFileSync(join(out, 'tsconfig.json'), 'utf8')),
    ts.sys,
    out,
  )
  const options = { ...config.options, noEmit: true }
  const program = ts.createProgram(config.fileNames, options, hostThatReadsOnce(options))
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
}

describe.each(['openapi-3.0.yaml', 'openapi-3.1.yaml', 'asyncapi-2.6.yaml', 'asyncapi-3.0.yaml'])(
  'a package made of %s',
  (spec) => {
    it('compiles with the strictness of the family', async () => {
      const { out } = await packaged(spec)
      expect(complaints(out)).toEqual([])
    })

    it('leaves nothing anonymous or untyped', async () => {
      const { code } = await packaged(spec)
      expect(code).not.toMatch(/AnonymousSchema|\bMap<|[:|<] any\b/)
    })
  },
)

describe('the odd parts of OpenAPI', () => {
  it('keep operations apart whose names differ only in case, or that have none', async () => {
    const { code } = await packaged('openapi-3.0.yaml')
    expect(code.match(/^ {4}id: '.*'/gm)).toEqual([
      "    id: '_2fast'",
      "    id: 'delete_'",
      "    id: 'getNoIdByAByB'",
      "    id: 'getThing'",
      "    id: 'getThing2'",
    ])
  })

  it('narrow a union on the values of its discriminator, not on the names of its schemas', async () => {
    const { code } = await packaged('openapi-3.0.yaml')
    expect(code).toContain("type: 'kitty'")
    expect(code).not.toContain("type: 'Cat'")
  })

  it('keep apart the operations of paths that share their path item', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code.match(/^ {4}id: 'shared.*'/gm)).toEqual(["    id: 'shared'", "    id: 'shared2'"])
  })

  it('give a list of lists, and a value of values, types that may hold themselves', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toContain('type Lists = Lists[]')
    expect(code).toMatch(/type Value =\s+\| string\s+\| Value\[\]\s+\| \{\s+\[key: string\]: Value\s+\}/)
  })

  it('hold to what stands beside a reference', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(
      /beside\?: WithRequired<components\['schemas'\]\['Event'\], 'state'> & \{\s+more\?: string\s+\}/,
    )
  })

  it.each(['Mixed', 'Patterned'])(
    'let the named members of %s be what they are, whatever the others are',
    async (name) => {
      const { code } = await packaged('openapi-3.1.yaml')
      expect(code).toMatch(
        new RegExp(`${name}: \\{\\s+count\\?: number\\s+\\} & \\{\\s+\\[key: string\\]: unknown\\s+\\}`),
      )
    },
  )

  it('let no misspelt member of an answer pass because a schema says that there may be others, as in all of them', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/SaidOpen: \{\s+count\?: number\s+\}\s+\w/)
    expect(code).toMatch(/ComposedOpen: components\['schemas'\]\['SaidOpen'\]\s+\w/)
    expect(code).toMatch(/NamelessOpen: \{\s+\[key: string\]: unknown\s+\}/)
  })

  it('let members be sent that a schema has no names for, where it says that there may be others', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/SentOpen: \{\s+count\?: number\s+\} & \{\s+\[key: string\]: unknown\s+\}/)
  })

  it('take what a schema defines inside of itself for no member of it', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/Defining: \{\s+inner\?: components\['schemas'\]\['DefiningDefsInner'\]\s+\}/)
  })

  it('narrow a union without a mapping on the values that its members say', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/Circle: \{\s+\/\*\* @constant \*\/\s+shape\?: 'round'/)
  })

  it('keep the names that TypeScript and JavaScript have uses for', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toContain("export type AbortSignal_ = components['schemas']['AbortSignal']")
    expect(code).toContain("export type as_ = components['schemas']['as']")
    expect(code).toContain("id: 'then_'")
    expect(code).toContain("id: '__proto___'")
  })

  it('take no word of a sentence for a tag', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code.match(/^.*@deprecated is a word.*$/gm)?.filter((line) => !line.includes('\\@'))).toEqual([])
  })

  it('hold what is merged into a schema', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/Merged: \{\s+reason: string\s+\}/)
  })

  it('say what kind of credentials an operation takes', async () => {
    const { code } = await packaged('openapi-3.0.yaml')
    expect(new Set(code.match(/^ {4}auth: '.*'/gm))).toEqual(new Set(["    auth: 'apiKey'", "    auth: 'none'"]))
  })

  it('give back what an operation answers whatever happens', async () => {
    const { code } = await packaged('openapi-3.0.yaml')
    expect(code).toMatch(/export type GetThing2Result = Error\n/)
  })

  it('know what follows the first items of a list', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/rest\?: \[string, \.\.\.number\[\]\]/)
  })

  it('know that items may be missing, and others follow, where nothing says otherwise', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/loose\?: \[string\?, \.\.\.unknown\[\]\]/)
  })

  it('refer to a component whatever signs are in its name', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toContain("Outward: components['schemas']['in/ward~100%'][]")
  })

  it('take a list of composed lists for no list of what those hold', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toMatch(/lists\?: string\[\]\[\]/)
  })

  it('follow references into other files', async () => {
    const { code } = await packaged('openapi-3.1.yaml')
    expect(code).toContain("side?: 'left' | 'right' | (string & {})")
  })
})

describe('the odd parts of AsyncAPI', () => {
  it('know the channels by the names of the messages, and a message by all of its operations', async () => {
    const { code } = await packaged('asyncapi-3.0.yaml')
    expect(code).toContain("address: '/second', messages: ['echo', 'sentEcho', 'delete', 'question']")
    expect(code).toMatch(/ {2}echo: \{\n {4}direction: 'receive',\n {4}operations: \['again', 'hear'\]/)
  })

  it('know what fills the holes of an address, and the headers of a message', async () => {
    const { code } = await packaged('asyncapi-2.6.yaml')
    expect(code).toMatch(
      /parameters: \{\s+depth: \{ values: \['5', '10'\], default: '5' \},\s+\/\*\* Whose\. \*\/\s+id: \{\},\s+\},\s+messages:/,
    )
    expect(code).toMatch(/interface ChannelHeaders \{\s+seq: number\s+\}/)
    expect(code).toMatch(/interface MessageHeaders \{\s+channel: ChannelHeaders\s+\}/)
  })

  it('receive the messages of a channel and an operation that are components', async () => {
    const { code } = await packaged('asyncapi-3.0.yaml')
    expect(code).toContain("third: { address: '/third', messages: ['ready'] }")
    expect(code).toMatch(/ {2}ready: UserReady\n/)
  })

  it('tell the members of a union apart by its discriminator', async () => {
    const { code } = await packaged('asyncapi-3.0.yaml')
    expect(code).toMatch(/interface cat \{\s+purrs\?: boolean\s+kind: 'kitty'\s+\}/)
    expect(code).toMatch(/interface dog \{\s+barks\?: boolean\s+kind: 'dog'\s+\}/)
  })

  it('tell what is made of a parent apart by a discriminator that is no more than a name', async () => {
    const { code } = await packaged('asyncapi-3.0.yaml')
    expect(code).toMatch(/interface lion \{\s+kind: 'lion'\s+roars\?: boolean\s+\}/)
  })

  it('receive the reply to what is sent', async () => {
    const { code } = await packaged('asyncapi-3.0.yaml')
    expect(code).toMatch(/ {2}question: \{\n {4}direction: 'receive',\n {4}operations: \['ask'\]/)
  })
})

describe('making a package', () => {
  it('holds it to every strictness of the family', async () => {
    const { out } = await packaged('asyncapi-3.0.yaml')
    const optionsIn = (file: string): object =>
      (JSON.parse(readFileSync(file, 'utf8')) as { readonly compilerOptions: object }).compilerOptions
    const strict = Object.entries(optionsIn(join(root, 'tsconfig.base.json'))).filter(([name]) =>
      /^(?:strict$|exact|no[A-Z]|verbatim|isolated|erasable)/.test(name),
    )
    expect(strict.length).toBeGreaterThan(0)
    expect(optionsIn(join(out, 'tsconfig.json'))).toMatchObject(Object.fromEntries(strict))
  })

  const into = (spec: string, out: string, name = 'odd'): Promise<void> =>
    generatePackage({ root, spec: join(odd, spec), out: join(folder, out), name, validators: false })

  it('refuses a folder that holds something else', async () => {
    writeFileSync(join(folder, 'letter.txt'), '')
    await expect(into('asyncapi-3.0.yaml', '.')).rejects.toThrow(
      'which was not generated; name a folder of its own with --out.',
    )
  })

  it('refuses a package that somebody wrote, and leaves it as it is', async () => {
    const source = join(folder, 'written/src')
    mkdirSync(source, { recursive: true })
    writeFileSync(join(folder, 'written/package.json'), '{}')
    await expect(into('asyncapi-3.0.yaml', 'written')).rejects.toThrow('holds package.json, which was not generated')
    writeFileSync(join(source, 'contract.yaml'), 'asyncapi: 3.0.0\n')
    await expect(into('asyncapi-3.0.yaml', 'written')).rejects.toThrow('holds src/contract.yaml, which')
    expect(readdirSync(source)).toEqual(['contract.yaml'])
  })

  it('refuses a file as its folder', async () => {
    writeFileSync(join(folder, 'file'), '')
    await expect(into('asyncapi-3.0.yaml', 'file')).rejects.toThrow(
      'file is a file; name a folder of its own with --out.',
    )
  })

  it('replaces one that it made before', async () => {
    await into('asyncapi-3.0.yaml', 'again')
    await into('asyncapi-2.6.yaml', 'again')
    expect(readFileSync(join(folder, 'again/src/channels.ts'), 'utf8')).toContain('from asyncapi-2.6.yaml')
  })

  it.each(['Odd', '../odd', '@odd'])('refuses %s as a name', async (name) => {
    await expect(into('asyncapi-3.0.yaml', 'named', name)).rejects.toThrow(`${name} is no name for a package.`)
  })
})
