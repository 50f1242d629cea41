import * as z from 'zod'

const commandSchema = z.object({
  command: z.string().regex(/^\/[^\s]{1,31}$/),
  description: z.string().min(1),
  usage_hint: z.string().optional(),
  should_escape: z.boolean().optional(),
})

const schema = z.object({
  display_information: z.object({ name: z.string().optional() }).optional(),
  features: z.object({
    bot_user: z.object({ display_name: z.string().min(1) }),
    app_home: z.object({ home_tab_enabled: z.boolean().optional() }).optional(),
    slash_commands: z.array(commandSchema).optional(),
    shortcuts: z
      .array(z.object({ name: z.string().min(1), type: z.enum(['global', 'message']), callback_id: z.string().min(1) }))
      .optional(),
    unfurl_domains: z.array(z.string().min(1)).max(5).optional(),
  }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
  settings: z
    .object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()).optional() }).optional(),
      interactivity: z
        .object({ is_enabled: z.boolean().optional(), message_menu_options_url: z.string().optional() })
        .optional(),
    })
    .optional(),
})

/** What the app's manifest says. */
export interface App {
  name: string
  commands: { command: string; description: string; usageHint?: string; escapes: boolean }[]
  shortcuts: { name: string; callbackId: string }[]
  scopes: string[]
  events: string[]
  /** Links to these and their subdomains are sent to the app. */
  unfurlDomains: string[]
  hasHome: boolean
  isInteractive: boolean
  /** Whether external selects have a URL to load from. */
  loadsOptions: boolean
}

/** The events that this workspace can send. */
const supportedEvents: ReadonlySet<string> = new Set([
  'app_home_opened',
  'app_mention',
  'link_shared',
  'message.channels',
  'message.groups',
  'message.im',
  'message.mpim',
])

/** @throws Error when the manifest cannot be understood, or subscribes to events that this workspace never sends */
export function readManifest(manifest: unknown): App {
  const { features, oauth_config: oauth, settings } = schema.parse(manifest)
  const events = settings?.event_subscriptions?.bot_events ?? []
  const unknown = events.filter((event) => !supportedEvents.has(event))
  if (unknown.length > 0) throw new Error(`this workspace doesn't send these events: ${unknown.join(', ')}`)
  return {
    name: features.bot_user.display_name,
    commands: (features.slash_commands ?? []).map((one) => ({
      command: one.command,
      description: one.description,
      ...(one.usage_hint !== undefined && { usageHint: one.usage_hint }),
      escapes: one.should_escape === true,
    })),
    shortcuts: (features.shortcuts ?? [])
      .filter(({ type }) => type === 'global')
      .map(({ name, callback_id: callbackId }) => ({ name, callbackId })),
    scopes: oauth.scopes.bot,
    events,
    unfurlDomains: features.unfurl_domains ?? [],
    hasHome: features.app_home?.home_tab_enabled === true,
    isInteractive: settings?.interactivity?.is_enabled === true,
    loadsOptions: settings?.interactivity?.message_menu_options_url !== undefined,
  }
}
