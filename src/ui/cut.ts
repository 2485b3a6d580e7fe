/** So many characters of a text, the last of them a dot of three when there are more. */
export const cut = (text: string, longest: number): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
