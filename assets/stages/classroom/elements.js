// Elements from a description, words filled in.

/** An element: attributes, `on…` listeners, then children or text. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child != null && child !== false));
  return element;
}

export const button = (text, act, extra = {}) => make("button", { type: "button", onclick: act, ...extra }, text);

/** A sentence with its placeholders filled. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A field with its label over it. */
export const field = (label, input) => make("label", { class: "wl-classroom-field" }, make("span", {}, label), input);
