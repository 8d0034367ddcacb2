const panel = element("panel");

function table(heads, lines) {
  const made = node("table");
  const top = node("tr");
  for (const [text, className] of heads) top.append(node("th", text, className));
  made.append(top);
  for (const line of lines) {
    const row = node("tr", "", line.className ?? "");
    line.cells.forEach((cell, at) => {
      const shown = node("td", cell, heads[at][1]);
      if (line.span) shown.colSpan = heads.length;
      row.append(shown);
    });
    made.append(row);
  }
  return made;
}

function stopLines(run) {
  return run.stops.flatMap((stop, at) => {
    const departs = at === run.stops.length - 1 ? "" : timeOf(stop[2] ?? stop[1]);
    const cells = [siteName(stop[0]), timeOf(stop[1]), departs, `${amount(stop[3])} / ${amount(stop[4])}`, amount(stop[5])];
    const halts = [];
    for (let n = 0; n < (stop[6] ?? []).length; n += 3) {
      const text = `${word[stop[6][n] ? "curfew" : "break"]} ${spanOf(stop[6][n + 1], stop[6][n + 2])}`;
      halts.push({ cells: [text], span: true, className: "halt" });
    }
    return [{ cells }, ...halts];
  });
}

/* Riders of a run: employer, demand, from where to where, how many; groups that came by different feeders are one. */
function riderLines(run) {
  const found = new Map();
  for (const [employer, demand, count, on, off] of run.parties) {
    const key = `${on} ${off} ${demand}`;
    found.set(key, [employer, demand, count + (found.get(key)?.[2] ?? 0), on, off]);
  }
  const shown = [...found.values()].map(([employer, demand, count, on, off]) => {
    const way = `${siteName(run.stops[on][0])} → ${siteName(run.stops[off][0])}`;
    return { cells: [data.employers[employer], `${demand}: ${way}`, amount(count)] };
  });
  return shown.sort((a, b) => a.cells[0].localeCompare(b.cells[0]));
}

function jump(text, run) {
  const button = node("button", text, "jump");
  button.type = "button";
  button.addEventListener("click", () => select(run, true));
  return button;
}

function changeButtons(run) {
  const line = (transfer, key, other, t) => {
    const wait = say("wait", { n: transfer.departs - transfer.arrives });
    const where = `${siteName(transfer.site)} ${timeOf(t)}`;
    return jump(joined(say(key, { run: runTitle(other) }), where, say("n_workers", { n: transfer.count }), wait), other);
  };
  return [
    ...merged(run.transfersIn).map((transfer) => line(transfer, "from_run", transfer.from, transfer.arrives)),
    ...merged(run.transfersOut).map((transfer) => line(transfer, "to_run", transfer.to, transfer.departs)),
  ];
}

function heading(text, colour) {
  const title = node("h2");
  const chip = node("span", "", "chip");
  chip.style.background = colour;
  title.append(chip, text);
  return title;
}

function runDetails(run) {
  const facts = [run.row.kind === "coach" ? `${run.row.name} · ${run.row.type}` : say("n_units", { n: run.units })];
  if (run.drivers !== undefined) facts.push(say("n_drivers", { n: run.drivers }));
  if (run.km !== undefined) facts.push(say("n_km", { n: run.km }));
  facts.push(say("n_seats", { n: run.seats }));
  const riders = run.parties.reduce((sum, party) => sum + party[2], 0);
  const parts = [
    heading(runTitle(run), colourOf(run.mode)),
    node("p", joined(...facts)),
    table(
      [[word.place, ""], [word.arrives, "t"], [word.departs, "t"], [word.on_off, "n"], [word.load, "n"]],
      stopLines(run),
    ),
    node("h3", say("n_riders", { n: riders })),
    table([[word.employer, ""], [word.demand, ""], [word.count, "n"]], riderLines(run)),
  ];
  const changes = changeButtons(run);
  if (changes.length) parts.push(node("h3", word.changes), ...changes);
  return parts;
}

function waitDetails(row, piece) {
  const lines = piece.here.map((transfer) => ({
    cells: [data.employers[transfer.employer], spanOf(transfer.arrives, transfer.departs), amount(transfer.count)],
  }));
  const runs = new Set(piece.here.flatMap((transfer) => [transfer.from, transfer.to]));
  return [
    heading(row.name, WAITING),
    node("p", joined(say("waits", { n: piece.count }), spanOf(piece.start, piece.end))),
    table([[word.employer, ""], [word.time, ""], [word.count, "n"]], lines),
    node("h3", word.changes),
    ...[...runs].map((run) => jump(`${runTitle(run)}: ${legText(run, 0)}`, run)),
  ];
}

function otherDetails(row, piece) {
  const [title, ...lines] = linesOf(row, piece);
  return [heading(title, "#6d7885"), node("p", row.name), ...lines.map((line) => node("p", line))];
}

function open(parts) {
  element("details").replaceChildren(...parts);
  panel.scrollTop = 0;
  if (panel.hidden) {
    panel.hidden = false;
    resize();
  }
}

function close() {
  selected = null;
  panel.hidden = true;
  resize();
}

/* Opens a run's details; with ``move`` brings its bar into sight too. */
function select(run, move = false) {
  selected = run;
  open(runDetails(run));
  if (move) reveal(run);
  redraw();
}

function reveal(run) {
  if (!view.items.some((item) => item.row === run.row)) {
    clearFilter();
    closed.clear();
    arrange();
  }
  const item = view.items.find((found) => found.row === run.row);
  const [top, seen] = [item.y - chart.scrollTop, view.height - AXIS];
  const covered = window.innerWidth <= 700 ? panel.offsetHeight : 0;
  if (top < HEAD || top + ROW > seen - covered) chart.scrollTop = Math.max(item.y - (seen - covered) / 3, 0);
  const [start, end] = [run.stops[0][1], run.stops.at(-1)[1]];
  if (start < view.from || end > view.to) {
    const length = Math.max(view.to - view.from, (end - start) * 1.2);
    show((start + end - length) / 2, (start + end + length) / 2);
  }
}

function details(row, piece) {
  if (piece.run) return select(piece.run);
  selected = null;
  open(piece.kind === "wait" ? waitDetails(row, piece) : otherDetails(row, piece));
  return redraw();
}
