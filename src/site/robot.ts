/**
 * Monitors, crawlers, and what chats show previews with, by their `User-Agent`, as in instance/nginx/site.conf: even with the password, they
 * aren't people. Most robots know no password, so short lists do. Cubot makes phones.
 */
const ROBOT =
  /(?<!cu)bot\b|crawl|spider|monitor|uptime|pingdom|statuscake|site24x7|preview|externalhit|line-poker|whatsapp|imgproxy|pagerenderer/i

export function isRobot(userAgent: string | undefined): boolean {
  return userAgent !== undefined && ROBOT.test(userAgent)
}
