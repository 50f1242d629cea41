import type { CheckedSettings } from './slack-settings.ts'

/** Of the schemas in this bundle: see `tools/settings-version.ts`. */
declare const SETTINGS_VERSION: string

/**
 * The settings as the deployment has checked and completed them. Their schemas alone would take longer than `/testsite help` itself, so they
 * are loaded only where others have checked them, as for a moment while Lambda has new code and old settings. ConfigError as they have it.
 */
export async function checkedSettings(env: NodeJS.ProcessEnv): Promise<CheckedSettings> {
  const settings: unknown = env['SETTINGS_VERSION'] === SETTINGS_VERSION && JSON.parse(env['SETTINGS'] ?? 'null')
  if (areSettings(settings)) return settings
  const { readSlackSettings } = await import('./slack-settings.ts')
  return readSlackSettings(env)
}

function areSettings(value: unknown): value is CheckedSettings {
  return typeof value === 'object' && value !== null
}
