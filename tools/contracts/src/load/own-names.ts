import { escapePointer, isObject, type Json, type JsonObject, mapObjects, objectAt, unescapePointer } from '../json.ts'
import { numbered } from '../model/names.ts'

/**
 * A bundled document with one component for each thing. A component of the contract that is only a reference to another
 * file comes out of the bundling as a reference to a second component, which the bundler named after the file; it holds the
 * thing itself afterwards, under the name the publisher gave it. Of several such names for one thing the first one holds it.
 *
 * @param written The document before it was bundled: what is in it has the publisher's names.
 */
export function withOwnNames(bundled: JsonObject, written: JsonObject): JsonObject {
  const plain = withPlainNames(bundled, written)
  const components: JsonObject = { ...objectAt(plain, 'components') }
  const renamed = new Map<string, string>()
  for (const [section, members] of Object.entries(components)) {
    if (!isObject(members)) continue
    const own = objectAt(objectAt(written, 'components'), section)
    const kept: JsonObject = { ...members }
    for (const name of Object.keys(own)) {
      const target = targetOf(kept[name], section, members)
      if (target === undefined || Object.hasOwn(own, target) || kept[target] === undefined) continue
      kept[name] = kept[target]
      delete kept[target]
      renamed.set(pointer(section, target), pointer(section, name))
    }
    components[section] = kept
  }
  return renamed.size === 0 ? plain : referringTo(renamed, { ...plain, components })
}

/** The bundler names a component as the end of its pointer is written, `a~1b` for `a/b`, and refers to it by that without another escape. */
function withPlainNames(bundled: JsonObject, written: JsonObject): JsonObject {
  const components: JsonObject = { ...objectAt(bundled, 'components') }
  const renamed = new Map<string, string>()
  for (const [section, members] of Object.entries(components)) {
    const own = objectAt(objectAt(written, 'components'), section)
    const given = Object.keys(isObject(members) ? members : {}).filter((name) => !Object.hasOwn(own, name))
    if (!isObject(members) || !given.some((name) => /[~%]/.test(name))) continue
    const plain: JsonObject = { ...members }
    for (const name of given.filter((one) => /[~%]/.test(one))) {
      const wanted = unescapePointer(name)
      delete plain[name]
      const free = numbered(wanted, (one) => Object.hasOwn(plain, one), '-')
      plain[free] = members[name] ?? true
      renamed.set(`#/components/${section}/${name}`, pointer(section, free))
    }
    components[section] = plain
  }
  return renamed.size === 0 ? bundled : referringTo(renamed, { ...bundled, components })
}

function referringTo(renamed: ReadonlyMap<string, string>, document: JsonObject): JsonObject {
  const newName = (ref: Json | undefined): string | undefined =>
    typeof ref === 'string' ? renamed.get(ref) : undefined
  return mapObjects(document, (object) => {
    const ref = newName(object['$ref'])
    const mapping = Object.entries(objectAt(objectAt(object, 'discriminator'), 'mapping'))
    if (ref !== undefined) return { ...object, $ref: ref }
    if (!mapping.some(([, target]) => newName(target) !== undefined)) return object
    const mapped = Object.fromEntries(mapping.map(([value, target]) => [value, newName(target) ?? target]))
    return { ...object, discriminator: { ...objectAt(object, 'discriminator'), mapping: mapped } }
  })
}

// The component that another one is a bare reference to.
function targetOf(component: Json | undefined, section: string, members: JsonObject): string | undefined {
  if (!isObject(component) || Object.keys(component).length > 1) return undefined
  return Object.keys(members).find((name) => component['$ref'] === pointer(section, name))
}

function pointer(section: string, name: string): string {
  return `#/components/${section}/${escapePointer(name).replaceAll('%', '%25')}`
}
