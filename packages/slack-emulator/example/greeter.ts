import { App } from '@slack/bolt'

/** A Bolt app like any other: only `slackApiUrl` says that its Slack is this computer. */
export function createGreeter(options: { token: string; signingSecret: string; slackApiUrl: string }): App {
  const { slackApiUrl, ...secrets } = options
  const app = new App({ ...secrets, clientOptions: { slackApiUrl } })

  app.command('/greet', async ({ ack, command }) => {
    const button = { type: 'button', action_id: 'wave', text: { type: 'plain_text', text: 'Wave back' } } as const
    await ack({
      response_type: 'in_channel',
      text: `Hello, ${command.text}!`,
      blocks: [
        { type: 'section', text: { type: 'mrkdwn', text: `Hello, *${command.text}*!` } },
        { type: 'actions', elements: [button] },
      ],
    })
  })

  app.action('wave', async ({ ack, body, respond }) => {
    await ack()
    await respond({ response_type: 'in_channel', replace_original: false, text: `<@${body.user.id}> waves back` })
  })

  app.event('app_home_opened', async ({ event, client }) => {
    const text = { type: 'mrkdwn', text: `Welcome, <@${event.user}>.` } as const
    await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'section', text }] } })
  })
  return app
}
