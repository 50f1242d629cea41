import { ConfigError } from '../config-error.ts'
import type { SlackSettings } from '../aws/settings.ts'
import type { Policy } from '../site/policy.ts'

/** Of the schemas in this bundle: see `tools/settings-version.ts`. */
declare const SETTINGS_VERSION: string

/** Of all rules, those that the function for Slack reads. */
export type CheckedSettings = SlackSettings & Policy

/**
 * The settings as the deployment has checked and completed them. Their schemas alone would take longer than `/testsite help` itself, so they
 * aren't in the bundle; ConfigError where others have checked them, as for a moment while Lambda has new code and old settings.
 */
export function checkedSettings(env: NodeJS.ProcessEnv): CheckedSettings {
  const settings: unknown = JSON.parse(env['SETTINGS'] ?? 'null')
  if (env['SETTINGS_VERSION'] !== SETTINGS_VERSION || !areSettings(settings))
    throw new ConfigError('SETTINGS: another version has checked them, or none')
  return settings
}

function areSettings(value: unknown): value is CheckedSettings {
  return typeof value === 'object' && value !== null
}
