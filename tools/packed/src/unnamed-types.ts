// The compiler API of TypeScript 5: the one of the root, 7, has none yet.
import ts from 'typescript'

/** A package and the declaration files of the paths it offers. */
export type Declared = { readonly name: string; readonly files: readonly string[] }

/**
 * Types that stand in the public declarations of packages and that no path of the same package exports, each with a place
 * that speaks of it. Who installs one package alone could not write the type of a variable that holds such a thing, and the
 * compiler could not write it in a declaration file either (TS2742).
 *
 * @returns Lines like `@truemarkets/gateway: RawClient, in GatewayClient`.
 */
export function unnamedTypes(packages: readonly Declared[]): string[] {
  const program = ts.createProgram(
    packages.flatMap(({ files }) => files),
    {
      strict: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
    },
  )
  const checker = program.getTypeChecker()
  return packages.flatMap(({ name, files }) => {
    const exported = new Set(files.flatMap((file) => exportsOf(file, program, checker)))
    const unnamed = new Map<string, string>()
    for (const symbol of exported) {
      for (const type of typesIn(symbol, checker)) {
        if (!exported.has(type) && !unnamed.has(type.name)) unnamed.set(type.name, symbol.name)
      }
    }
    return [...unnamed].map(([type, place]) => `${name}: ${type}, in ${place}`)
  })
}

function exportsOf(file: string, program: ts.Program, checker: ts.TypeChecker): ts.Symbol[] {
  const source = program.getSourceFile(file)
  const module = source && checker.getSymbolAtLocation(source)
  if (module === undefined) throw new Error(`${file} is no module.`)
  return checker.getExportsOfModule(module).map((symbol) => original(symbol, checker))
}

function original(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)
}

/** The types of ours that the declarations of a symbol name. */
function typesIn(symbol: ts.Symbol, checker: ts.TypeChecker): ts.Symbol[] {
  const found: ts.Symbol[] = []
  const visit = (node: ts.Node): void => {
    const name = typeName(node)
    const named = name && checker.getSymbolAtLocation(name)
    if (named !== undefined) {
      const type = original(named, checker)
      if ((type.flags & ts.SymbolFlags.TypeParameter) === 0 && type.declarations?.some(isOurs)) found.push(type)
    }
    ts.forEachChild(node, visit)
  }
  for (const declaration of symbol.declarations ?? []) if (isOurs(declaration)) visit(declaration)
  return found
}

function typeName(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) return node.typeName
  if (ts.isExpressionWithTypeArguments(node)) return node.expression
  return undefined
}

function isOurs(declaration: ts.Declaration): boolean {
  const { fileName } = declaration.getSourceFile()
  // What openapi-typescript makes is reached by index, from `paths` and `components` on.
  return fileName.includes('/node_modules/@truemarkets/') && !fileName.endsWith('/generated/schema.d.ts')
}
