/**
 * A text that a terminal only shows, on one line and in its order: control characters become `�`, and so do those that break
 * lines or turn text around (Unicode TR9). What servers send goes through here, since a terminal would act on an escape sequence in it.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '�')
}
