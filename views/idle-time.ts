import type { IdleChoice } from '../src/site/idle-time.ts'
import type { ViewContext } from './view-context.ts'

/** When a site goes to sleep by itself; `default` says what it stands for. */
export function idleTimeText(choice: IdleChoice, { texts, policy }: ViewContext): string {
  const { idleHours: hours, officeHours } = policy
  return choice === 'default'
    ? texts.usualIdleTime({ hours, hasOfficeHours: officeHours !== undefined })
    : texts.idleTimes[choice]
}
