/** The same port but for these methods. Made for each look, of which most call few methods: the others cost nothing. */
export function butFor<T extends object>(port: T, methods: Partial<T>): T {
  return new Proxy(port, { get: (all, key): unknown => Reflect.get(key in methods ? methods : all, key) })
}
