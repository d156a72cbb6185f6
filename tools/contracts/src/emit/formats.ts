/**
 * The formats that contracts use, as plain regular expressions: no helper is needed at run time.
 * A format outside this list says nothing and is not checked.
 */
const checked: { readonly [format: string]: RegExp } = {
  // RFC 3339, section 5.6; the calendar itself is left to whoever reads the date.
  date: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
  'date-time':
    /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[Tt ](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/,
  time: /^(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/,
  uuid: /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i,
  uri: /^[a-z][\d+.a-z-]*:\S+$/i,
  email: /^[^\s@]+@[^\s@]+$/,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/,
  hostname: /^(?=.{1,253}$)[\da-z](?:[\da-z-]{0,61}[\da-z])?(?:\.[\da-z](?:[\da-z-]{0,61}[\da-z])?)*$/i,
}

const unchecked = [
  'int32',
  'int64',
  'uint32',
  'uint64',
  'float',
  'double',
  'decimal',
  'byte',
  'binary',
  'password',
  'base64',
  'base64url',
  'duration',
  'json-pointer',
  'uri-reference',
  'uri-template',
  'url',
  'regex',
  'ipv6',
  'iri',
  'idn-email',
  'idn-hostname',
]

/** Formats by name, as the validator compiler takes them. */
export const formats: { readonly [format: string]: RegExp | true } = {
  ...checked,
  ...Object.fromEntries(unchecked.map((format) => [format, true as const])),
}
