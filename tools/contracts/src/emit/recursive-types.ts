import ts from 'typescript'
import { arrayAt, isObject, type Json, type JsonObject } from '../json.ts'
import { schemaName } from '../load/references.ts'
import { typeNames } from '../model/names.ts'

/**
 * The components that contain themselves without an object in between, such as a list of lists. A member of an interface may
 * not have such a type; an alias may.
 */
export function selfContained(schemas: JsonObject): string[] {
  const inner = new Map(Object.entries(schemas).map(([name, schema]) => [name, withinReach(schema)]))
  return [...inner.keys()].filter((name) => {
    const seen = new Set<string>()
    const queue = [...(inner.get(name) ?? [])]
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      if (next === name) return true
      if (seen.has(next)) continue
      seen.add(next)
      queue.push(...(inner.get(next) ?? []))
    }
    return false
  })
}

// The compiler looks through lists and choices at once, and into the members of an object when it needs them.
function withinReach(schema: Json): string[] {
  if (!isObject(schema)) return []
  const name = schemaName(schema['$ref'])
  if (name !== undefined) return [name]
  const parts = ['allOf', 'anyOf', 'oneOf', 'prefixItems'].flatMap((keyword) => arrayAt(schema, keyword))
  return [...parts, schema['items'] ?? true].flatMap(withinReach)
}

/** The nodes of `schema.ts` with the types of these components moved to aliases of their own. */
export function withAliases(nodes: readonly ts.Node[], components: readonly string[]): ts.Node[] {
  if (components.length === 0) return [...nodes]
  const aliases = typeNames(components)
  const declarations: ts.Node[] = []
  const change = (node: ts.Node, context: ts.TransformationContext): ts.Node => {
    const visit = (child: ts.Node): ts.Node => {
      const alias = aliases.get(componentOf(child) ?? '')
      return alias === undefined ? ts.visitEachChild(child, visit, context) : ts.factory.createTypeReferenceNode(alias)
    }
    const visitSchemas = (child: ts.Node): ts.Node => {
      const alias = ts.isPropertySignature(child) ? aliases.get(nameOf(child.name)) : undefined
      if (!ts.isPropertySignature(child) || child.type === undefined || alias === undefined) return child
      const type = ts.visitNode(child.type, visit, ts.isTypeNode) ?? child.type
      declarations.push(ts.factory.createTypeAliasDeclaration(undefined, alias, undefined, type))
      const reference = ts.factory.createTypeReferenceNode(alias)
      return ts.factory.updatePropertySignature(child, child.modifiers, child.name, child.questionToken, reference)
    }
    return ts.visitEachChild(
      node,
      (section) =>
        ts.isPropertySignature(section) && nameOf(section.name) === 'schemas' && section.type !== undefined
          ? ts.factory.updatePropertySignature(
              section,
              section.modifiers,
              section.name,
              section.questionToken,
              ts.visitEachChild(section.type, visitSchemas, context),
            )
          : section,
      context,
    )
  }
  const changed = nodes.map((node) =>
    ts.isInterfaceDeclaration(node) && node.name.text === 'components'
      ? (ts.transform(node, [(context) => (root) => change(root, context) as ts.InterfaceDeclaration]).transformed[0] ??
        node)
      : node,
  )
  return [...changed, ...declarations]
}

function nameOf(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : ''
}

// `components["schemas"]["Name"]` → `Name`.
function componentOf(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isIndexedAccessTypeNode(node.objectType)) return undefined
  const { objectType: section, indexType } = node
  const isSchemas = textOf(section.indexType) === 'schemas' && ts.isTypeReferenceNode(section.objectType)
  return isSchemas ? textOf(indexType) : undefined
}

function textOf(node: ts.TypeNode): string | undefined {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteralLike(node.literal) ? node.literal.text : undefined
}
