// How lines, symbols and names are put on a canvas.

const SLATE = "#33424b";
const FONT = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", system-ui, sans-serif';

function inkFlow(context, [ax, ay], [bx, by], width, colour, step = 0) {
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 1) return null;
  const [ux, uy] = [(bx - ax) / length, (by - ay) / length];
  const [sx, sy] = [-uy * step, ux * step];
  const line = [ax + sx, ay + sy, bx + sx, by + sy];
  Object.assign(context, { strokeStyle: colour, fillStyle: colour, lineWidth: width, lineCap: "butt" });
  context.beginPath();
  context.moveTo(line[0], line[1]);
  context.lineTo(line[2], line[3]);
  context.stroke();
  if (length > 18) inkArrow(context, line, [ux, uy], width, length);
  return line;
}

function inkArrow(context, [ax, ay, bx, by], [ux, uy], width, length) {
  const size = Math.min(2.8 + width * 0.75, length * 0.3);
  const [tx, ty] = [ax + (bx - ax) * 0.56 + ux * size, ay + (by - ay) * 0.56 + uy * size];
  const [cx, cy] = [tx - ux * size * 1.9, ty - uy * size * 1.9];
  context.beginPath();
  context.moveTo(tx, ty);
  context.lineTo(cx - uy * size, cy + ux * size);
  context.lineTo(cx + uy * size, cy - ux * size);
  context.closePath();
  context.fill();
  Object.assign(context, { strokeStyle: "rgba(255,255,255,0.85)", lineWidth: 0.8 });
  context.stroke();
}

// A bow to the right of the straight way, as points; it tells wishes from drives.
function bow([ax, ay], [bx, by]) {
  const [mx, my] = [(ax + bx) / 2 - (by - ay) * 0.16, (ay + by) / 2 + (bx - ax) * 0.16];
  return Array.from({ length: 13 }, (_, i) => {
    const t = i / 12;
    const [p, q, r] = [(1 - t) ** 2, 2 * t * (1 - t), t * t];
    return [p * ax + q * mx + r * bx, p * ay + q * my + r * by];
  });
}

function inkBow(context, points, width, colour) {
  Object.assign(context, { strokeStyle: colour, fillStyle: colour, lineWidth: width, lineCap: "butt" });
  context.setLineDash([5, 3]);
  context.beginPath();
  points.forEach(([x, y], at) => (at ? context.lineTo(x, y) : context.moveTo(x, y)));
  context.stroke();
  context.setLineDash([]);
  const [[ax, ay], [bx, by]] = [points[7], points[8]];
  const length = Math.hypot(bx - ax, by - ay);
  if (length < 1.5) return;
  inkArrow(context, [ax, ay, bx, by], [(bx - ax) / length, (by - ay) / length], width, 30);
}

const CORNERS = { workplace: [4, Math.PI / 4], station: [4, 0], airport: [3, -Math.PI / 2], depot: [6, 0] };
const HOLLOW = { pickup: true, depot: true };

function inkSymbol(context, kind, [x, y], radius) {
  context.beginPath();
  if (CORNERS[kind]) {
    const [count, turn] = CORNERS[kind];
    const reach = radius * (kind === "airport" ? 1.45 : 1.2);
    for (let i = 0; i < count; i += 1) {
      const angle = turn + (2 * Math.PI * i) / count;
      context.lineTo(x + reach * Math.cos(angle), y + reach * Math.sin(angle));
    }
    context.closePath();
  } else {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  const hollow = HOLLOW[kind];
  Object.assign(context, { fillStyle: hollow ? "#fff" : SLATE, strokeStyle: hollow ? SLATE : "#fff" });
  context.lineWidth = hollow ? Math.max(1, radius * 0.4) : 0.9;
  context.fill();
  context.stroke();
}

function inkPill(context, text, [x, y], colour) {
  context.font = `600 11px ${FONT}`;
  const half = context.measureText(text).width / 2 + 6;
  context.beginPath();
  context.roundRect(x - half, y - 9, half * 2, 18, 9);
  Object.assign(context, { fillStyle: colour, strokeStyle: "#fff", lineWidth: 1.5 });
  context.fill();
  context.stroke();
  Object.assign(context, { fillStyle: "#fff", textAlign: "center", textBaseline: "middle" });
  context.fillText(text, x, y + 0.5);
  return half;
}

// Names are set in the order given; one that would touch another is left out.
class Names {
  constructor(context, frame) {
    Object.assign(this, { context, frame, taken: [], said: new Set() });
  }

  block(x, y, halfWidth, halfHeight) {
    this.taken.push([x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight]);
  }

  set(text, [x, y], { size, weight = 400, colour, gap = 0 }) {
    const { min, max, seen } = this.frame;
    if (this.said.has(text)) return false;
    if (x < min.x || x > max.x || y < min.y || y > max.y) return false;
    const inside = ([left, right]) => x < seen.min.x || x > seen.max.x || (left > seen.min.x && right < seen.max.x);
    this.context.font = `${weight} ${size}px ${FONT}`;
    const width = this.context.measureText(text).width;
    const places = gap ? [[x + gap, y], [x - gap - width, y], [x - width / 2, y - gap - size * 0.6]] : [[x - width / 2, y]];
    const fits = gap ? places.filter(([left]) => inside([left, left + width])) : places;
    const free = fits.find(([left, middle]) => this.free(left - 2, middle - size * 0.62, left + width + 2, middle + size * 0.62));
    if (!free) return false;
    this.taken.push([free[0] - 2, free[1] - size * 0.62, free[0] + width + 2, free[1] + size * 0.62]);
    Object.assign(this.context, { textAlign: "left", textBaseline: "middle", lineJoin: "round" });
    Object.assign(this.context, { strokeStyle: "rgba(255,255,255,0.88)", lineWidth: 3, fillStyle: colour });
    this.context.strokeText(text, free[0], free[1]);
    this.context.fillText(text, free[0], free[1]);
    this.said.add(text);
    return true;
  }

  free(west, north, east, south) {
    return this.taken.every(([w, n, e, s]) => east < w || west > e || south < n || north > s);
  }
}
