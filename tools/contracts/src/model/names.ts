import { type JsonObject, textAt } from '../json.ts'

// `then` is reserved for another reason: an object with such a method is taken for a promise where it is awaited.
const RESERVED = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if import in ' +
    'instanceof new null return super switch this throw true try typeof var void while with yield let static await implements interface ' +
    'package private protected public any unknown never string number boolean symbol object bigint undefined then __proto__'
  ).split(' '),
)

// Words that no type can be called by, though anything else can.
const TYPE_WORDS = new Set(['as', 'infer', 'keyof', 'readonly', 'unique'])

/** Name of an operation in the SDK: the overlay's pin, the publisher's operationId, or one made of method and path. */
export function nameOf(operation: JsonObject, method: string, path: string): string {
  const name =
    textAt(operation, 'x-sdk-name') ??
    textAt(operation, 'operationId') ??
    `${method} ${path.replaceAll('{', 'by ').replaceAll('_', ' ')}`
  return camelCase(name)
}

/** `list-orders` → `listOrders`. A name that already is an identifier stays as it is, but for its first letter. */
export function camelCase(name: string): string {
  const pascal = pascalCase(name)
  const camel = /^[A-Z]{2,}/.test(pascal) ? pascal : pascal.charAt(0).toLowerCase() + pascal.slice(1)
  return RESERVED.has(camel) ? `${camel}_` : camel
}

/** `list-orders` → `ListOrders`. */
export function pascalCase(name: string): string {
  const joined = name
    .split(/[^\p{ID_Continue}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
  return /^[\p{ID_Start}_$]/u.test(joined) ? joined : `_${joined}`
}

/** A type name for a component: its own name where that is an identifier. */
export function typeName(name: string): string {
  const usable = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) && !RESERVED.has(name) ? name : pascalCase(name)
  return GLOBAL_TYPES.has(usable) || TYPE_WORDS.has(usable) ? `${usable}_` : usable
}

/** The type names of components, by the names they have in the contract; two that would be the same are numbered. */
export function typeNames(components: Iterable<string>): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Set<string>()
  for (const component of components) {
    const name = numbered(typeName(component), (one) => taken.has(one))
    taken.add(name)
    names.set(component, name)
  }
  return names
}

// A component of these names would hide the type that generated code means.
const GLOBAL_TYPES = new Set([
  'AbortSignal',
  'Array',
  'Promise',
  'Record',
  'NonNullable',
  'Pick',
  'Required',
  'Exclude',
  'CallOptions',
  'PagedOperation',
  'components',
  'operations',
  'paths',
  'webhooks',
  'WithRequired',
])

/** The name itself, or with the separator and the first number from 2 on under which nothing is taken. */
export function numbered(wanted: string, isTaken: (name: string) => boolean, separator = ''): string {
  let name = wanted
  for (let count = 2; isTaken(name); count += 1) name = `${wanted}${separator}${count}`
  return name
}
