import type { Detection } from '../src/site/detection.ts'
import { type Catalogue, usualOrder } from '../src/site/order.ts'
import { serviceNames } from '../src/site/service-names.ts'
import type { CreateFormValues } from './read-create-form.ts'
import { channelMention, codeSpan, plainDay, untrusted } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

interface Known {
  catalogue: Catalogue
  detection?: Detection | undefined
}

/** What the short form doesn't ask for: size, end, and whatever isn't as usual. */
export function createFormSummary(
  { lastDay = '', channel, ...draft }: CreateFormValues,
  known: Known,
  viewContext: ViewContext,
): string {
  const { summary } = viewContext.texts.createForm
  return [
    ...machineParts(draft, known.catalogue, viewContext),
    summary.until({ day: plainDay(lastDay, viewContext) }),
    ...teamParts(draft, viewContext),
    ...(channel === undefined ? [] : [summary.channel({ channel: channelMention(channel) })]),
    ...sourceParts(draft, known.detection, viewContext),
  ].join(' · ')
}

/** One size or image, as on a laptop, is no choice. */
function machineParts(
  { image, size, spot }: CreateFormValues,
  { images, sizes, offersSpot }: Catalogue,
  { texts }: ViewContext,
): string[] {
  const chosen = [
    { choices: sizes, id: size },
    { choices: images, id: image },
  ].flatMap(({ choices, id }) => (choices.length > 1 ? choices.filter((choice) => choice.id === id) : []))
  const isSpot = spot === true && offersSpot === true
  return [...chosen.map(({ label }) => untrusted(label)), ...(isSpot ? [texts.createForm.summary.spot] : [])]
}

function teamParts({ sshTeam, accessUser = '' }: CreateFormValues, viewContext: ViewContext): string[] {
  const { labels, summary } = viewContext.texts.createForm
  return [
    ...(sshTeam === undefined ? [] : [summary.team({ team: untrusted(sshTeam) })]),
    ...(accessUser === usualOrder.accessUser ? [] : [`${labels.accessUser}: ${untrusted(accessUser)}`]),
  ]
}

function sourceParts(
  { services, documentRoot = '', appDirectory = '', startCommand = '', spaFallback }: CreateFormValues,
  detection: Detection | undefined,
  { texts, machines }: ViewContext,
): string[] {
  const { labels } = texts.createForm
  const databases = machines === 'embedded' ? [] : (services ?? detection?.services ?? [])
  return [
    ...(databases.length === 0 ? [] : [`${labels.services}: ${databases.map((id) => serviceNames[id]).join(', ')}`]),
    ...(['appDirectory', 'documentRoot', 'startCommand'] as const).flatMap((field) => {
      const value = { appDirectory, documentRoot, startCommand }[field]
      return value === '' ? [] : [`${labels[field]}: ${codeSpan(value)}`]
    }),
    ...(spaFallback === true ? [labels.spaFallback] : []),
  ]
}
