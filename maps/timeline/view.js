const chart = element("chart");
const canvas = element("bars");
const pen = canvas.getContext("2d");
const FONT = 'system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const AXIS = 36;
const ROW = 34;
const HEAD = 26;

const margin = Math.max(20, (data.span[1] - data.span[0]) * 0.01);
const whole = [data.span[0] - margin, data.span[1] + margin];
const view = { from: whole[0], to: whole[1], width: 0, height: 0, labels: 0, items: [], total: 0, shown: 0 };
const closed = new Set();
let selected = null;
let asked = false;

const scale = () => (view.width - view.labels) / (view.to - view.from);
const xOf = (t) => view.labels + (t - view.from) * scale();
const tOf = (x) => view.from + (x - view.labels) / scale();

function redraw() {
  if (asked) return;
  asked = true;
  requestAnimationFrame(() => {
    asked = false;
    draw();
    drawOverview();
  });
}

/* Lines up headings and rows from top to bottom. */
function arrange() {
  const shown = filteredRows();
  const groups = groupedRows(shown, element("group").value);
  view.items = [];
  let y = 0;
  for (const group of groups) {
    if (group.name) {
      view.items.push({ group, y, height: HEAD });
      y += HEAD;
    }
    if (closed.has(group.key)) continue;
    for (const row of group.rows) {
      view.items.push({ row, y, height: ROW });
      y += ROW;
    }
  }
  view.total = y;
  const all = rows.length + hubs.length;
  element("count").textContent = say("rows", { shown: shown.length, all });
  element("nothing").hidden = shown.length > 0 || all === 0;
  resize();
}

function resize() {
  view.width = chart.clientWidth;
  view.height = chart.clientHeight;
  view.labels = view.width < 560 ? 92 : 196;
  element("tall").style.height = `${Math.max(view.total + AXIS + 8, view.height)}px`;
  view.width = chart.clientWidth;
  fitCanvas(canvas, view.width, view.height);
  redraw();
}

function fitCanvas(target, width, height) {
  const ratio = window.devicePixelRatio || 1;
  target.width = Math.round(width * ratio);
  target.height = Math.round(height * ratio);
  target.style.width = `${width}px`;
  target.style.height = `${height}px`;
  target.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}

/* Shows the time from ``from`` to ``to``, kept within the plan's. */
function show(from, to) {
  const length = Math.min(Math.max(to - from, 30), whole[1] - whole[0]);
  const middle = (from + to) / 2;
  const start = Math.min(Math.max(middle - length / 2, whole[0]), whole[1] - length);
  view.from = start;
  view.to = start + length;
  redraw();
}

function zoom(factor, around = (view.from + view.to) / 2) {
  const length = Math.min((view.to - view.from) * factor, whole[1] - whole[0]);
  const share = (around - view.from) / (view.to - view.from);
  show(around - length * share, around + length * (1 - share));
}

function pan(minutes) {
  show(view.from + minutes, view.to + minutes);
}

function itemAt(y) {
  if (y < AXIS) return null;
  const place = y - AXIS + chart.scrollTop;
  return view.items.find((item) => item.y <= place && place < item.y + item.height) ?? null;
}

/* The piece of a row at a point, the topmost first; a thin one is met some pixels beside it too. */
function pieceAt(x, y) {
  const item = itemAt(y);
  if (!item?.row || x < view.labels) return { item, piece: null };
  const t = tOf(x);
  const slack = 3 / scale();
  let found = null;
  for (const piece of item.row.pieces) {
    const reach = piece.end - piece.start < 2 * slack ? slack : 0;
    if (piece.start - reach <= t && t < piece.end + reach) found = piece;
  }
  return { item, piece: found };
}

function visibleItems() {
  const top = chart.scrollTop;
  const bottom = top + view.height - AXIS;
  return view.items.filter((item) => item.y + item.height > top && item.y < bottom);
}

function draw() {
  pen.clearRect(0, 0, view.width, view.height);
  drawBands();
  const items = visibleItems();
  pen.save();
  pen.beginPath();
  pen.rect(0, AXIS, view.width, view.height - AXIS);
  pen.clip();
  for (const item of items) {
    const y = item.y - chart.scrollTop + AXIS;
    if (item.row) drawRow(item.row, y);
  }
  drawLinks();
  for (const item of items) {
    const y = item.y - chart.scrollTop + AXIS;
    if (item.row) drawLabel(item.row, y);
    else drawHeading(item.group, y);
  }
  drawStickyHeading();
  pen.restore();
  drawAxis();
}

function drawBands() {
  pen.save();
  pen.beginPath();
  pen.rect(view.labels, AXIS, view.width, view.height);
  pen.clip();
  for (const [interval, colour] of [[data.night, "#eff2f8"], [data.curfew, "#dde3ee"]]) {
    pen.fillStyle = colour;
    for (const [start, end] of bands(interval, view.from, view.to)) {
      pen.fillRect(xOf(start), AXIS, (end - start) * scale(), view.height);
    }
  }
  const step = tickStep(scale());
  for (let t = Math.ceil(view.from / step) * step; t < view.to; t += step) {
    pen.fillStyle = t % DAY === 0 ? "#7c8794" : "#e3e7ec";
    pen.fillRect(Math.round(xOf(t)), AXIS, 1, view.height);
  }
  pen.restore();
}

function drawAxis() {
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, view.width, AXIS);
  pen.fillStyle = "#1b2430";
  pen.fillRect(0, AXIS - 1, view.width, 1);
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.save();
  pen.beginPath();
  pen.rect(view.labels, 0, view.width, AXIS);
  pen.clip();
  pen.font = `600 12px ${FONT}`;
  const perDay = DAY * scale();
  for (let t = Math.floor(view.from / DAY) * DAY; t < view.to; t += DAY) {
    const x = xOf(t);
    const text = perDay < 40 ? dayOf(t).slice(3) : perDay < 84 ? dayOf(t) : `${dayOf(t)} ${weekdayOf(t)}`;
    const at = Math.max(x, view.labels) + 4;
    if (at + pen.measureText(text).width < x + perDay) pen.fillText(text, at, 14);
    pen.fillRect(Math.round(x), 0, 1, AXIS);
  }
  pen.font = `11px ${FONT}`;
  pen.fillStyle = "#566270";
  const step = tickStep(scale());
  if (step < DAY) {
    for (let t = Math.ceil(view.from / step) * step; t < view.to; t += step) {
      if (t % DAY && xOf(t) - 14 > view.labels) pen.fillText(clockOf(t), xOf(t) - 14, 30);
    }
  }
  pen.restore();
}
