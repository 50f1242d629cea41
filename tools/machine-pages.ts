import { gatewayHtml } from '../views/gateway.ts'
import { gatewayStyle, pageStyle } from '../views/gateway-style.ts'
import type { GatewayLanguage } from '../views/text/gateway.ts'

/** The page that a machine shows where the site's program doesn't answer. */
export function machinePage(language: GatewayLanguage): string {
  return gatewayHtml({ kind: 'down' }, { language, timeZone: 'UTC', back: '/' }).replace(gatewayStyle, pageStyle)
}
