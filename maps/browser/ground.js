// The base map: land and borders, of which lower levels appear as one comes nearer.

const BORDERS = {
  county: { colour: "#d9dcd8", width: 0.6, from: 8 },
  city: { colour: "#c3c9c9", width: 0.8, from: 6 },
  province: { colour: "#9ba6ab", width: 1, from: 0 },
  outer: { colour: "#7f8c93", width: 1, from: 0 },
};

function borderLine(steps, unit) {
  const count = steps.length / 2;
  const line = { points: new Float64Array(count * 2), west: 2, east: -2, north: 2, south: -2 };
  let [lon, lat] = [0, 0];
  for (let i = 0; i < count; i += 1) {
    lon += steps[2 * i];
    lat += steps[2 * i + 1];
    const [x, y] = world(lon * unit, lat * unit);
    line.points[2 * i] = x;
    line.points[2 * i + 1] = y;
    line.west = Math.min(line.west, x);
    line.east = Math.max(line.east, x);
    line.north = Math.min(line.north, y);
    line.south = Math.max(line.south, y);
  }
  return line;
}

function readGround(document) {
  const read = (lines) => lines.map((steps) => borderLine(steps, document.unit));
  const lines = Object.fromEntries(Object.entries(document.lines).map(([level, steps]) => [level, read(steps)]));
  const names = Object.entries(document.names).flatMap(([level, rows]) =>
    rows.map(([name, lon, lat]) => {
      const [x, y] = world(lon, lat);
      return { level, name, x, y };
    }),
  );
  return { lines, names, land: document.land, dashes: read(document.dashes) };
}

const Ground = Sheet.extend({
  initialize(ground, filled) {
    Object.assign(this, { ground, filled });
    Sheet.prototype.initialize.call(this, { pane: "ground" });
  },

  paint(context, frame) {
    Object.assign(context, { lineJoin: "round", lineCap: "round" });
    if (this.filled) this.paintLand(context, frame);
    for (const [level, { colour, width, from }] of Object.entries(BORDERS)) {
      if (frame.zoom < from) continue;
      context.beginPath();
      for (const line of this.ground.lines[level]) this.trace(context, frame, line);
      Object.assign(context, { strokeStyle: colour, lineWidth: frame.zoom < 5 ? width * 0.7 : width });
      context.stroke();
    }
    context.beginPath();
    for (const line of this.ground.dashes) this.trace(context, frame, line);
    Object.assign(context, { strokeStyle: BORDERS.outer.colour, lineWidth: 1.2 });
    context.stroke();
  },

  paintLand(context, frame) {
    context.beginPath();
    for (const ring of this.ground.land) {
      ring.forEach((number, place) => this.follow(context, frame, this.ground.lines.outer[number], place === 0));
      context.closePath();
    }
    context.fillStyle = "#f8f7f2";
    context.fill("evenodd");
  },

  trace(context, frame, line) {
    if (!frame.shows(frame.at({ x: line.west, y: line.north }), frame.at({ x: line.east, y: line.south }))) return;
    this.follow(context, frame, line, true);
  },

  follow(context, { size, left, top }, { points }, lift) {
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i] * size - left, points[i + 1] * size - top];
      if (i === 0 && lift) context.moveTo(x, y);
      else context.lineTo(x, y);
    }
  },
});
