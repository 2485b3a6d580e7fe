/** The product that the form was filled in with, or undefined when that's none. */
export function productOf({ name = '', price = '' } = {}) {
  const product = { name: name.trim(), price: Number(price) }
  const valid = product.name && product.name.length <= 80 && price.trim() && product.price >= 0 && Number.isFinite(product.price)
  return valid ? product : undefined
}
