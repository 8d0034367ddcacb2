const departureOf = (run) => run.stops[0][2] ?? run.stops[0][1];
const arrivalOf = (run) => run.stops.at(-1)[1];

/* Vehicles on their runs, by mode, in the middle of each of so many equal parts of the time. */
function countsByMode(bins) {
  const minutes = (whole[1] - whole[0]) / bins;
  const binFrom = (t) => Math.max(Math.ceil((t - whole[0]) / minutes - 0.5), 0);
  return data.modes.map((_, mode) => {
    const change = new Float64Array(bins + 1);
    for (const run of data.runs) {
      if (run.mode !== mode) continue;
      change[Math.min(binFrom(departureOf(run)), bins)] += 1;
      change[Math.min(binFrom(arrivalOf(run)), bins)] -= 1;
    }
    let sum = 0;
    return Array.from(change.subarray(0, bins), (step) => (sum += step));
  });
}

/* Most vehicles that are on their runs at once; one that arrives makes room for one that departs. */
function peak() {
  const changes = data.runs.flatMap((run) => [[departureOf(run), 1], [arrivalOf(run), -1]]);
  let [now, most] = [0, 0];
  for (const [, step] of changes.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}

let counted = null;

function drawOverview() {
  const [width, height] = [overview.clientWidth, overview.clientHeight];
  const left = view.labels;
  if (counted?.width !== width) {
    fitCanvas(overview, width, height);
    overview.removeAttribute("style");
    const counts = countsByMode(Math.max(Math.floor((width - left) / 2), 1));
    counted = { width, counts, most: peak() };
  }
  const brush = overview.getContext("2d");
  brush.clearRect(0, 0, width, height);
  const xAt = (t) => left + ((t - whole[0]) / (whole[1] - whole[0])) * (width - left);
  const bin = (width - left) / counted.counts[0].length;
  for (let at = 0; at < counted.counts[0].length; at++) {
    let y = height;
    counted.counts.forEach((of, mode) => {
      const high = (of[at] / Math.max(counted.most, 1)) * (height - 14);
      brush.fillStyle = colourOf(mode);
      brush.fillRect(left + at * bin, y - high, bin + 0.5, high);
      y -= high;
    });
  }
  brush.fillStyle = "#566270";
  brush.font = `11px ${FONT}`;
  const days = (whole[1] - whole[0]) / DAY;
  const every = Math.ceil((days * 42) / (width - left));
  for (let day = Math.ceil(whole[0] / DAY); day * DAY < whole[1]; day++) {
    brush.fillRect(Math.round(xAt(day * DAY)), 0, 1, height);
    if (day % every === 0) brush.fillText(dayOf(day * DAY), xAt(day * DAY) + 3, 11);
  }
  brush.fillText(cut(word.vehicles, left - 14, brush), 10, height / 2 - 3);
  brush.fillText(cut(say("most", { n: counted.most }), left - 14, brush), 10, height / 2 + 11);
  brush.fillStyle = "#1b243030";
  brush.fillRect(left, 0, xAt(view.from) - left, height);
  brush.fillRect(xAt(view.to), 0, width, height);
  brush.strokeStyle = "#1b2430";
  brush.lineWidth = 1.5;
  brush.strokeRect(xAt(view.from) + 1, 1, Math.max(xAt(view.to) - xAt(view.from) - 2, 2), height - 2);
}

function drawLegend() {
  const used = data.modes.map((_, mode) => mode).filter((mode) => rows.some((row) => row.mode === mode));
  const kinds = new Set(rows.flatMap((row) => row.pieces.map((piece) => piece.kind)));
  const first = used.length ? colourOf(used[0]) : "#6d7885";
  const entries = used.map((mode) => [word[data.modes[mode]], (brush) => LOOKS.leg(brush, 0, 8, 26, colourOf(mode))]);
  if (kinds.has("stand")) entries.push([word.stand, (brush) => LOOKS.stand(brush, 0, 8, 26, first)]);
  if (kinds.has("break")) entries.push([word.break, (brush) => { LOOKS.leg(brush, 0, 8, 26, first); LOOKS.break(brush, 8, 8, 10, first); }]);
  if (kinds.has("curfew")) entries.push([word.curfew, (brush) => LOOKS.curfew(brush, 0, 8, 26, first)]);
  if (kinds.has("empty")) entries.push([word.empty, (brush) => LOOKS.empty(brush, 0, 7, 26)]);
  if (kinds.has("out")) entries.push([word.out, (brush) => LOOKS.out(brush, 0, 7, 26)]);
  if (hubs.length) {
    entries.push([word.change, (brush) => { LOOKS.leg(brush, 0, 8, 18, first); drawChange(brush, 18, 7); }]);
    entries.push([word.waiting, (brush) => { brush.fillStyle = WAITING; brush.fillRect(0, 7, 10, 7); brush.fillRect(10, 1, 16, 13); }]);
  }
  const fill = (colour) => (brush) => { brush.fillStyle = colour; brush.fillRect(0, 0, 26, 14); };
  if (data.night) entries.push([word.night_band, fill("#e4e9f4")]);
  if (data.curfew) entries.push([word.curfew_band, fill("#ccd4e3")]);
  element("legend").replaceChildren(...entries.map(([text, paint]) => {
    const entry = node("li");
    const sample = document.createElement("canvas");
    fitCanvas(sample, 26, 14);
    paint(sample.getContext("2d"));
    entry.append(sample, text);
    return entry;
  }));
}

function clearFilter() {
  filter.query = filter.employer = "";
  element("search").value = element("employer").value = "";
}

for (const [id, key] of [["search", "query"], ["employer", "employer"]]) {
  element(id).addEventListener("input", (event) => {
    filter[key] = event.target.value.trim().toLowerCase();
    chart.scrollTop = 0;
    arrange();
  });
}
element("controls").addEventListener("submit", (event) => event.preventDefault());
element("group").addEventListener("change", () => { closed.clear(); chart.scrollTop = 0; arrange(); });
element("zoom-in").addEventListener("click", () => zoom(0.6));
element("zoom-out").addEventListener("click", () => zoom(1 / 0.6));
element("fit").addEventListener("click", () => show(...whole));
element("close").addEventListener("click", close);
element("clear").addEventListener("click", () => { clearFilter(); arrange(); });
element("employers").append(...[...new Set(data.employers)].sort((a, b) => a.localeCompare(b)).map((name) => {
  const option = document.createElement("option");
  option.value = name;
  return option;
}));

new ResizeObserver(() => resize()).observe(chart);
drawLegend();
arrange();

/* An address may name a run: timeline.html#run=R00001 */
const asked_for = new URLSearchParams(location.hash.slice(1)).get("run");
const linked = data.runs.find((run) => run.id === asked_for);
if (linked) select(linked, true);

/* Where a run is drawn, for pages around this one. */
window.timeline = {
  data,
  shown: () => view.items.filter((item) => item.row).map((item) => item.row.name),
  time: () => [view.from, view.to],
  show,
  select: (id) => select(data.runs.find((run) => run.id === id), true),
  place(id, stop = 0) {
    const run = data.runs.find((found) => found.id === id);
    const item = view.items.find((found) => found.row === run.row);
    const box = canvas.getBoundingClientRect();
    const t = ((run.stops[stop][2] ?? run.stops[stop][1]) + run.stops[stop + 1][1]) / 2;
    return { x: box.left + xOf(t), y: box.top + item.y - chart.scrollTop + AXIS + ROW / 2 };
  },
};
