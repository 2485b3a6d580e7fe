/** Waits for all of them. Throws the error of the first in the list that has one, whichever was first in time; the others are waited for nevertheless. */
export async function inOrder<T extends unknown[]>(promises: [...{ [K in keyof T]: Promise<T[K]> }]): Promise<T> {
  const ended = await Promise.allSettled(promises as Promise<unknown>[])
  return ended.map(each => {
    if (each.status === 'rejected') throw each.reason as Error
    return each.value
  }) as T
}
