import { type Detection, needsBuild } from '../src/site/detection.ts'
import { codeSpan, untrusted } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/**
 * What a repository is, and what we do with it; a warning if the machines here can't. '' if nothing is known, and machines can do
 * everything.
 */
export function detectionText(detection: Detection | undefined, { texts, machines }: ViewContext): string {
  const { detections, elsewhere, unbuilt } = texts.createForm
  if (detection === undefined) return machines === 'embedded' ? unbuilt : ''
  const found = detections[detection.kind]({ stack: untrusted(detection.label), file: codeSpan(detection.file) })
  const directories = (detection.elsewhere ?? []).map((directory) => codeSpan(directory)).join(', ')
  if (directories !== '') return `${found} ${elsewhere({ directories })}`
  return machines === 'embedded' && needsBuild(detection) ? `⚠️ ${found}\n${unbuilt}` : found
}
