import { named } from './site/errors.ts'

/** Settings that cannot be used; every problem is in the message, a line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}
export const isConfigError = named<ConfigError>('ConfigError')
