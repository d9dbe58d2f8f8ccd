/**
 * Which requests come from our own page. Checked on every route before anything else, also with a valid token: a hostile
 * page in the same browser has the user's cookies too, and DNS can be made to point at loopback.
 */
import type { IncomingMessage } from 'node:http'
import { hostname, networkInterfaces } from 'node:os'

export interface Refusal {
  readonly status: number
  readonly what: string
}

/** A request that holds one of these twice is refused: proxies and servers disagree about which one counts. */
const ONCE = [
  'host',
  'origin',
  'authorization',
  'x-longview',
  'if-match',
  'content-type',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
]

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

const bracketed = (host: string) => (host.includes(':') ? `[${host}]` : host).toLowerCase()

/** Names that a Host header may hold for a server bound to `host`. Ports are left out: tunnels change them. */
export function allowedHosts(host: string): ReadonlySet<string> {
  const names = ['localhost', '127.0.0.1', '[::1]', bracketed(host)]
  if (host === '0.0.0.0' || host === '::') {
    for (const list of Object.values(networkInterfaces()))
      for (const { address } of list ?? []) names.push(bracketed(address.replace(/%.*$/, '')))
    names.push(hostname().toLowerCase())
  }
  return new Set(names)
}

/** GET of the page itself by a person's navigation, a followed link from elsewhere too: deep links open. */
export function isNavigation(request: IncomingMessage): boolean {
  const { headers, method } = request
  return (
    (method === 'GET' || method === 'HEAD') &&
    headers['sec-fetch-mode'] === 'navigate' &&
    headers['sec-fetch-dest'] === 'document'
  )
}

/** @param shell true where the route is the static page itself */
export function refusal(request: IncomingMessage, hosts: ReadonlySet<string>, shell: boolean): Refusal | null {
  const counts = new Map<string, number>()
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const name = request.rawHeaders[i].toLowerCase()
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const doubled = ONCE.find((name) => (counts.get(name) ?? 0) > 1)
  if (doubled) return { status: 400, what: `The header ${doubled} came more than once.` }

  const host = (request.headers.host ?? '').toLowerCase()
  const name = HOST.exec(host)?.[1]
  if (!name || !hosts.has(name)) return { status: 403, what: 'This address is not one that this server answers to.' }

  const { origin } = request.headers
  if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`)
    return { status: 403, what: 'Requests from other pages are refused.' }

  const site = request.headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return null
  if (shell && isNavigation(request)) return null
  return { status: 403, what: 'Requests from other pages are refused.' }
}
