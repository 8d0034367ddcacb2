/* Tables and lists out of data; every text goes in as text, never as markup. */

export function element(tag, text, className) {
  const made = document.createElement(tag);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** A table with its title and note. `numbers` are the columns set to the right. */
export function sheet({ title, columns, rows, numbers = [], note = "" }) {
  const box = element("div", null, "sheet");
  if (title) box.append(element("h3", title));
  const table = element("table", null, columns.length > 4 ? "wide" : "");
  const head = table.createTHead().insertRow();
  columns.forEach((name, n) => {
    const cell = element("th", name, numbers.includes(n) ? "number" : "");
    cell.scope = "col";
    head.append(cell);
  });
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((text, n) => line.append(element("td", text, numbers.includes(n) ? "number" : "")));
  }
  box.append(table);
  if (note) box.append(element("p", note, "note"));
  return box;
}

/** What is wrong with a scenario, cell by cell. */
export function faultSheet(problem, words) {
  const faults = problem.faults ?? [];
  if (!faults.length) return document.createDocumentFragment();
  const keys = ["place", "row", "column", "value", "expected", "advice"];
  const more = problem.fault_count - faults.length;
  return sheet({
    columns: keys.map((key) => words[key]),
    rows: faults.map((fault) => keys.map((key) => fault[key] ?? "")),
    numbers: [1],
    note: more > 0 ? fill(words.more_faults, { count: more }) : "",
  });
}

/** `{name}` in a text replaced by its value. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}
