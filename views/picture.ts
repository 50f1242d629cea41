import type { ImageBlock } from '@slack/types'
import type { PageChange } from '../src/site/pictured-page.ts'
import type { ShownPicture } from '../src/site/picture.ts'
import { plain } from './mrkdwn.ts'
import type { ViewContext } from './view-context.ts'

/** A picture of a site's start page. */
export function pictureOf(
  site: string,
  { file, commit }: ShownPicture,
  { texts }: ViewContext,
  title?: string,
): ImageBlock {
  const alt = texts.picture.alt({ site, commit: commit.slice(0, 7) })
  return {
    type: 'image',
    slack_file: { id: file },
    alt_text: alt,
    ...(title !== undefined && { title: plain(title, 200) }),
  }
}

/** Before and after a deploy. */
export function picturesOfChange(site: string, { before, shown }: PageChange, viewContext: ViewContext): ImageBlock[] {
  const { picture } = viewContext.texts
  const title = (text: (p: { commit: string }) => string, { commit }: ShownPicture) =>
    text({ commit: commit.slice(0, 7) })
  return [
    pictureOf(site, before, viewContext, title(picture.before, before)),
    pictureOf(site, shown, viewContext, title(picture.after, shown)),
  ]
}
