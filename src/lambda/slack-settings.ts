import { functionSettings, readSettings, type SlackSettings } from '../aws/settings.ts'
import { toConfig } from '../config.ts'
import type { Policy } from '../site/policy.ts'

/** Of all rules, those that the function for Slack reads. */
export type CheckedSettings = SlackSettings & Policy

/** The settings of the function for Slack, checked and completed here. ConfigError names what is wrong with them. */
export function readSlackSettings(env: NodeJS.ProcessEnv): CheckedSettings {
  const settings = readSettings(functionSettings.slack(), env)
  return { ...settings, ...toConfig(settings).policy }
}
