import ts from 'typescript'

/** What a package shows to its users: name → declaration, without comments and layout. */
export type Surface = ReadonlyMap<string, string>

/** How a surface changed, as names in order. */
export type SurfaceChange = {
  readonly added: readonly string[]
  readonly changed: readonly string[]
  readonly removed: readonly string[]
}

/** The exported declarations of generated files; components and operations of `schema.ts` count one by one. */
export function surfaceOf(files: { readonly [file: string]: string }): Surface {
  const found = new Map<string, string>()
  for (const [file, text] of Object.entries(files)) {
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022)
    for (const statement of source.statements) {
      for (const [name, node] of declarationsOf(statement)) found.set(name, plain(node, source))
    }
  }
  return found
}

function declarationsOf(statement: ts.Statement): (readonly [string, ts.Node])[] {
  if (ts.isInterfaceDeclaration(statement) && SPREAD.has(statement.name.text)) return membersOf(statement)
  if ((ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)) && isExported(statement))
    return [[statement.name.text, statement]]
  if (ts.isVariableStatement(statement) && isExported(statement)) {
    return statement.declarationList.declarations.flatMap((one) =>
      ts.isIdentifier(one.name) ? [[one.name.text, one] as const] : [],
    )
  }
  return []
}

/** Interfaces that hold a whole API: their members are what users see. */
const SPREAD = new Set(['components', 'operations'])

function membersOf(holder: ts.InterfaceDeclaration): (readonly [string, ts.Node])[] {
  return holder.members.flatMap((member) => {
    if (!ts.isPropertySignature(member)) return []
    const name = nameOf(member)
    const inner =
      member.type !== undefined && ts.isTypeLiteralNode(member.type) && holder.name.text === 'components'
        ? member.type.members
        : undefined
    if (inner === undefined) return [[`${holder.name.text}.${name}`, member] as const]
    return inner.flatMap((one) =>
      ts.isPropertySignature(one) ? [[`${holder.name.text}.${name}.${nameOf(one)}`, one] as const] : [],
    )
  })
}

function nameOf(member: ts.PropertySignature): string {
  return ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) || ts.isNumericLiteral(member.name)
    ? member.name.text
    : 'computed'
}

function isExported(node: ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.VariableStatement): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) === true
}

const printer = ts.createPrinter({ removeComments: true })

function plain(node: ts.Node, source: ts.SourceFile): string {
  return printer.printNode(ts.EmitHint.Unspecified, node, source).replaceAll(/\s+/g, ' ')
}

/** What came, changed and went between two surfaces. */
export function compareSurfaces(before: Surface, after: Surface): SurfaceChange {
  const names = (pick: (name: string) => boolean, from: Surface): string[] => [...from.keys()].filter(pick).sort()
  return {
    added: names((name) => !before.has(name), after),
    changed: names((name) => after.has(name) && after.get(name) !== before.get(name), before),
    removed: names((name) => !after.has(name), before),
  }
}
