/** The schema versions that CeFi REST has, the current one first. */
export const versions = ['v2026_01_23', 'v2024_01_01'] as const
