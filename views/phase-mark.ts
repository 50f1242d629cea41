import type { Phase } from '../src/site/phase.ts'

/** Seen before the words are read; the words are always there too. */
export const phaseMarks: Record<Phase, string> = {
  requested: '⏳',
  launching: '⏳',
  booting: '⏳',
  settingUp: '⏳',
  ready: '🟢',
  goingToSleep: '🌙',
  asleep: '🌙',
  waking: '⏳',
  archiving: '📦',
  archived: '📦',
  purging: '🗑️',
  failed: '🔴',
}
