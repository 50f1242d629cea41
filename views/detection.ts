import { type Detection, needsBuild } from '../src/site/detection.ts'
import { codeSpan, untrusted } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** What was found in a repository, and what comes of it; also what the machines here can't do about it. */
export function detectionText(detection: Detection, { texts, machines }: ViewContext): string {
  const { detections, elsewhere, unbuilt } = texts.createForm
  const found = detections[detection.kind]({ stack: untrusted(detection.label), file: codeSpan(detection.file) })
  const directories = (detection.elsewhere ?? []).map((directory) => codeSpan(directory)).join(', ')
  if (directories !== '') return `${found} ${elsewhere({ directories })}`
  return machines === 'embedded' && needsBuild(detection) ? `⚠️ ${found}\n${unbuilt}` : found
}
