import type { Button } from '@slack/types'
import { truncate } from './mrkdwn.ts'

/** Slack's limit of an `accessibility_label`. */
const MAX_LENGTH = 75

/**
 * What a screen reader says of a button instead of its label, which many buttons have: it names the site. Of a text that is
 * too long the name is cut, so that it still says what the button does.
 */
export function spoken(text: (p: { site: string }) => string, site: string): Pick<Button, 'accessibility_label'> {
  const tooMany = text({ site }).length - MAX_LENGTH
  return { accessibility_label: text({ site: tooMany <= 0 ? site : truncate(site, site.length - tooMany) }) }
}
