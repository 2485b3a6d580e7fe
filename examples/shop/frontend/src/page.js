const escape = text => String(text).replace(/[&<>"']/g, c => `&#${c.charCodeAt(0)};`)

const layout = body => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title>
<style>
  :root { color-scheme: light dark; --ink: light-dark(#1c2430, #e8edf4); --paper: light-dark(#f6f4ef, #12161c); --card: light-dark(#fff, #1b212a); --line: light-dark(#dcd7cc, #303946); --accent: light-dark(#0b6e4f, #4cc79a); }
  body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
  h1 { font-size: 2rem; margin: 0 0 .25rem; letter-spacing: -.02em; }
  p { margin: 0 0 1.5rem; opacity: .75; }
  ul { list-style: none; margin: 0 0 2rem; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
  li { display: flex; justify-content: space-between; padding: .8rem 1.1rem; border-top: 1px solid var(--line); }
  li:first-child { border-top: 0; }
  li span { font-variant-numeric: tabular-nums; color: var(--accent); font-weight: 600; }
  a { color: var(--accent); }
  form { display: flex; gap: .6rem; flex-wrap: wrap; }
  input { flex: 1 1 8rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); color: inherit; font: inherit; }
  button { padding: .6rem 1.2rem; border: 0; border-radius: .5rem; background: var(--accent); color: var(--paper); font: inherit; font-weight: 600; cursor: pointer; }
</style>
</head>
<body><main>${body}</main></body>
</html>
`

/** The shop as a page: what the backend knows, and a form that adds to it. */
export const shopPage = products =>
  layout(`<h1>Shop</h1>
<p>${products.length} products, from the frontend through the backend out of MongoDB.</p>
<ul>
${products.map(({ name, price }) => `<li>${escape(name)}<span>${escape(Number(price).toFixed(2))}</span></li>`).join('\n')}
</ul>
<form method="post" action="/">
<input name="name" placeholder="Product" aria-label="Product" required maxlength="80">
<input name="price" placeholder="Price" aria-label="Price" type="number" min="0" step="0.01" required>
<button>Add</button>
</form>`)

export const errorPage = (title, text) => layout(`<h1>${escape(title)}</h1>\n<p>${escape(text)}</p>\n<p><a href="/">Back to the shop</a></p>`)
