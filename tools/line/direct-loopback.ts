const loopback = ['127.0.0.1', 'localhost', '::1']

/**
 * An environment in which what this machine serves to itself is asked for directly, whatever proxy the environment names.
 * Bun and Deno follow `HTTP_PROXY` wherever it is set, Node.js under `NODE_USE_ENV_PROXY`.
 */
export function withDirectLoopback(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const named = env['NO_PROXY'] ?? env['no_proxy'] ?? ''
  const direct = [...named.split(',').filter((host) => host !== ''), ...loopback].join(',')
  return { ...env, NO_PROXY: direct, no_proxy: direct }
}
