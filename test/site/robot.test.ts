import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { isRobot } from '../../src/site/robot.ts'

const agents: [agent: string, is: boolean][] = [
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
    false,
  ],
  ['Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 60) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36', false],
  ['curl/8.5.0', false],
  ['Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', true],
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', true],
  ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', true],
  ['Pingdom.com_bot_version_1.4', true],
]

describe('isRobot', () => {
  it('is true for monitors and crawlers, and not for people and their programs', () => {
    for (const [agent, is] of agents) assert.equal(isRobot(agent), is, agent)
    assert.equal(isRobot(undefined), false)
  })

  it('goes by the pattern that nginx has on machines', async () => {
    const site = await readFile(new URL('../../instance/nginx/site.conf', import.meta.url), 'utf8')
    const [, pattern = ''] = /\$testsite_robot \{\s+default 0;\s+"~\*(.+)" 1;/.exec(site) ?? []
    const source = await readFile(new URL('../../src/site/robot.ts', import.meta.url), 'utf8')
    assert.ok(pattern !== '' && source.includes(`/${pattern}/i`), pattern)
  })
})
