import { gatewayHtml, type GatewayPage } from '../views/gateway.ts'
import { gatewayScript } from '../views/gateway-script.ts'
import { gatewayStyle, pageStyle } from '../views/gateway-style.ts'
import { type GatewayLanguage, gatewayLanguages, gatewayText } from '../views/text/gateway.ts'

/** What a machine shows itself (instance/nginx/site.conf), by the name of the file, which has no more of style and script than it needs. */
const pages = { down: 'down', password: 'password', 'too-large': 'tooLarge', guessing: 'guessing' } as const

/** By path from the top: pages for browsers, and sentences for programs. A program that is down has a page alone. */
export const machinePages: Readonly<Record<string, () => string>> = Object.fromEntries(
  Object.entries(pages).flatMap(([name, kind]) =>
    gatewayLanguages.flatMap((language): [string, () => string][] => [
      [`instance/pages/_pokopoko/${name}.${language}.html`, () => htmlOf({ kind }, language)],
      ...(kind === 'down'
        ? []
        : [
            [`instance/pages/_pokopoko/${name}.${language}.txt`, () => `${gatewayText[language][kind].text}\n`] as [
              string,
              () => string,
            ],
          ]),
    ]),
  ),
)

function htmlOf(page: GatewayPage, language: GatewayLanguage): string {
  const html = gatewayHtml(page, { language, timeZone: 'UTC', back: '/' }).replace(gatewayStyle, pageStyle)
  return page.kind === 'down' ? html : html.replace(`<script>${gatewayScript}</script>\n`, '')
}
