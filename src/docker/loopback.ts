export const isLoopback = (host: string): boolean => host === 'localhost' || /^127(\.\d+){3}$/.test(host) || host === '[::1]'

/** Whether the AWS that is worked with is on this machine. */
export function isLocalAws(): boolean {
  const url = process.env['AWS_ENDPOINT_URL'] ?? ''
  return URL.canParse(url) && isLoopback(new URL(url).hostname)
}
