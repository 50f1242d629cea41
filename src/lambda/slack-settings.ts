import { functionSettings, readSettings } from '../aws/settings.ts'
import { toConfig } from '../config.ts'
import type { CheckedSettings } from './checked-settings.ts'

/** The settings of the function for Slack, checked and completed here. ConfigError names what is wrong with them. */
export function readSlackSettings(env: NodeJS.ProcessEnv): CheckedSettings {
  const settings = readSettings(functionSettings.slack(), env)
  return { ...settings, ...toConfig(settings).policy }
}
