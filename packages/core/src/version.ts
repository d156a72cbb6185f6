/** Version of this package, as it appears in `User-Agent`. A test holds it equal to package.json. */
export const CORE_VERSION = '0.0.0'
