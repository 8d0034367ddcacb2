// A canvas that pans and zooms with its map; what it shows is painted anew when the map has come to rest.

const Sheet = L.Renderer.extend({
  options: { padding: 0.25 },

  _initContainer() {
    this._container = element("canvas", { "aria-hidden": "true" });
    this._container.style.pointerEvents = "none";
    this.context = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this.frame);
    this._container.remove();
    delete this._container;
  },

  _updatePaths() {},

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const scale = window.devicePixelRatio || 1;
    L.DomUtil.setPosition(this._container, this._bounds.min);
    Object.assign(this._container, { width: size.x * scale, height: size.y * scale });
    Object.assign(this._container.style, { width: `${size.x}px`, height: `${size.y}px` });
    this.paintNow();
  },

  repaint() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.paintNow());
  },

  paintNow() {
    if (!this._map || !this._bounds) return;
    const { min, max } = this._bounds;
    const scale = window.devicePixelRatio || 1;
    this.context.setTransform(scale, 0, 0, scale, -min.x * scale, -min.y * scale);
    this.context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    const zoom = this._map.getZoom();
    const size = 256 * 2 ** zoom;
    const origin = this._map.getPixelOrigin();
    const corner = this._map.containerPointToLayerPoint([0, 0]);
    const seen = { min: corner, max: corner.add(this._map.getSize()) };
    const frame = { size, zoom, min, max, seen, left: origin.x, top: origin.y };
    frame.at = (node) => [node.x * size - origin.x, node.y * size - origin.y];
    frame.shows = ([ax, ay], [bx, by]) =>
      Math.max(ax, bx) >= min.x && Math.min(ax, bx) <= max.x && Math.max(ay, by) >= min.y && Math.min(ay, by) <= max.y;
    this.paint(this.context, frame);
  },
});
