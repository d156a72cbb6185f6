/** Every order of ours can be told from others by its first letters. */
export const clientIdPrefix = 'tmc-'
