import { isAlive } from '../phase.ts'
import { stuckOn } from '../failures.ts'
import { settingsToGoBackTo } from '../settings-change.ts'
import { settingNames, siteSettings } from '../site-settings.ts'
import { defineOperation } from './operation.ts'
import { isChange, settingsChange } from './settings.ts'

/** Goes back to the settings of what is served, after others couldn't be brought about. */
export const undoSettings = defineOperation({
  name: 'undo-settings',
  words: 'go-back 設定取消',
  audience: 'channel',
  publishes: true,
  button: { at: 'front' },
  isPossible: (site) => isAlive(site) && stuckOn(site)?.step === 'set-up' && settingsToGoBackTo(site) !== undefined,
  change(site) {
    const before = settingsToGoBackTo(site) ?? {}
    const patches = settingNames.flatMap((name) => {
      const value = before[name]
      return value === undefined ? [] : [{ name, patch: siteSettings[name].read(value) }]
    })
    return settingsChange(
      site,
      patches.filter(({ name, patch }) => isChange(name, site, patch)),
    )
  },
})
