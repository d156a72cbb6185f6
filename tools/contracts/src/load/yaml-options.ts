/** Merge keys (`<<`) left YAML with version 1.2; publishers still write them, and other tools for contracts read them. */
export const YAML_OPTIONS = { merge: true } as const
