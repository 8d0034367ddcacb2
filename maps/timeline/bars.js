const WAITING = "#5d6875";

/* Black or white, whichever reads better on a colour. */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  return red * 0.299 + green * 0.587 + blue * 0.114 > 150 ? "#1b2430" : "#fff";
}

const hatch = (() => {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 6;
  const brush = tile.getContext("2d");
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, 6, 6);
  brush.strokeStyle = "#39424e";
  brush.lineWidth = 1.6;
  for (const shift of [-6, 0, 6]) {
    brush.beginPath();
    brush.moveTo(shift, 6);
    brush.lineTo(shift + 6, 0);
    brush.stroke();
  }
  return tile;
})();

const LOOKS = {
  out(brush, x, y, width) {
    brush.fillStyle = "#aab3be";
    brush.fillRect(x, y - 1, width, 2);
  },
  empty(brush, x, y, width) {
    brush.fillStyle = "#fff";
    brush.fillRect(x, y - 4, width, 8);
    brush.strokeStyle = "#6d7885";
    brush.lineWidth = 1;
    if (width > 2) brush.strokeRect(x + 0.5, y - 3.5, width - 1, 7);
    else { brush.fillStyle = "#6d7885"; brush.fillRect(x, y - 4, Math.max(width, 1), 8); }
  },
  stand(brush, x, y, width, colour) {
    brush.fillStyle = "#fff";
    brush.fillRect(x, y - 9, width, 18);
    brush.globalAlpha *= 0.35;
    brush.fillStyle = colour;
    brush.fillRect(x, y - 9, width, 18);
    brush.globalAlpha /= 0.35;
    brush.strokeStyle = colour;
    brush.lineWidth = 1;
    if (width > 2) brush.strokeRect(x + 0.5, y - 8.5, width - 1, 17);
  },
  leg(brush, x, y, width, colour) {
    brush.fillStyle = colour;
    brush.fillRect(x, y - 9, Math.max(width, 1.5), 18);
  },
  break(brush, x, y, width, colour, half = 9) {
    brush.fillStyle = "#fff";
    brush.fillRect(x, y - half + 1, width, 2 * half - 2);
    if (width >= 8) {
      brush.fillStyle = colour;
      brush.fillRect(x + width / 2 - 3, y - 4, 2, 8);
      brush.fillRect(x + width / 2 + 1, y - 4, 2, 8);
    }
  },
  curfew(brush, x, y, width, colour) {
    brush.fillStyle = brush.createPattern(hatch, "repeat");
    brush.fillRect(x, y - 9, width, 18);
    brush.strokeStyle = colour;
    brush.lineWidth = 1;
    if (width > 3) brush.strokeRect(x + 0.5, y - 8.5, width - 1, 17);
  },
};

function drawRow(row, y) {
  pen.fillStyle = "#e6eaef";
  pen.fillRect(0, y + ROW - 1, view.width, 1);
  const middle = y + ROW / 2;
  drawElsewhere(row, middle);
  if (row.kind === "hub") drawWaiting(row, y);
  else {
    for (const piece of row.pieces) {
      if (piece.end > view.from && piece.start < view.to) drawPiece(row, piece, middle);
    }
    for (const run of row.runs) drawRunMarks(run, middle);
  }
}

/* The nearest time at which a row has something, where it has nothing in the time that is shown. */
function elsewhere(row) {
  if (row.pieces.some((piece) => piece.end > view.from && piece.start < view.to)) return null;
  const before = Math.max(...row.pieces.map((piece) => (piece.end <= view.from ? piece.end : -Infinity)));
  const after = Math.min(...row.pieces.map((piece) => (piece.start >= view.to ? piece.start : Infinity)));
  return view.from - before < after - view.to ? { t: before, left: true } : { t: after, left: false };
}

function drawElsewhere(row, y) {
  const other = elsewhere(row);
  if (!other || !Number.isFinite(other.t)) return;
  pen.font = `11px ${FONT}`;
  pen.fillStyle = "#566270";
  pen.textBaseline = "middle";
  pen.textAlign = other.left ? "left" : "right";
  pen.fillText(other.left ? `◂ ${timeOf(other.t)}` : `${timeOf(other.t)} ▸`, other.left ? view.labels + 6 : view.width - 6, y);
}

function drawPiece(row, piece, y) {
  const x = xOf(piece.start);
  const width = Math.max((piece.end - piece.start) * scale(), 1);
  const filtered = Boolean(filter.query || filter.employer);
  pen.globalAlpha = piece.run ? (piece.run.dimmed ? 0.18 : 1) : filtered ? 0.5 : 1;
  const empty = piece.kind === "break" && piece.drive;
  LOOKS[piece.kind](pen, x, y, width, empty ? "#6d7885" : colourOf(row.mode), empty ? 4 : 9);
  if (piece.kind === "leg" && width > 34) drawLoad(piece, x, y, width, colourOf(row.mode));
  pen.globalAlpha = 1;
}

