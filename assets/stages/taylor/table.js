// The orders in words and numbers: fidelity now, when it was lost, what has to be said.

/** Builds the table; `heads` are the words of its columns. */
export function table(host, heads) {
  const made = document.createElement("table");
  made.className = "wl-taylor-orders";
  const row = made.createTHead().insertRow();
  for (const text of heads) row.append(Object.assign(document.createElement("th"), { textContent: text, scope: "col" }));
  const body = made.createTBody();
  host.replaceChildren(made);
  return body;
}

/** Rows of { name, colour, cells, remark }; only what changed is written. */
export function fillTable(body, rows) {
  while (body.rows.length > 2 * rows.length) body.deleteRow(-1);
  while (body.rows.length < 2 * rows.length) body.insertRow();
  rows.forEach(({ name, colour, cells, remark }, j) => {
    const [first, second] = [body.rows[2 * j], body.rows[2 * j + 1]];
    [name, ...cells].forEach((text, i) => put(first.cells[i] ?? first.insertCell(), text));
    first.style.setProperty("--key", colour);
    const below = second.cells[0] ?? second.insertCell();
    below.colSpan = cells.length + 1;
    put(below, remark);
    second.hidden = !remark;
  });
}

function put(cell, text) {
  if (cell.textContent !== text) cell.textContent = text;
}
