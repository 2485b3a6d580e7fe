import type { Candidate } from './facts.js'

/** `order-api` -> `ORDER_API`: mm gives public services `<SERVICE>_URL`. */
const upper = (service: string) => service.toUpperCase().replaceAll('-', '_')

/** The service whose address a variable holds by its name, such as USERS_URL, USERS_API_URL. */
export function serviceMeant(variable: string, services: string[]): string | undefined {
  return services.find(name =>
    new RegExp(`^${upper(name)}(?:_(?:API|SERVICE|SERVER|BASE|INTERNAL))*_(?:URL|URI|ORIGIN|ENDPOINT)$`).test(variable),
  )
}

/** Whether a variable holds the address of a backend that it doesn't name: API_URL, INTERNAL_API_BASE_URL. */
export const isAnyBackend = (variable: string): boolean =>
  /^(?:INTERNAL_|PRIVATE_)?(?:API|BACKEND|SERVER)(?:_(?:API|SERVICE|SERVER|BASE|INTERNAL))*_(?:URL|URI|ORIGIN|ENDPOINT)$/.test(
    variable,
  )

/** Variable -> backend, for the names that a frontend uses and mm doesn't set by itself. */
export function addressesOf({ urlVariables }: Candidate, backends: string[]): Record<string, string> {
  const [only, ...more] = backends
  const found = urlVariables.flatMap(({ value }): [string, string][] => {
    const backend = serviceMeant(value, backends) ?? (isAnyBackend(value) && more.length === 0 ? only : undefined)
    return backend === undefined || value === `${upper(backend)}_URL` ? [] : [[value, backend]]
  })
  return Object.fromEntries(found)
}
