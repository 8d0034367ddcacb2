const fingers = new Map();
let grabbed = null;

const spot = (event) => {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
};

chart.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || event.target.closest("button")) return;
  fingers.set(event.pointerId, event);
  grabbed = { x: event.clientX, y: event.clientY, from: view.from, to: view.to, moved: false };
  if (fingers.size === 2) grabbed.pinch = pinchOf();
  hideTip();
});

chart.addEventListener("pointermove", (event) => {
  if (!fingers.has(event.pointerId)) return hover(event);
  fingers.set(event.pointerId, event);
  if (fingers.size === 2) return pinch();
  const way = event.clientX - grabbed.x;
  if (!grabbed.moved && Math.abs(way) < 4) return undefined;
  if (!grabbed.moved) chart.setPointerCapture(event.pointerId);
  grabbed.moved = true;
  chart.classList.add("moving");
  const minutes = -way / scale();
  return show(grabbed.from + minutes, grabbed.to + minutes);
});

for (const kind of ["pointerup", "pointercancel"]) {
  chart.addEventListener(kind, (event) => {
    const clicked = kind === "pointerup" && fingers.size === 1 && fingers.has(event.pointerId) && !grabbed.moved;
    fingers.delete(event.pointerId);
    chart.classList.remove("moving");
    if (fingers.size) grabbed = { ...grabbed, moved: true, x: [...fingers.values()][0].clientX, from: view.from, to: view.to };
    if (clicked) click(event);
  });
}

function pinchOf() {
  const [one, other] = [...fingers.values()].map((event) => spot(event)[0]);
  return { gap: Math.max(Math.abs(one - other), 12), middle: (one + other) / 2 };
}

function pinch() {
  grabbed.moved = true;
  const now = pinchOf();
  const around = grabbed.from + ((grabbed.pinch.middle - view.labels) / (view.width - view.labels)) * (grabbed.to - grabbed.from);
  const length = Math.min(((grabbed.to - grabbed.from) * grabbed.pinch.gap) / now.gap, whole[1] - whole[0]);
  const share = (now.middle - view.labels) / (view.width - view.labels);
  show(around - length * share, around + length * (1 - share));
}

function hover(event) {
  if (event.pointerType === "touch") return;
  const { item, piece } = pieceAt(...spot(event));
  chart.classList.toggle("over", Boolean(piece || item?.group));
  if (piece) showTip(linesOf(item.row, piece), event.clientX, event.clientY);
  else if (item?.row && spot(event)[0] < view.labels) showTip([item.row.name, item.row.sub], event.clientX, event.clientY);
  else hideTip();
}

function click(event) {
  const [x, y] = spot(event);
  const heading = y >= AXIS && y < AXIS + HEAD
    ? view.items.filter((item) => item.group && item.y <= chart.scrollTop).at(-1) : undefined;
  const { item, piece } = heading ? { item: heading, piece: null } : pieceAt(x, y);
  if (item?.group) {
    if (!closed.delete(item.group.key)) closed.add(item.group.key);
    if (heading) chart.scrollTop = heading.y;
    arrange();
  } else if (piece) details(item.row, piece);
  else if (item?.row && elsewhere(item.row)) goTo(elsewhere(item.row));
  else if (!panel.hidden) close();
}

/* Shows a time in the first or the last third of the view, with what lies before or after it. */
function goTo({ t, left }) {
  const length = view.to - view.from;
  const from = left ? t - length * 0.7 : t - length * 0.3;
  show(from, from + length);
}

chart.addEventListener("pointerleave", hideTip);
chart.addEventListener("scroll", () => { hideTip(); redraw(); });
chart.addEventListener("dblclick", (event) => {
  const [x] = spot(event);
  if (x > view.labels) zoom(0.5, tOf(x));
});
chart.addEventListener("wheel", (event) => {
  const sideways = event.shiftKey ? event.deltaY : event.deltaX;
  if (event.ctrlKey || event.metaKey) zoom(Math.exp(Math.sign(event.deltaY) * Math.min(Math.abs(event.deltaY), 60) / 200), tOf(spot(event)[0]));
  else if (sideways) pan(sideways / scale());
  else return;
  event.preventDefault();
}, { passive: false });

const KEYS = {
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  "+": () => zoom(0.6),
  "=": () => zoom(0.6),
  "-": () => zoom(1 / 0.6),
  0: () => show(...whole),
  Escape: () => { if (!panel.hidden) close(); },
};

chart.addEventListener("keydown", (event) => {
  const action = KEYS[event.key];
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});

/* To the run before or after the selected one in its row; with none selected, sideways in time. */
function step(way) {
  if (!selected) return pan(way * (view.to - view.from) * 0.15);
  const all = selected.row.runs;
  const next = all[all.indexOf(selected) + way];
  return next && select(next, true);
}

const overview = element("overview");
const overviewTime = (event) => {
  const box = overview.getBoundingClientRect();
  return whole[0] + ((event.clientX - box.left - view.labels) / (box.width - view.labels)) * (whole[1] - whole[0]);
};
let brush = null;

overview.addEventListener("pointerdown", (event) => {
  const t = overviewTime(event);
  const inside = t > view.from && t < view.to && view.to - view.from < (whole[1] - whole[0]) * 0.98;
  brush = inside ? { hold: t - view.from } : { start: t };
  overview.setPointerCapture(event.pointerId);
});
overview.addEventListener("pointermove", (event) => {
  if (!brush) return;
  const t = overviewTime(event);
  if (brush.hold !== undefined) show(t - brush.hold, t - brush.hold + view.to - view.from);
  else if (Math.abs(t - brush.start) > 20) show(Math.min(t, brush.start), Math.max(t, brush.start));
});
overview.addEventListener("pointerup", (event) => {
  const t = overviewTime(event);
  const length = view.to - view.from;
  if (brush?.start !== undefined && Math.abs(t - brush.start) <= 20) show(t - length / 2, t + length / 2);
  brush = null;
});
overview.addEventListener("pointercancel", () => { brush = null; });
