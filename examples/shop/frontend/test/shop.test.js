import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errorPage, shopPage } from '../src/page.js'
import { productOf } from '../src/product.js'

test('what people typed is text in the page, never markup', () => {
  const page = shopPage([{ name: `<script>"a" & 'b'</script>`, price: 5 }])
  assert.match(page, /<li>&#60;script&#62;&#34;a&#34; &#38; &#39;b&#39;&#60;\/script&#62;<span>5\.00<\/span>/)
  assert.doesNotMatch(errorPage('<b>', '<i>'), /<[bi]>/)
})

test('a product needs a name and a price', () => {
  assert.deepEqual(productOf({ name: ' Lamp ', price: '4.5' }), { name: 'Lamp', price: 4.5 })
  for (const form of [undefined, {}, { name: 'Lamp' }, { name: ' ', price: '1' }, { name: 'x'.repeat(81), price: '1' }]) assert.equal(productOf(form), undefined)
  for (const price of ['', ' ', 'abc', '-1', 'Infinity']) assert.equal(productOf({ name: 'Lamp', price }), undefined)
})
