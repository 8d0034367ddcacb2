const data = JSON.parse(document.getElementById("data").textContent);
const word = data.words;
const colourOf = (mode) => data.colours[data.modes[mode]];
const element = (id) => document.getElementById(id);
const siteName = (site) => data.sites[site];
const joined = (...parts) => parts.join(word.comma);

const grouped = new Intl.NumberFormat("en");
const amount = (value) => (typeof value === "number" ? grouped.format(value) : String(value));

/* A sentence of the page's language with its gaps filled. */
function say(key, values) {
  return word[key].replace(/\{(\w+)\}/g, (_, name) => amount(values[name]));
}

data.runs.forEach((run, at) => {
  run.at = at;
  run.transfersIn = [];
  run.transfersOut = [];
  run.text = [run.id, run.name, ...run.stops.map((stop) => siteName(stop[0]))].join("\n").toLowerCase();
  run.employers = new Set(run.parties.map((party) => party[0]));
});

const transfers = data.transfers.map(([from, to, site, arrives, departs, count, employer]) => {
  const transfer = { from: data.runs[from], to: data.runs[to], site, arrives, departs, count, employer };
  transfer.from.transfersOut.push(transfer);
  transfer.to.transfersIn.push(transfer);
  return transfer;
});

/* Pieces of a row, in the order in which they are drawn: later ones lie on top. */
function piecesOfRow(row) {
  const pieces = [];
  for (const [name, leaves, returns] of row.outings) pieces.push({ kind: "out", start: leaves, end: returns, name });
  for (const drive of row.empty) {
    pieces.push({ kind: "empty", start: drive[2], end: drive[3], drive });
    addHalts(pieces, drive[5], { drive });
  }
  for (const run of row.runs) {
    run.stops.forEach((stop, at) => {
      const departs = stop[2] ?? stop[1];
      if (departs > stop[1]) pieces.push({ kind: "stand", start: stop[1], end: departs, run, at });
      const next = run.stops[at + 1];
      if (next) pieces.push({ kind: "leg", start: departs, end: next[1], run, at });
      addHalts(pieces, stop[6], { run, at });
    });
  }
  return pieces;
}

function addHalts(pieces, halts = [], owner) {
  for (let n = 0; n < halts.length; n += 3) {
    pieces.push({ kind: halts[n] ? "curfew" : "break", start: halts[n + 1], end: halts[n + 2], ...owner });
  }
}

const rows = data.rows.map((given) => {
  const runs = given.runs.map((at) => data.runs[at]);
  const row = { outings: [], empty: [], ...given, runs, kind: given.outings ? "coach" : "service" };
  const first = runs[0];
  row.sub = row.kind === "coach" ? row.type : say("n_units", { n: first.units });
  row.text = [row.name, row.type, row.depot === undefined ? "" : siteName(row.depot), word[data.modes[row.mode]]]
    .join("\n").toLowerCase();
  row.start = row.outings.length ? row.outings[0][1] : first.stops[0][1];
  row.pieces = piecesOfRow(row);
  for (const run of runs) run.row = row;
  return row;
});

/* One transfer for all who change from one run to another at the same place. */
function merged(all) {
  const found = new Map();
  for (const transfer of all) {
    const key = `${transfer.from.at} ${transfer.to.at} ${transfer.site} ${transfer.arrives} ${transfer.departs}`;
    const same = found.get(key);
    found.set(key, { ...transfer, count: transfer.count + (same ? same.count : 0) });
  }
  return [...found.values()];
}

/* At each hub, how many wait from when to when. */
function hubRows() {
  const bySite = new Map();
  for (const transfer of transfers) {
    if (!bySite.has(transfer.site)) bySite.set(transfer.site, []);
    bySite.get(transfer.site).push(transfer);
  }
  return [...bySite].map(([site, all]) => {
    const row = { kind: "hub", name: siteName(site), site, all, runs: [], text: siteName(site).toLowerCase() };
    row.start = Math.min(...all.map((transfer) => transfer.arrives));
    return row;
  }).sort((a, b) => a.name.localeCompare(b.name));
}

function waitingPieces(all) {
  const ends = [...new Set(all.flatMap((transfer) => [transfer.arrives, transfer.departs]))].sort((a, b) => a - b);
  const pieces = [];
  for (let n = 0; n + 1 < ends.length; n++) {
    const here = all.filter((transfer) => transfer.arrives <= ends[n] && transfer.departs >= ends[n + 1]);
    const count = here.reduce((sum, transfer) => sum + transfer.count, 0);
    if (count) pieces.push({ kind: "wait", start: ends[n], end: ends[n + 1], count, here });
  }
  return pieces;
}

const hubs = hubRows();

const filter = { query: "", employer: "" };

function runMatches(run, employers) {
  if (employers && ![...run.employers].some((employer) => employers.has(employer))) return false;
  return !filter.query || run.text.includes(filter.query) || run.row.text.includes(filter.query);
}

/* Marks what the filter leaves over; gives the rows that are shown. */
function filteredRows() {
  const employers = filter.employer
    ? new Set(data.employers.flatMap((name, at) => (name.toLowerCase().includes(filter.employer) ? [at] : [])))
    : null;
  const filtered = Boolean(employers || filter.query);
  for (const run of data.runs) run.dimmed = !runMatches(run, employers);
  const shown = rows.filter((row) => !filtered || row.runs.some((run) => !run.dimmed));
  const shownHubs = hubs.filter((hub) => {
    const all = hub.all.filter((transfer) => {
      if (employers && !employers.has(transfer.employer)) return false;
      return hub.text.includes(filter.query) || !transfer.from.dimmed || !transfer.to.dimmed;
    });
    hub.pieces = waitingPieces(all);
    hub.most = hub.pieces.reduce((most, piece) => Math.max(most, piece.count), 0);
    hub.sub = say("n_workers", { n: all.reduce((sum, transfer) => sum + transfer.count, 0) });
    return all.length > 0;
  });
  return [...shown, ...shownHubs];
}

/* Groups of rows, [{ key, name, rows }]; no name: no heading. */
function groupedRows(shown, by) {
  if (by === "none") {
    return [{ key: "all", name: "", rows: [...shown].sort((a, b) => a.start - b.start) }];
  }
  const plural = ["coaches", "trains", "carriages", "flights"];
  const groups = new Map();
  for (const row of shown) {
    const coachByDepot = row.kind === "coach" && by === "depot";
    const key = row.kind === "hub" ? "hubs" : coachByDepot ? `depot ${row.depot}` : plural[row.mode];
    const name = coachByDepot ? siteName(row.depot) : word[key];
    if (!groups.has(key)) groups.set(key, { key, name, rows: [] });
    groups.get(key).rows.push(row);
  }
  const order = ["trains", "carriages", "flights", "hubs"];
  const place = (group) => (order.includes(group.key) ? order.indexOf(group.key) : order.length);
  return [...groups.values()].sort((a, b) => place(a) - place(b) || a.name.localeCompare(b.name));
}
