// Small drawings beside the charts: elements of SVG, and pointers on them.

const parser = document.createElement("template");
parser.innerHTML = "<svg></svg>"; // the parser knows SVG's namespace
const NAMESPACE = parser.content.firstChild.namespaceURI;

/** An SVG element with attributes and children. */
export function svg(tag, attributes = {}, ...children) {
  const made = document.createElementNS(NAMESPACE, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Sets attributes of an element that is there already. */
export function put(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

/**
 * Follows a pointer from its press to its end: `onMove(x, y)` in the units of the drawing's
 * viewBox, or in pixels inside an element of HTML.
 */
export function draggable(element, frame, { onStart = () => {}, onMove, onEnd = () => {} }) {
  element.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    element.focus?.({ preventScroll: true });
    element.setPointerCapture(event.pointerId);
    const follow = (now) => onMove(...inside(frame, now));
    onStart();
    follow(event);
    element.addEventListener("pointermove", follow);
    element.addEventListener("lostpointercapture", () => {
      element.removeEventListener("pointermove", follow);
      onEnd();
    }, { once: true });
  });
}

/** Where a pointer is, in the units of a frame. */
export function inside(frame, { clientX, clientY }) {
  const box = frame.getBoundingClientRect();
  const view = frame.viewBox?.baseVal;
  if (!view?.width) return [clientX - box.left, clientY - box.top];
  const scale = Math.max(view.width / box.width, view.height / box.height); // the drawing is centred
  const left = clientX - box.left - box.width / 2, top = clientY - box.top - box.height / 2;
  return [view.x + view.width / 2 + left * scale, view.y + view.height / 2 + top * scale];
}
