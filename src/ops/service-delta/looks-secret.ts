/**
 * Whether a plain variable's value had better not be shown: by its name, or by what it holds (a password in an address, a key, a token, or what's long
 * and random). It errs on the side of silence.
 */
export const looksSecret = (name: string, value = ''): boolean =>
  /secret|token|passw|pwd|pass(phrase)?$|credential|(api|access|private|signing|encryption)_?key|_key$|^key$|auth|cookie|salt|dsn/i.test(
    name,
  ) ||
  /:\/\/[^/\s]*@|-----BEGIN|\b(AKIA|ASIA)[A-Z0-9]{12}|\beyJ[\w-]{10}|\b(sk|pk|gh[a-z]|xox[a-z])[-_]\w{8}/.test(value) ||
  /^(?=.*\d)(?=.*[A-Za-z])\w[\w+/-]{23,}={0,2}$/.test(value)
