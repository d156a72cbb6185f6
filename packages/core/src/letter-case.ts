// Looked at before it is changed: the names on the way to the wire are nearly always in their case already, and changing
// the case of a text copies it, which takes a tenth as long as signing does.

/** A text in lower case, for names of headers. */
export function lowerCased(text: string): string {
  return /[A-Z]/.test(text) ? text.toLowerCase() : text
}

/** A text in upper case, for methods. */
export function upperCased(text: string): string {
  return /[a-z]/.test(text) ? text.toUpperCase() : text
}