/* Who is aboard and where to, as far as there is room before the first halt. */
function drawLoad(piece, x, y, width, colour) {
  const stop = piece.run.stops[piece.at];
  const room = (stop[6] ? (stop[6][1] - piece.start) * scale() : width) - 8;
  const left = Math.max(x, view.labels) + 3;
  const seen = Math.min(x + room + 8, view.width) - left - 8;
  pen.font = `11px ${FONT}`;
  pen.fillStyle = inkOn(colour);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  const goal = siteName(piece.run.stops[piece.at + 1][0]).slice(0, 80);
  const aboard = amount(stop[5]);
  const load = `${aboard}/${amount(piece.run.seats)}`;
  for (const text of [`${load} → ${goal}`, load, aboard]) {
    if (pen.measureText(text).width <= seen) {
      pen.fillText(text, left + 4, y + 0.5);
      return;
    }
  }
}

function drawRunMarks(run, y) {
  for (const [transfer, t] of [
    ...run.transfersIn.map((transfer) => [transfer, transfer.departs]),
    ...run.transfersOut.map((transfer) => [transfer, transfer.arrives]),
  ]) {
    if (t < view.from || t > view.to || scale() < 0.09) continue;
    pen.globalAlpha = run.dimmed ? 0.18 : 1;
    drawChange(pen, xOf(t), y);
  }
  pen.globalAlpha = 1;
  if (run !== selected) return;
  const x = xOf(run.stops[0][1]);
  pen.strokeStyle = "#000";
  pen.lineWidth = 2;
  pen.strokeRect(x - 1, y - 11, xOf(run.stops.at(-1)[2] ?? run.stops.at(-1)[1]) - x + 2, 22);
}

function drawChange(brush, x, y) {
  brush.beginPath();
  brush.arc(x, y, 3.2, 0, 7);
  brush.fillStyle = "#fff";
  brush.fill();
  brush.strokeStyle = "#000";
  brush.lineWidth = 1.2;
  brush.stroke();
}

/* How many wait, as steps; the row's height is the most who wait there. */
function drawWaiting(row, y) {
  const height = ROW - 10;
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.font = `11px ${FONT}`;
  for (const piece of row.pieces) {
    if (piece.end <= view.from || piece.start >= view.to) continue;
    const x = xOf(piece.start);
    const width = Math.max((piece.end - piece.start) * scale(), 1);
    const high = Math.max((piece.count / row.most) * height, 2);
    pen.fillStyle = WAITING;
    pen.fillRect(x, y + ROW - 4 - high, width, high);
    const left = Math.max(x, view.labels) + 3;
    if (pen.measureText(piece.count).width < x + width - left - 2) {
      pen.fillStyle = high > 15 ? "#fff" : "#1b2430";
      pen.fillText(piece.count, left, high > 15 ? y + ROW - 12 : y + ROW - 12 - high);
    }
  }
}

/* From the selected run to those that its workers come from and go to. */
function drawLinks() {
  if (!selected) return;
  const yOf = (run) => {
    const item = view.items.find((found) => found.row === run.row);
    return item && item.y - chart.scrollTop + AXIS + ROW / 2;
  };
  const links = merged([...selected.transfersIn, ...selected.transfersOut]);
  pen.strokeStyle = `rgb(0 0 0 / ${Math.min(0.6, 2 / links.length + 0.1)})`;
  pen.lineWidth = 1.2;
  for (const transfer of links) {
    const [fromY, toY] = [yOf(transfer.from), yOf(transfer.to)];
    if (fromY === undefined || toY === undefined) continue;
    const [fromX, toX] = [xOf(transfer.arrives), xOf(transfer.departs)];
    pen.beginPath();
    pen.moveTo(fromX, fromY);
    pen.bezierCurveTo(fromX + 24, fromY, toX - 24, toY, toX, toY);
    pen.stroke();
  }
}

/* A text cut in its middle: ids differ at their ends. */
function cut(text, width, brush = pen) {
  if (brush.measureText(text).width <= width) return text;
  for (let keep = Math.min(text.length - 1, 80); keep > 1; keep--) {
    const tail = Math.ceil(keep * 0.6);
    const short = `${text.slice(0, keep - tail)}…${text.slice(text.length - tail)}`;
    if (brush.measureText(short).width <= width) return short;
  }
  return "…";
}

function drawLabel(row, y) {
  pen.fillStyle = "#fff";
  pen.fillRect(0, y, view.labels - 1, ROW - 1);
  pen.fillStyle = "#c9d1da";
  pen.fillRect(view.labels - 1, y, 1, ROW);
  pen.fillStyle = row.kind === "hub" ? WAITING : colourOf(row.mode);
  pen.fillRect(0, y + 3, 4, ROW - 7);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = "#1b2430";
  pen.font = `12px ${FONT}`;
  pen.fillText(cut(row.name, view.labels - 16), 10, y + 11);
  pen.fillStyle = "#566270";
  pen.font = `11px ${FONT}`;
  pen.fillText(cut(row.sub, view.labels - 16), 10, y + 24);
}

function drawHeading(group, y) {
  pen.fillStyle = "#e8ecf1";
  pen.fillRect(0, y, view.width, HEAD - 1);
  pen.textAlign = "left";
  pen.textBaseline = "middle";
  pen.fillStyle = "#1b2430";
  pen.font = `600 12.5px ${FONT}`;
  pen.fillText(`${closed.has(group.key) ? "▸" : "▾"} ${group.name} (${group.rows.length})`, 8, y + HEAD / 2);
}

function drawStickyHeading() {
  const above = view.items.filter((item) => item.group && item.y <= chart.scrollTop);
  if (above.length) drawHeading(above.at(-1).group, AXIS);
}
