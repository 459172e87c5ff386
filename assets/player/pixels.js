// Places in a chart: units of its axes, and pixels inside its element.

/** A class whose `element` holds a chart of Plotly's with linear axes. */
export class Placed {
  /** Pixels inside the element of a point in the units of the axes. */
  toPixels(x, y) {
    const { xaxis, yaxis } = this.element._fullLayout;
    return [xaxis._offset + xaxis.l2p(x), yaxis._offset + yaxis.l2p(y)];
  }

  /** The point in the units of the axes under a pixel of the element. */
  fromPixels(left, top) {
    const { xaxis, yaxis } = this.element._fullLayout;
    return [xaxis.p2l(left - xaxis._offset), yaxis.p2l(top - yaxis._offset)];
  }
}
