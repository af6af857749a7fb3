// SPDX-License-Identifier: Apache-2.0
// Builds and updates elements. Whatever is shown goes in as text or as an attribute's value, never as markup.

const SVG = "http://www.w3.org/2000/svg";
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

export const byId = (id) => document.getElementById(id);
export const count = (number) => whole.format(number);
export const decimal = (number) => short.format(number);
export const ms = (number) => (number === null ? "–" : `${count(number)} ms`);
export const rate = (number) => `${number > 0 && number < 10 ? decimal(number) : count(number)}/s`;
export const time = (atMs) => new Date(atMs).toLocaleTimeString("en-GB");

export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function shape(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** Touches the page only where something changed, so that focus and selection stay. */
export function setText(node, text) {
  const wanted = String(text);
  if (node.textContent !== wanted) {
    node.textContent = wanted;
  }
}

export function setAttribute(node, name, value) {
  if (node.getAttribute(name) !== value) {
    node.setAttribute(name, value);
  }
}

/** Makes as many children of a parent as there are keys, keeping those that are there; returns them by key. */
export function keyed(parent, keys, make) {
  const existing = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const found = new Map();
  for (const key of keys) {
    let child = existing.get(key);
    if (!child) {
      child = make(key);
      child.dataset.key = key;
    }
    existing.delete(key);
    found.set(key, child);
  }
  existing.forEach((child) => child.remove());
  [...found.values()].forEach((child, at) => {
    if (parent.children[at] !== child) {
      parent.insertBefore(child, parent.children[at] ?? null);
    }
  });
  return found;
}

/**
 * Fills a table. A column is {name, kind}, its kind a class of the cells; a cell is a text, null, or {text, kind}. The first
 * cell of a row is its header.
 */
export function fillTable(table, caption, columns, rows) {
  if (!table.caption) {
    table.append(element("caption", { class: "unseen" }, caption), element("thead"), element("tbody"));
  }
  fillRow(only(table.tHead, "tr"), columns.map((column) => ({ text: column.name, kind: column.kind })), "col");
  const body = table.tBodies[0];
  while (body.rows.length > rows.length) {
    body.lastElementChild.remove();
  }
  rows.forEach((row, at) => {
    const line = body.rows[at] ?? body.appendChild(element("tr"));
    fillRow(line, row.map((cell, i) => asCell(cell, columns[i])), "row");
  });
}

function only(parent, tag) {
  return parent.firstElementChild ?? parent.appendChild(element(tag));
}

function asCell(cell, column) {
  if (cell === null) {
    return { text: "null", kind: `${column.kind ?? ""} null` };
  }
  return typeof cell === "object" ? { text: cell.text, kind: `${column.kind ?? ""} ${cell.kind ?? ""}`, pill: cell.pill } : { text: cell, kind: column.kind };
}

function fillRow(row, cells, scope) {
  while (row.cells.length > cells.length) {
    row.lastElementChild.remove();
  }
  cells.forEach((cell, at) => {
    const isHeader = scope === "col" || at === 0;
    const node = row.cells[at] ?? row.appendChild(element(isHeader ? "th" : "td", isHeader ? { scope } : {}));
    setAttribute(node, "class", (cell.kind ?? "").trim());
    if (cell.pill) {
      const pill = node.firstElementChild ?? node.appendChild(element("span"));
      setAttribute(pill, "class", `pill ${cell.pill}`);
      setText(pill, cell.text);
    } else {
      setText(node, cell.text);
    }
  });
}
