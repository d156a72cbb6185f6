/**
 * A text that a terminal only shows: control characters become `�`. What servers send goes through here, since a terminal
 * would act on an escape sequence in it.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, '�')
}
